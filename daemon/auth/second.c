// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/second.h"

#include <errno.h>
#include <string.h>

#include <openssl/crypto.h>

#include "daemon/auth/accounts.h"
#include "daemon/auth/otp.h"
#include "lib/crypto/random.h"

/* 16 of 32 letters: 80 bits. */
static const char alphabet[] = "abcdefghijkmnpqrstuvwxyz23456789";

_Static_assert(sizeof(alphabet) - 1 == 32, "five bits a letter");

bool vdt_second_needed(const struct vdt_account *account)
{
	return account->second.on;
}

static int try_otp(struct vdt_second *second, const char *code, uint64_t now)
{
	return vdt_otp_check(second->secret, sizeof(second->secret), code, now, second->step,
			     &second->step);
}

/* All are compared, so that the time does not tell which it was. */
static int try_recovery(struct vdt_second *second, const char *code)
{
	unsigned int found = VDT_ACCOUNT_CODES;
	uint8_t digest[VDT_SHA256];

	if (vdt_sha256(code, strlen(code), digest))
		return -EIO;
	for (unsigned int i = 0; i < second->n_codes; i++)
		if (!CRYPTO_memcmp(second->code[i], digest, sizeof(digest)))
			found = i;
	if (found == VDT_ACCOUNT_CODES)
		return -EACCES;
	memcpy(second->code[found], second->code[--second->n_codes], VDT_SHA256);
	return 0;
}

int vdt_second_try(struct vdt_accounts *accounts, struct vdt_account *account, const char *code,
		   uint64_t now, bool clock_is_right)
{
	int err = -EACCES;

	if (!account->second.on)
		return -EACCES;
	if (clock_is_right)
		err = try_otp(&account->second, code, now);
	if (err == -EACCES)
		err = try_recovery(&account->second, code);
	return err ? err : vdt_accounts_save(accounts);
}

static int make_code(struct vdt_second *second, char *text)
{
	int err;

	for (unsigned int i = 0; i < VDT_SECOND_CODE; i++) {
		uint8_t byte;

		err = vdt_random(&byte, sizeof(byte));
		if (err)
			return err;
		text[i] = alphabet[byte % 32];
	}
	return vdt_sha256(text, VDT_SECOND_CODE, second->code[second->n_codes++]);
}

int vdt_second_begin(struct vdt_second *second, char ret_codes[VDT_SECOND_CODES_ROOM])
{
	int err;

	memset(second, 0, sizeof(*second));
	err = vdt_random(second->secret, sizeof(second->secret));
	for (unsigned int i = 0; i < VDT_ACCOUNT_CODES && !err; i++) {
		char *at = ret_codes + i * (VDT_SECOND_CODE + 1);

		err = make_code(second, at);
		at[VDT_SECOND_CODE] = i < VDT_ACCOUNT_CODES - 1 ? ' ' : '\0';
	}
	return err;
}

int vdt_second_confirm(struct vdt_second *second, const char *code, uint64_t now)
{
	int err = try_otp(second, code, now);

	second->on = !err;
	return err;
}
