// SPDX-License-Identifier: BSD-3-Clause
#include <stdio.h>

#include "lib/view/escape.h"

static size_t escape_byte(unsigned char byte, char out[5])
{
	if (byte == '\\')
		return snprintf(out, 5, "\\\\");
	if (byte < ' ' || byte > '~')
		return snprintf(out, 5, "\\x%02x", byte);
	return snprintf(out, 5, "%c", byte);
}

void vdt_escape(const char *text, char *ret_safe, size_t size)
{
	char one[5];
	size_t n, at = 0;

	for (; *text; text++) {
		n = escape_byte(*text, one);
		if (at + n >= size)
			break;
		for (size_t i = 0; i < n; i++)
			ret_safe[at++] = one[i];
	}
	ret_safe[at] = '\0';
}

void vdt_hex(const uint8_t *bytes, size_t len, char *ret_text)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		*ret_text++ = digits[bytes[i] >> 4];
		*ret_text++ = digits[bytes[i] & 15];
	}
	*ret_text = '\0';
}
