// SPDX-License-Identifier: BSD-3-Clause
/* The rules for strings that schema.h names. */
#include "daemon/web/schema.h"

#include <arpa/inet.h>
#include <string.h>

#define HEX_DIGITS "0123456789abcdef"
#define LETTERS	   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool is_hex_of(const char *text, size_t len)
{
	return strlen(text) == len && strspn(text, HEX_DIGITS) == len;
}

/* As vdt_account_fold() of auth, which decides; here it gives a better error. */
static bool is_account(const char *text)
{
	size_t len = strlen(text);

	return len <= 31 && strspn(text, LETTERS) && strspn(text, LETTERS "0123456789._-") == len;
}

static bool is_session(const char *text)
{
	return is_hex_of(text, 16);
}

static bool is_fingerprint(const char *text)
{
	return is_hex_of(text, 64);
}

static bool is_address(const char *text)
{
	struct in6_addr address;

	return inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1;
}

const struct vdt_schema_rule vdt_rule_account = {
	.pattern = "^[A-Za-z][A-Za-z0-9._-]{0,30}$",
	.allowed = "a letter and up to 30 letters, digits, '.', '_' and '-', all ASCII",
	.holds = is_account,
};

const struct vdt_schema_rule vdt_rule_session = {
	.pattern = "^[0-9a-f]{16}$",
	.allowed = "16 lower hexadecimal digits",
	.holds = is_session,
};

const struct vdt_schema_rule vdt_rule_fingerprint = {
	.pattern = "^[0-9a-f]{64}$",
	.allowed = "64 lower hexadecimal digits",
	.holds = is_fingerprint,
};

const struct vdt_schema_rule vdt_rule_address = {
	.allowed = "an IPv4 or IPv6 address",
	.holds = is_address,
};
