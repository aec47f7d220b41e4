// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/password_rule.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define EIGHT "zQ8 vJkw"
#define LONG_128 \
	"Kx7mVq2tKx7mVq2tKx7mVq2tKx7mVq2tKx7mVq2tKx7mVq2tKx7mVq2tKx7mVq2t" \
	"Kx7mVq2tKx7mVq2tKx7mVq2tKx7mVq2tKx7mVq2tKx7mVq2tKx7mVq2tKx7mVq2t"

Test(password_rule, table)
{
	static const struct {
		const char *password;
		unsigned int least;
		const char *expected; /* part of what is told; NULL: it may be */
		const char *why;
	} cases[] = {
		{"", 0, "shorter than 8", "none"},
		{"zQ8 vJk", 0, "shorter than 8", "seven"},
		{"zQ8 vJk", 4, "shorter than 8", "the floor cannot be lowered"},
		{EIGHT, 0, NULL, "eight of four classes"},
		{EIGHT, 8, NULL, "as many as asked for"},
		{EIGHT, 9, "too short", "one less than asked for"},
		{EIGHT, 12, "too short", "the default"},
		{"zqkvwjxp", 0, "two of", "one class: lower"},
		{"ZQKVWJXP", 0, "two of", "one class: upper"},
		{"84720561", 0, "two of", "one class: digits"},
		{"#?;:,.-_", 0, "two of", "one class: others"},
		{"zqkvwjxP", 0, NULL, "lower and upper"},
		{"zqkvwjx8", 0, NULL, "lower and digit"},
		{"zqkv wjx", 0, NULL, "lower and space"},
		{"8472;0561", 0, NULL, "digits and others"},
		{"\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa9\xc3\xa8\xc3\xaa", 0, "shorter than 8",
		 "seven characters in fourteen bytes"},
		{"z\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa9\xc3\xa8\xc3\xaa", 0, NULL,
		 "eight characters"},
		{LONG_128, 12, NULL, "128 bytes"},
		{LONG_128 "x", 12, "longer than 128", "129 bytes"},
		{"zQ8 vJkw\n", 0, "control", "a line end"},
		{"zQ8 vJkw\x7f", 0, "control", "DEL"},
		{"zQ8 vJkw\xc2\x85", 0, "control", "a line end of C1"},
		{"zQ8 vJkw\xff", 0, "UTF-8", "no such byte"},
		{"zQ8 vJkw\xc3", 0, "UTF-8", "half a character"},
		{"zQ8 vJkw\xc0\xaf", 0, "UTF-8", "too long a form"},
		{"zQ8 vJkw\xe0\x80\xaf", 0, "UTF-8", "too long a form of three"},
		{"zQ8 vJkw\xed\xa0\x80", 0, "UTF-8", "a surrogate"},
		{"zQ8 vJkw\xf4\x90\x80\x80", 0, "UTF-8", "beyond Unicode"},
		{"zQ8 vJkw\xf0\x9f\x94\x92", 0, NULL, "four bytes"},
		{"Password1234", 12, "tried first", "the most used one"},
		{"P@ssw0rd1234!", 12, "tried first", "in disguise"},
		{"passwordPASSWORD1", 12, "tried first", "twice"},
		{"MyPassword2026", 12, "tried first", "with a bit of one's own"},
		{"Admin12345678!", 12, "tried first", "of cameras"},
		{"Hikvision2026!", 12, "tried first", "the maker's name and a year"},
		{"vedette-camera-1", 12, "tried first", "ours"},
		{"qwertyuiop[]1", 12, "tried first", "a row of keys"},
		{"1q2w3e4r5t6y", 12, "tried first", "half a walk and four of its own"},
		{"doorbell-doorbell", 12, NULL, "not the account's name"},
		{"LobbyCam-2026", 12, "tried first", "the account's name"},
		{"correct horse battery", 12, NULL, "four words that nobody tries first"},
		{"Password-ruel4Ahx", 12, NULL, "enough of one's own beside it"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = vdt_password_rule(cases[i].password, "lobbycam", cases[i].least);

		if (!cases[i].expected)
			cr_assert_null(got, "%s: %s", cases[i].why, got);
		else
			cr_assert(got && strstr(got, cases[i].expected), "%s: %s", cases[i].why,
				  got ? got : "taken");
	}
}

/* The texts name the bounds. */
Test(password_rule, texts_tell_the_bounds)
{
	char text[64];

	snprintf(text, sizeof(text), "shorter than %d characters", VDT_RULE_FLOOR);
	cr_assert_not_null(strstr(vdt_password_rule("", "x", 0), text));
	snprintf(text, sizeof(text), "longer than %d bytes", VDT_RULE_MOST);
	cr_assert_not_null(strstr(vdt_password_rule(LONG_128 "x", "x", 0), text));
}
