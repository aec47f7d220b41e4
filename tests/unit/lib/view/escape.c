// SPDX-License-Identifier: BSD-3-Clause
#include <string.h>

#include <criterion/criterion.h>

#include "lib/view/escape.h"

static const struct {
	const char *text, *expected, *why;
} rows[] = {
	{"plain /usr/bin/x", "plain /usr/bin/x", "printable stays"},
	{"\033[2J", "\\x1b[2J", "the terminal is not steered"},
	{"a\nb\tc\r", "a\\x0ab\\x09c\\x0d", "one line stays one line"},
	{"\x7f", "\\x7f", "delete"},
	{"back\\slash", "back\\\\slash", "what was escaped can be told from what was not"},
	{"\xc2\x9b", "\\xc2\\x9b", "a control character in UTF-8"},
	{"\xe2\x80\xae", "\\xe2\\x80\\xae", "right-to-left override"},
	{"", "", "nothing"},
};

Test(escape, table)
{
	char safe[VDT_ESCAPED(64)];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		vdt_escape(rows[i].text, safe, sizeof(safe));
		cr_expect_str_eq(safe, rows[i].expected, "%s", rows[i].why);
	}
}

Test(escape, cut_between_escapes)
{
	char safe[8];

	vdt_escape("\x01\x02", safe, sizeof(safe));
	cr_expect_str_eq(safe, "\\x01", "the second does not fit whole");
	vdt_escape("\x01\x02", safe, 4);
	cr_expect_str_empty(safe);
}

Test(escape, room_is_enough_for_every_byte)
{
	char text[256], safe[VDT_ESCAPED(255)];

	for (int i = 0; i < 255; i++)
		text[i] = i + 1;
	text[255] = '\0';
	vdt_escape(text, safe, sizeof(safe));
	cr_assert_str_eq(safe + strlen(safe) - 4, "\\xff");
}

Test(escape, hex)
{
	const uint8_t bytes[] = {0x00, 0x9f, 0xff};
	char text[7];

	vdt_hex(bytes, sizeof(bytes), text);
	cr_assert_str_eq(text, "009fff");
}
