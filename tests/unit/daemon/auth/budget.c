// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/budget.h"

#include <criterion/criterion.h>

#include "lib/base/clock.h"

static unsigned int take_all(struct vdt_budget *budget, uint64_t now)
{
	unsigned int n = 0;

	while (vdt_budget_take(budget, now))
		cr_assert_lt(n++, 1000);
	return n;
}

Test(budget, burst_then_rate)
{
	struct vdt_budget budget = {.burst = 5, .every = VDT_NS_PER_SECOND / 2};
	uint64_t now = 50 * VDT_NS_PER_SECOND;

	cr_assert_eq(take_all(&budget, now), 5);
	cr_assert_eq(take_all(&budget, now + VDT_NS_PER_SECOND / 2 - 1), 0);
	cr_assert_eq(take_all(&budget, now + VDT_NS_PER_SECOND / 2), 1);
	cr_assert_eq(take_all(&budget, now + VDT_NS_PER_SECOND), 1);
	cr_assert_eq(take_all(&budget, now + 100 * VDT_NS_PER_SECOND), 5,
		     "never more than the burst");
}
