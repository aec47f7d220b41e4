// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include <criterion/criterion.h>

#include "tools/vedette/duration.h"

static const struct {
	const char *text;
	int expected;
	uint32_t seconds;
} cases[] = {
	{"1s", 0, 1},
	{"30s", 0, 30},
	{"5m", 0, 300},
	{"2h", 0, 7200},
	{"365d", 0, 31536000},
	{"366d", -EINVAL, 0},
	{"31536001s", -EINVAL, 0},
	{"18446744073709551617s", -EINVAL, 0},
	{"71582789m", -EINVAL, 0},
	{"0s", -EINVAL, 0},
	{"-1s", -EINVAL, 0},
	{"+1s", -EINVAL, 0},
	{" 1s", -EINVAL, 0},
	{"1", -EINVAL, 0},
	{"1m30s", -EINVAL, 0},
	{"1.5h", -EINVAL, 0},
	{"s", -EINVAL, 0},
	{"", -EINVAL, 0},
};

Test(duration, as_people_write_it)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t seconds = 0;

		cr_expect_eq(vdt_duration_parse(cases[i].text, 31536000, &seconds),
			     cases[i].expected, "'%s'", cases[i].text);
		cr_expect_eq(seconds, cases[i].seconds, "'%s'", cases[i].text);
	}
}
