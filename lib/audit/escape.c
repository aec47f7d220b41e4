// SPDX-License-Identifier: BSD-3-Clause
/* What strangers wrote, made fit for a terminal. */
#include <string.h>

#include "lib/audit/sentence.h"

/* Length of the well-formed UTF-8 character at @s (RFC 3629), 0 if there is none. */
static size_t measure_utf8(const unsigned char *s)
{
	static const struct {
		unsigned char first, last, low, high; /* lead byte; bounds of the byte after it */
		size_t len;
	} table[] = {
		{0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
		{0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3},
		{0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
		{0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (s[0] < table[i].first || s[0] > table[i].last)
			continue;
		if (s[1] < table[i].low || s[1] > table[i].high)
			return 0;
		for (size_t k = 2; k < table[i].len; k++)
			if ((s[k] & 0xc0) != 0x80)
				return 0;
		return table[i].len;
	}
	return 0;
}

/* Characters that a terminal obeys or that turn the direction of a line around: the C1 controls,
 * bidirectional marks and embeddings, line and paragraph separators, the byte order mark. */
static bool is_control(const unsigned char *s, size_t len)
{
	if (len == 2)
		return s[0] == 0xc2 && s[1] < 0xa0;
	if (len != 3)
		return false;
	return (s[0] == 0xe2 && s[1] == 0x80 && s[2] >= 0x8b && s[2] <= 0xaf) ||
	       (s[0] == 0xe2 && s[1] == 0x81 && s[2] >= 0xa0 && s[2] <= 0xaf) ||
	       (s[0] == 0xef && s[1] == 0xbb && s[2] == 0xbf);
}

static size_t measure_printable(const unsigned char *s)
{
	size_t len;

	if (*s >= 0x20 && *s < 0x7f)
		return *s != '\\';
	len = measure_utf8(s);
	return is_control(s, len) ? 0 : len;
}

/* The backslash is escaped too, so that no two strings look alike. */
void vdt_audit_escape(const char *from, char *to)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *s = (const unsigned char *)from;
	size_t len;

	while (*s) {
		len = measure_printable(s);
		if (len) {
			memcpy(to, s, len);
			to += len;
			s += len;
			continue;
		}
		*to++ = '\\';
		*to++ = 'x';
		*to++ = digits[*s >> 4];
		*to++ = digits[*s++ & 15];
	}
	*to = '\0';
}
