// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/der.h"

/* The bytes stand alone in memory, so that the sanitizer sees a read beyond them. */
static size_t measure(const u8 *bytes, size_t len)
{
	u8 *der = malloc(len);
	size_t measured;

	cr_assert_not_null(der);
	memcpy(der, bytes, len);
	measured = vdt_der_sequence(der, len);
	free(der);
	return measured;
}

Test(der, measures_a_sequence)
{
	static const struct {
		u8 bytes[8];
		size_t len, measured;
		const char *why;
	} rows[] = {
		{{0x30, 0}, 2, 2, "empty"},
		{{0x30, 3, 1, 2, 3}, 5, 5, "short form"},
		{{0x30, 3, 1, 2, 3}, 4, 0, "cut off"},
		{{0x30, 2, 1, 2, 3}, 5, 4, "something follows"},
		{{0x30, 0x81, 3, 1, 2, 3}, 6, 6, "one byte of length"},
		{{0x30, 0x82, 0, 3, 1, 2, 3}, 7, 7, "two bytes of length"},
		{{0x30, 0x82, 0, 4, 1, 2, 3}, 7, 0, "two bytes of length, cut off"},
		{{0x30, 0x82, 1, 0, 1, 2, 3}, 7, 0, "the high byte counts"},
		{{0x30, 0x84, 0, 0, 0, 2, 1, 2}, 8, 8, "four bytes of length"},
		{{0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 1, 2}, 8, 0, "a length that would wrap"},
		{{0x30, 0x85, 0, 0, 0, 0, 1, 2}, 8, 0, "five bytes of length"},
		{{0x30, 0xff, 0, 0, 0, 0, 1, 2}, 8, 0, "127 bytes of length"},
		{{0x30, 0x82, 0}, 3, 0, "cut off in its length"},
		{{0x30, 0x80, 0, 0}, 4, 0, "indefinite, which DER does not have"},
		{{0x30}, 1, 0, "no length"},
		{{0x31, 0}, 2, 0, "a SET"},
		{{0}, 0, 0, "nothing"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		cr_assert_eq(measure(rows[i].bytes, rows[i].len), rows[i].measured, "%s",
			     rows[i].why);
}
