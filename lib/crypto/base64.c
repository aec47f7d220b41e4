// SPDX-License-Identifier: BSD-3-Clause
#include "lib/crypto/base64.h"

#include <errno.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void vdt_base64_encode(const void *data, size_t len, char *text)
{
	const uint8_t *byte = data;

	for (size_t i = 0; i < len; i += 3) {
		uint32_t group = (uint32_t)byte[i] << 16;

		if (i + 1 < len)
			group |= (uint32_t)byte[i + 1] << 8;
		if (i + 2 < len)
			group |= byte[i + 2];
		*text++ = digits[group >> 18];
		*text++ = digits[group >> 12 & 63];
		*text++ = i + 1 < len ? digits[group >> 6 & 63] : '=';
		*text++ = i + 2 < len ? digits[group & 63] : '=';
	}
	*text = '\0';
}

/* Four characters as 24 bits, of which @ret_bytes bytes count; negative if they are none. */
static int read_group(const char *text, unsigned int *ret_bytes)
{
	unsigned int n = text[3] != '=' ? 4 : text[2] != '=' ? 3 : 2;
	uint32_t group = 0;

	for (unsigned int i = 0; i < n; i++) {
		const char *digit = text[i] ? strchr(digits, text[i]) : NULL;

		if (!digit)
			return -EBADMSG;
		group |= (uint32_t)(digit - digits) << (18 - 6 * i);
	}
	*ret_bytes = n - 1;
	/* Bits that no byte takes must be zero, or two texts would mean the same. */
	return group & ((1u << (32 - 8 * n)) - 1) && n < 4 ? -EBADMSG : (int)group;
}

int vdt_base64_decode(const char *text, size_t len, uint8_t *ret_data, size_t room)
{
	size_t done = 0;

	if (len % 4)
		return -EBADMSG;
	for (size_t i = 0; i < len; i += 4) {
		unsigned int bytes;
		int group = read_group(text + i, &bytes);

		if (group < 0 || (bytes < 3 && i + 4 < len) || bytes > room - done)
			return -EBADMSG;
		for (unsigned int k = 0; k < bytes; k++)
			ret_data[done++] = (uint8_t)(group >> (16 - 8 * k));
	}
	return (int)done;
}

void vdt_base64url_encode(const void *data, size_t len, char *text)
{
	vdt_base64_encode(data, len, text);
	for (; *text && *text != '='; text++)
		*text = *text == '+' ? '-' : *text == '/' ? '_' : *text;
	*text = '\0';
}
