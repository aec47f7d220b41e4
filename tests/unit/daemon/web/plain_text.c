// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/plain_text.h"

#include <criterion/criterion.h>

Test(plain_text, texts)
{
	static const struct {
		const char *text;
		bool expected;
		const char *why;
	} cases[] = {
		{"", true, "nothing"},
		{"Gate 3 <b>&\"'", true, "what a page must escape is text"},
		{"\xd1\x8e\xe4\xb8\xad\xf0\x9f\x8e\xa5", true, "two, three and four bytes"},
		{"\xc2\xa0", true, "the first behind C1"},
		{"\xf4\x8f\xbf\xbd", true, "the last plane"},
		{"a\nb", false, "a new line in a log"},
		{"a\rb", false, "the same"},
		{"a\tb", false, "a column in a log"},
		{"\x1b[31m", false, "a command to a terminal"},
		{"\x7f", false, "DEL"},
		{"\xc2\x9b"
		 "31m",
		 false, "the same command in C1"},
		{"\xe2\x80\xa8", false, "line separator"},
		{"\xe2\x80\xae"
		 "gpj",
		 false, "right-to-left override"},
		{"\xe2\x81\xa6", false, "isolate"},
		{"\xef\xbb\xbf", false, "byte order mark"},
		{"\xc0\xaf", false, "overlong"},
		{"\xe0\x80\x8a", false, "overlong new line"},
		{"\xf0\x80\x80\x8a", false, "the same in four bytes"},
		{"\xed\xa0\x80", false, "surrogate"},
		{"\xf4\x90\x80\x80", false, "behind the last plane"},
		{"\xff", false, "no lead byte"},
		{"\x80", false, "no lead byte"},
		{"\xe4\xb8", false, "cut"},
		{"\xf0\x9f\x8e", false, "cut"},
		{"\xc3(", false, "cut by a letter"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_assert_eq(vdt_plain_text(cases[i].text), cases[i].expected, "%s", cases[i].why);
}
