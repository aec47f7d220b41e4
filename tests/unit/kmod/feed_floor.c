// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <stdio.h>

#include "kmod/feed.h"
#include "kmod/feed_floor.h"
#include "kmod/rules.h"

#define FEED(n, v) (&(const struct vdt_feed){.name = (n), .version = (v)})

static int check(const struct vdt_feed_floors *floors, const struct vdt_feed *one,
		 const struct vdt_feed *two)
{
	const struct vdt_rules_feed feeds[] = {{one, NULL}, {two, NULL}};
	const char *why = NULL;
	int err = vdt_feed_floors_check(floors, feeds, 2, &why);

	cr_expect_eq(!err, !why);
	return err;
}

static void raise_to(struct vdt_feed_floors *floors, const struct vdt_feed *one,
		     const struct vdt_feed *two)
{
	const struct vdt_rules_feed feeds[] = {{one, NULL}, {two, NULL}};

	vdt_feed_floors_raise(floors, feeds, 2);
}

Test(feed_floor, never_goes_down)
{
	struct vdt_feed_floors floors = {};

	cr_assert_eq(check(&floors, FEED("bad", 5), FEED("worse", 7)), 0);
	raise_to(&floors, FEED("bad", 5), FEED("worse", 7));
	cr_expect_eq(check(&floors, FEED("bad", 4), FEED("worse", 8)), -ESTALE);
	cr_expect_eq(check(&floors, FEED("bad", 5), FEED("worse", 7)), 0, "the same stays good");
	raise_to(&floors, FEED("bad", 5), FEED("worse", 8));
	cr_expect_eq(check(&floors, FEED("bad", 5), FEED("worse", 7)), -ESTALE);
}

Test(feed_floor, full_refuses_new_names_and_forgets_none)
{
	struct vdt_feed_floors floors = {};

	raise_to(&floors, FEED("bad", 2), FEED("worse", 2));
	for (int i = 2; i < VDT_FEED_FLOORS_MAX - 1; i++) {
		snprintf(floors.floor[i].name, sizeof(floors.floor[i].name), "feed-%d", i);
		floors.floor[i].version = 1;
	}
	cr_expect_eq(check(&floors, FEED("bad", 2), FEED("worse", 3)), 0, "known names");
	cr_expect_eq(check(&floors, FEED("bad", 2), FEED("new", 1)), 0, "the last place");
	cr_expect_eq(check(&floors, FEED("new", 1), FEED("newer", 1)), -E2BIG, "one too many");
	cr_expect_eq(check(&floors, FEED("bad", 1), FEED("worse", 3)), -ESTALE);
}
