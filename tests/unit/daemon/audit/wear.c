// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/wear.h"

#include <criterion/criterion.h>

#define SECOND 1000000000ull
#define DAY    (86400 * SECOND)

static struct vdt_wear wear;

Test(wear, a_day_s_worth)
{
	vdt_wear_init(&wear, 86400, 5);
	cr_assert_not(vdt_wear_is_out(&wear, 5));
	vdt_wear_spend(&wear, 86400, 5);
	cr_assert(vdt_wear_is_out(&wear, 5));
	cr_assert(vdt_wear_is_out(&wear, 5 + SECOND / 2), "not a whole byte yet");
	cr_assert_not(vdt_wear_is_out(&wear, 5 + SECOND), "a byte a second");
	vdt_wear_spend(&wear, 1, 5 + SECOND);
	cr_assert(vdt_wear_is_out(&wear, 5 + SECOND));
}

Test(wear, saves_no_more_than_a_day)
{
	vdt_wear_init(&wear, 1000, 0);
	vdt_wear_spend(&wear, 1000, 400 * DAY);
	cr_assert(vdt_wear_is_out(&wear, 400 * DAY));
}

Test(wear, debt_ends)
{
	vdt_wear_init(&wear, 1000, 0);
	for (int i = 0; i < 100; i++)
		vdt_wear_spend(&wear, 1000, 0);
	cr_assert(vdt_wear_is_out(&wear, DAY));
	cr_assert_not(vdt_wear_is_out(&wear, DAY + DAY / 10));
}

/* Asked all the time, it fills as fast. */
Test(wear, is_not_worn_by_looking)
{
	vdt_wear_init(&wear, 1000, 0);
	vdt_wear_spend(&wear, 1000, 0);
	for (uint64_t now = 0; now < DAY; now += 7 * SECOND)
		vdt_wear_is_out(&wear, now);
	cr_assert_gt(wear.left, 900);
}
