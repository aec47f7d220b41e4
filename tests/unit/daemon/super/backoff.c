// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/super/backoff.h"

#include <criterion/criterion.h>

Test(backoff, grows_and_forgets)
{
	static const struct {
		uint32_t last;
		uint64_t uptime;
		uint32_t expected;
		const char *why;
	} cases[] = {
		{0, 0, 200, "first"},
		{200, 0, 400, "doubles"},
		{200, 59999, 400, "not yet healthy"},
		{12800, 0, 25600, "doubles"},
		{25600, 0, 30000, "ends"},
		{30000, 0, 30000, "ends"},
		{UINT32_MAX, 0, 30000, "no overflow"},
		{30000, 60000, 200, "was healthy"},
		{30000, UINT64_MAX, 200, "was healthy for long"},
	};
	unsigned int i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(vdt_backoff(cases[i].last, cases[i].uptime), cases[i].expected, "%s",
			     cases[i].why);
}
