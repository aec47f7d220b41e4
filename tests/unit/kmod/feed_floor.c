// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <stdio.h>

#include "kmod/feed_floor.h"
#include "kmod/policy_parse.h"
#include "kmod/rules.h"

static const struct vdt_policy policy = {
	.n_sets = 3,
	.sets = {{.name = "lan"}, {.name = "bad", .feed = 1}, {.name = "worse", .feed = 1}},
};

static struct vdt_rules rules_with(u64 bad, u64 worse)
{
	struct vdt_rules rules = {.policy = &policy};

	rules.feeds[1].version = bad;
	rules.feeds[2].version = worse;
	return rules;
}

Test(feed_floor, never_goes_down)
{
	struct vdt_feed_floors floors = {};
	struct vdt_rules at_5_7 = rules_with(5, 7), at_4_8 = rules_with(4, 8),
			 at_5_8 = rules_with(5, 8), at_5_7_again = rules_with(5, 7);
	const char *why = NULL;

	cr_assert_eq(vdt_feed_floors_check(&floors, &at_5_7, &why), 0);
	vdt_feed_floors_raise(&floors, &at_5_7);
	cr_expect_eq(vdt_feed_floors_check(&floors, &at_4_8, &why), -ESTALE);
	cr_expect_not_null(why);
	cr_expect_eq(vdt_feed_floors_check(&floors, &at_5_7, &why), 0, "the same stays good");
	cr_assert_eq(vdt_feed_floors_check(&floors, &at_5_8, &why), 0);
	vdt_feed_floors_raise(&floors, &at_5_8);
	cr_expect_eq(vdt_feed_floors_check(&floors, &at_5_7_again, &why), -ESTALE);
}

Test(feed_floor, full_refuses_new_names_and_forgets_none)
{
	struct vdt_feed_floors floors = {};
	struct vdt_rules known = rules_with(2, 2), old = rules_with(1, 2);
	const char *why = NULL;

	vdt_feed_floors_raise(&floors, &known);
	for (int i = 2; i < VDT_FEED_FLOORS_MAX; i++) {
		snprintf(floors.floor[i].name, sizeof(floors.floor[i].name), "feed-%d", i);
		floors.floor[i].version = 1;
	}
	cr_expect_eq(vdt_feed_floors_check(&floors, &known, &why), 0);
	cr_expect_eq(vdt_feed_floors_check(&floors, &old, &why), -ESTALE);
	snprintf(floors.floor[0].name, sizeof(floors.floor[0].name), "another");
	cr_expect_eq(vdt_feed_floors_check(&floors, &known, &why), -E2BIG, "no place for bad");
	cr_expect_not_null(why);
}
