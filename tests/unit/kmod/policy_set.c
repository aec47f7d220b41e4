// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "tests/unit/kmod/refused.h"

static void set_twice(void)
{
	blob_head(&b);
	blob_set(&b, "lan", NULL, 0, NULL, 0);
	blob_set(&b, "lan", NULL, 0, NULL, 0);
}

static void set_unsorted(void)
{
	static const uint8_t v4[] = {10, 0, 0, 2, 32, 10, 0, 0, 1, 32};

	blob_head(&b);
	blob_set(&b, "lan", v4, sizeof(v4), NULL, 0);
}

static void set_empty_list(void)
{
	blob_head(&b);
	blob_set(&b, "lan", "", 0, NULL, 0);
}

static void set_uneven(void)
{
	blob_head(&b);
	blob_set(&b, "lan", blob_lan4, 4, NULL, 0);
}

static void sets_too_many(void)
{
	char name[] = "aa";

	blob_head(&b);
	for (int i = 0; i <= VDT_SETS_MAX; i++) {
		name[0] = (char)('a' + i / 26);
		name[1] = (char)('a' + i % 26);
		blob_set(&b, name, NULL, 0, NULL, 0);
	}
}

static void prefixes_too_many(void)
{
	static uint8_t v4[5 * (VDT_PREFIXES4_MAX + 1)];

	for (int i = 0; i <= VDT_PREFIXES4_MAX; i++) {
		v4[5 * i + 2] = (uint8_t)(i >> 8);
		v4[5 * i + 3] = (uint8_t)i;
		v4[5 * i + 4] = 32;
	}
	blob_head(&b);
	blob_set(&b, "lan", v4, sizeof(v4), NULL, 0);
}

static void deny_unknown(void)
{
	blob_head(&b);
	blob_text(&b, VEDETTE_A_POLICY_DENY, "lan");
}

static void deny_twice(void)
{
	blob_head(&b);
	blob_set(&b, "lan", NULL, 0, NULL, 0);
	blob_text(&b, VEDETTE_A_POLICY_DENY, "lan");
	blob_text(&b, VEDETTE_A_POLICY_DENY, "lan");
}

static void deny_open_end(void)
{
	blob_head(&b);
	blob_set(&b, "lan", NULL, 0, NULL, 0);
	blob_put(&b, VEDETTE_A_POLICY_DENY, "lan", 3);
}

static void feed_zero(void)
{
	blob_head(&b);
	blob_feed(&b, "threats", 0);
}

static void feed_largest(void)
{
	blob_head(&b);
	blob_feed(&b, "threats", (uint64_t)VDT_VERSION_MAX + 1);
}

static void feed_and_list(void)
{
	size_t at;

	blob_head(&b);
	at = blob_nest(&b, VEDETTE_A_POLICY_SET);
	blob_text(&b, VEDETTE_A_PREFIXES_NAME, "threats");
	blob_put(&b, VEDETTE_A_PREFIXES_IPV4, blob_lan4, sizeof(blob_lan4));
	blob_u64(&b, VEDETTE_A_PREFIXES_FEED, 7);
	blob_nest_end(&b, at);
}

static void feeds_too_many(void)
{
	char name[] = "a";

	blob_head(&b);
	for (int i = 0; i <= VDT_FEEDS_MAX; i++, name[0]++)
		blob_feed(&b, name, 7);
}

static const struct refused refused[] = {
	{set_twice, -EEXIST, "set name: used by an earlier set"},
	{set_unsorted, -EINVAL, "set: prefixes are not in strictly ascending order"},
	{set_empty_list, -EINVAL, "set: an empty list of prefixes, leave it out"},
	{set_uneven, -EINVAL, "set: length is not a multiple of a prefix"},
	{sets_too_many, -E2BIG, "set: more sets than fit"},
	{prefixes_too_many, -E2BIG, "set: more prefixes than fit"},
	{feed_zero, -EINVAL, "set feed: wrong length or value"},
	{feed_largest, -EINVAL, "set feed: version above 2^63 - 1"},
	{feed_and_list, -EINVAL, "set feed: a feed brings its prefixes itself"},
	{feeds_too_many, -E2BIG, "set feed: more feeds than fit"},
	{deny_unknown, -ENOENT, "deny, from, to: no set of this name"},
	{deny_twice, -EEXIST, "deny, from, to: a set given twice"},
	{deny_open_end, -EINVAL, "name: not of the form [a-z][a-z0-9_-]*"},
};

Test(policy_set, refuses_with_its_reason)
{
	check_refused(refused, ARRAY_SIZE(refused));
}
