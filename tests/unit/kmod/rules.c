// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/addr.h"
#include "kmod/feed.h"
#include "kmod/policy_parse.h"
#include "kmod/prefix_set.h"
#include "kmod/rules.h"

static const u8 net10[] = {10, 0, 0, 0, 8};
static const u8 net20[] = {20, 0, 0, 0, 8};
static const u8 net30[] = {30, 0, 0, 0, 8};
static const u8 crooked[] = {20, 0, 0, 1, 8};
static const u8 digest[VDT_FEED_DIGEST] = {7};

#define PACKED(x) \
	{ \
		.ipv4 = (x), .ipv4_len = sizeof(x) \
	}

/* Set 0 is inline, 1 and 2 are feeds. */
static const struct vdt_policy first = {
	.n_sets = 3,
	.sets = {{.name = "lan", .prefixes = PACKED(net10)},
		 {.name = "bad", .feed = 5},
		 {.name = "worse", .feed = 1}},
};

/* The same feeds in other places, bad a newer one. */
static const struct vdt_policy second = {
	.n_sets = 2,
	.sets = {{.name = "worse", .feed = 1}, {.name = "bad", .feed = 6}},
};

static const struct vdt_feed bad4 = {"bad", 4, PACKED(net20), digest};
static const struct vdt_feed bad5 = {"bad", 5, PACKED(net20), digest};
static const struct vdt_feed bad5_crooked = {"bad", 5, PACKED(crooked), digest};
static const struct vdt_feed bad6 = {"bad", 6, PACKED(net30), digest};
static const struct vdt_feed worse1 = {"worse", 1, PACKED(net30), digest};
static const struct vdt_feed other = {"other", 9, PACKED(net30), digest};
static const struct vdt_feed lan = {"lan", 9, PACKED(net30), digest};

static u64 sets_of(const struct vdt_rules *rules, u8 first_byte)
{
	const u8 bytes[4] = {first_byte, 1, 2, 3};
	struct vdt_addr addr = vdt_addr_from_v4(bytes);

	return vdt_prefix_lookup(rules->prefixes, &addr);
}

static void make_first(struct vdt_rules *ret_rules)
{
	const struct vdt_rules_feed feeds[] = {{&worse1, digest}, {&bad5, digest}};
	const char *why;

	cr_assert_eq(vdt_rules_init(ret_rules, &first, feeds, 2, NULL, &why), 0, "%s", why);
}

Test(rules, feeds_stand_for_their_sets)
{
	struct vdt_rules rules;

	make_first(&rules);
	cr_expect_eq(sets_of(&rules, 10), 1);
	cr_expect_eq(sets_of(&rules, 20), 2);
	cr_expect_eq(sets_of(&rules, 30), 4);
	cr_expect_eq(sets_of(&rules, 40), 0);
	cr_expect_eq(rules.feeds[0].version, 0, "an inline set is no feed");
	cr_expect_eq(rules.feeds[1].version, 5);
	cr_expect_eq(rules.feeds[1].prefixes, 1);
	cr_expect_arr_eq(rules.feeds[1].digest, digest, sizeof(digest));
	vdt_rules_done(&rules);
}

Test(rules, feed_that_is_not_given_again_is_kept_in_its_new_place)
{
	const struct vdt_rules_feed feeds[] = {{&bad6, digest}};
	struct vdt_rules before, rules;
	const char *why;

	make_first(&before);
	cr_assert_eq(vdt_rules_init(&rules, &second, feeds, 1, &before, &why), 0, "%s", why);
	vdt_rules_done(&before);
	cr_expect_eq(sets_of(&rules, 30), 3, "worse is kept as set 0, bad now holds the same");
	cr_expect_eq(sets_of(&rules, 20), 0, "the bad of before is gone");
	cr_expect_eq(rules.feeds[0].version, 1);
	cr_expect_eq(rules.feeds[0].prefixes, 1);
	vdt_rules_done(&rules);
}

Test(rules, refusals)
{
	static const struct {
		const struct vdt_policy *policy;
		const struct vdt_feed *feeds[3];
		bool before;
		int err;
		const char *why;
	} rows[] = {
		{&first, {&worse1}, false, -ENOENT, "bad is nowhere"},
		{&first, {&worse1, &bad4}, false, -ESTALE, "below what the policy asks for"},
		{&first, {&worse1, &bad5, &bad6}, false, -EEXIST, "bad twice"},
		{&first, {&worse1, &bad5, &other}, false, -ENOENT, "a feed that is not named"},
		{&first, {&worse1, &bad5, &lan}, false, -ENOENT, "an inline set is not a feed"},
		{&first, {&worse1, &bad5_crooked}, false, -EINVAL, "a prefix that is none"},
		{&second, {NULL}, true, -ESTALE, "the one in force is too old for the new policy"},
		{&first, {&bad4}, true, -ESTALE, "below the one in force"},
	};
	struct vdt_rules before, rules;

	make_first(&before);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct vdt_rules_feed feeds[3];
		const char *why = NULL;
		unsigned int n = 0;

		for (; n < 3 && rows[i].feeds[n]; n++)
			feeds[n] = (struct vdt_rules_feed){rows[i].feeds[n], digest};
		cr_expect_eq(vdt_rules_init(&rules, rows[i].policy, feeds, n,
					    rows[i].before ? &before : NULL, &why),
			     rows[i].err, "%s", rows[i].why);
		cr_expect_not_null(why, "%s", rows[i].why);
	}
	vdt_rules_done(&before);
}
