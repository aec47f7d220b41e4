// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "policy_text.h"

bool vdt_text_is_whole(const char *data, size_t len)
{
	return len && strnlen(data, len) == len - 1;
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_printable(const char *text)
{
	for (; *text; text++)
		if (*text <= ' ' || *text > '~')
			return false;
	return true;
}

bool vdt_text_is_name(const char *text)
{
	if (!is_lower(*text))
		return false;
	while (*++text)
		if (!is_lower(*text) && !is_digit(*text) && *text != '_' && *text != '-')
			return false;
	return true;
}

/* One component, up to the next slash or the end. */
static bool is_component(const char *text, size_t len)
{
	return len && !(len == 1 && text[0] == '.') &&
	       !(len == 2 && text[0] == '.' && text[1] == '.');
}

bool vdt_text_is_path(const char *text)
{
	size_t len;

	if (*text != '/' || !is_printable(text))
		return false;
	while (*text == '/') {
		len = strcspn(++text, "/");
		if (!is_component(text, len))
			return false;
		text += len;
	}
	return true;
}

static bool is_label(const char *text, size_t len)
{
	size_t i;

	if (!len || len > 63 || text[0] == '-' || text[len - 1] == '-')
		return false;
	for (i = 0; i < len; i++)
		if (!is_lower(text[i]) && !is_digit(text[i]) && text[i] != '-' && text[i] != '_')
			return false;
	return true;
}

bool vdt_text_is_dns(const char *text)
{
	const char *label = text;
	size_t len;

	if (strlen(text) > VDT_DNS_MAX)
		return false;
	for (;; label += len + 1) {
		len = strcspn(label, ".");
		if (!is_label(label, len))
			return false;
		if (!label[len])
			break;
	}
	/* No top-level domain begins with a digit, and 192.0.2.1 is an address. */
	return !is_digit(*label);
}

/* Reads a decimal number without leading zeros; returns what follows it, or NULL. */
static const char *skip_number(const char *text, unsigned int min_value, unsigned int max_value)
{
	const char *start = text;
	unsigned int value = 0;

	while (is_digit(*text) && value <= max_value)
		value = value * 10 + (unsigned int)(*text++ - '0');
	if (text == start || (*start == '0' && text - start > 1))
		return NULL;
	return value >= min_value && value <= max_value ? text : NULL;
}

static const char *skip_ipv4(const char *text, unsigned int min_first, unsigned int max_first)
{
	int i;

	text = skip_number(text, min_first, max_first);
	for (i = 0; text && i < 3; i++)
		text = *text == '.' ? skip_number(text + 1, 0, 255) : NULL;
	return text;
}

static const char *skip_loopback(const char *text)
{
	return strncmp(text, "[::1]", 5) ? skip_ipv4(text, 127, 127) : text + 5;
}

bool vdt_text_is_encoder(const char *text)
{
	if (!is_printable(text) || strncmp(text, "rtsp://", 7))
		return false;
	text = skip_loopback(text + 7);
	if (text && *text == ':')
		text = skip_number(text + 1, 1, 65535);
	return text && (*text == '\0' || *text == '/');
}

static const char *skip_ipv6(const char *text)
{
	size_t len = strspn(text, "0123456789abcdef:");

	return len >= 2 && len <= 39 && text[len] == ']' ? text + len + 1 : NULL;
}

bool vdt_text_is_collector(const char *text)
{
	if (strncmp(text, "tls://", 6))
		return false;
	text += 6;
	text = *text == '[' ? skip_ipv6(text + 1) : skip_ipv4(text, 0, 255);
	if (text && *text == ':')
		text = skip_number(text + 1, 1, 65535);
	else
		text = NULL;
	return text && !*text;
}
