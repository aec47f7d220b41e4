// SPDX-License-Identifier: BSD-3-Clause
#include <stdio.h>

#include <criterion/criterion.h>

#include "kmod/ban_table.h"

#include "tests/unit/kmod/addresses.h"

static const siphash_key_t key = {{1, 2}};

enum { MINUTE = 60, DAY = 86400 };

#define START (1000 * VDT_SECOND)

static int add_for(struct vdt_ban_table *table, const char *source, u32 seconds, bool spare,
		   u64 now, struct vdt_ban *ret_ban)
{
	struct vdt_addr addr = address(source);
	const struct vdt_ban_wish wish = {
		.source = &addr, .text = "test", .seconds = seconds, .spare = spare};
	const char *why;

	return vdt_ban_add(table, &wish, now, ret_ban, &why);
}

static struct vdt_ban add(struct vdt_ban_table *table, const char *source, u64 now)
{
	struct vdt_ban ban;

	cr_assert_eq(add_for(table, source, 0, true, now, &ban), 0, "%s", source);
	return ban;
}

static bool banned(const struct vdt_ban_table *table, const char *source, u64 now)
{
	struct vdt_addr addr = address(source);
	bool spare;

	return vdt_ban_find(table, &addr, now, &spare) >= 0;
}

static u32 count(const struct vdt_ban_table *table, u64 now)
{
	struct vdt_ban ban;
	u32 place = 0, n = 0;

	while (vdt_ban_next(table, &place, now, &ban))
		n++;
	return n;
}

Test(ban_table, whom_a_ban_hits)
{
	static const struct {
		const char *banned, *source;
		u8 bits;
		bool hit;
		const char *why;
	} cases[] = {
		{"192.0.2.1", "192.0.2.1", 32, true, "the address itself"},
		{"192.0.2.1", "192.0.2.2", 32, false, "not its neighbour"},
		{"192.0.2.1", "::ffff:192.0.2.1", 32, true, "the mapped form is the same value"},
		{"::ffff:192.0.2.1", "192.0.2.1", 32, true, "and the other way"},
		{"2001:db8:0:1::1", "2001:db8:0:1:ffff::", 64, true, "a host has its whole /64"},
		{"2001:db8:0:1::1", "2001:db8:0:2::1", 64, false, "not the next /64"},
		{"fe80::1", "fe80::1", 128, true, "link-local counts whole"},
		{"fe80::1", "fe80::2", 128, false, "fe80::/64 is everybody on the link"},
		{"::2", "192.0.2.1", 64, false, "::/64 is not all of IPv4"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vdt_ban_table *table = vdt_ban_table_new(&key);
		struct vdt_ban ban = add(table, cases[i].banned, START);

		cr_assert_eq(ban.bits, cases[i].bits, "%s", cases[i].why);
		cr_assert_eq(banned(table, cases[i].source, START), cases[i].hit, "%s",
			     cases[i].why);
		vdt_ban_table_free(table);
	}
}

Test(ban_table, whom_nobody_may_ban)
{
	static const char *const never[] = {
		"127.0.0.1", "127.255.0.9", "::1",	 "::ffff:127.0.0.1", "0.0.0.0",
		"0.1.2.3",   "::",	    "224.0.0.1", "255.255.255.255",  "ff02::1",
	};
	struct vdt_ban_table *table = vdt_ban_table_new(&key);
	struct vdt_ban ban;

	for (size_t i = 0; i < ARRAY_SIZE(never); i++)
		cr_assert_eq(add_for(table, never[i], 60, false, START, &ban), -EINVAL, "%s",
			     never[i]);
	cr_assert(vdt_ban_table_empty(table));
	vdt_ban_table_free(table);
}

Test(ban_table, grows_with_every_offence_and_forgives_after_quiet)
{
	static const u32 grown[] = {MINUTE, 5 * MINUTE, 30 * MINUTE, 240 * MINUTE, DAY, DAY};
	struct vdt_ban_table *table = vdt_ban_table_new(&key);
	struct vdt_ban ban = {};
	u64 now = START;

	for (size_t i = 0; i < ARRAY_SIZE(grown); i++) {
		ban = add(table, "192.0.2.1", now);
		cr_assert_eq(ban.until - now, grown[i] * VDT_SECOND, "offence %zu", i);
		cr_assert_eq(ban.offences, i + 1);
		cr_assert(banned(table, "192.0.2.1", ban.until - 1));
		cr_assert_not(banned(table, "192.0.2.1", ban.until));
		now = ban.until;
	}
	ban = add(table, "192.0.2.1", now + VDT_BAN_QUIET_NS - 1);
	cr_assert_eq(ban.offences, 7, "not quiet for long enough");
	ban = add(table, "192.0.2.1", ban.until + VDT_BAN_QUIET_NS);
	cr_assert_eq(ban.offences, 1, "forgiven");
	vdt_ban_table_free(table);
}

Test(ban_table, a_ban_in_force_never_gets_shorter_or_milder)
{
	struct vdt_ban_table *table = vdt_ban_table_new(&key);
	struct vdt_ban ban;

	cr_assert_eq(add_for(table, "192.0.2.1", DAY, false, START, &ban), 0);
	cr_assert_eq(add_for(table, "192.0.2.1", 1, true, START, &ban), 0);
	cr_assert_eq(ban.until, START + DAY * VDT_SECOND);
	cr_assert_not(ban.spare, "a program does not soften what a person said");
	vdt_ban_table_free(table);
}

Test(ban_table, four_networks_of_a_site_ban_the_site)
{
	struct vdt_ban_table *table = vdt_ban_table_new(&key);
	struct vdt_ban ban;

	add(table, "2001:db8:1:1::1", START);
	add(table, "2001:db8:1:2::1", START);
	cr_assert_eq(add_for(table, "2001:db8:1:9::1", DAY, false, START, &ban), 0);
	ban = add(table, "2001:db8:1:3::1", START);
	cr_assert_eq(ban.bits, 64, "what a person banned is no evidence");
	cr_assert_not(banned(table, "2001:db8:1:4::1", START));
	ban = add(table, "2001:db8:1:4::1", START);
	cr_assert_eq(ban.bits, 48);
	cr_assert(ban.spare);
	cr_assert_eq(count(table, START), 2, "one instead of four, and the one by hand");
	cr_assert(banned(table, "2001:db8:1:ffff::1", START));
	cr_assert_not(banned(table, "2001:db8:2:1::1", START));
	cr_assert_not(banned(table, "2001:db8:1:ffff::1", ban.until));

	for (char net[] = "2001:db8:1:1::1"; net[11] <= '4'; net[11]++)
		ban = add(table, net, ban.until);
	cr_assert_eq(ban.bits, 64, "those before have ended by then");
	vdt_ban_table_free(table);
}

Test(ban_table, a_site_that_offends_again_is_banned_for_longer)
{
	struct vdt_ban_table *table = vdt_ban_table_new(&key);
	struct vdt_ban ban = {.until = START};

	for (u32 times = 1; times <= 2; times++) {
		u64 now = ban.until;

		for (char net[] = "2001:db8:1:1::1"; net[11] <= '4'; net[11]++)
			ban = add(table, net, now);
		cr_assert_eq(ban.bits, 48);
		cr_assert_eq(ban.offences, times);
		cr_assert_eq(ban.until - now, (times == 1 ? 1 : 5) * MINUTE * VDT_SECOND);
	}
	vdt_ban_table_free(table);
}

Test(ban_table, no_unique_local_site_is_banned_whole)
{
	struct vdt_ban_table *table = vdt_ban_table_new(&key);

	for (char net[] = "fd00:0:0:1::1"; net[9] <= '9'; net[9]++)
		cr_assert_eq(add(table, net, START + (u64)net[9]).bits, 64);
	cr_assert_eq(count(table, START), VDT_BAN_NETS_MAX, "and has its share of places");
	vdt_ban_table_free(table);
}

Test(ban_table, a_site_takes_no_more_than_its_share)
{
	struct vdt_ban_table *table = vdt_ban_table_new(&key);
	struct vdt_ban ban;
	char net[32];
	int refused = 0;

	cr_assert_eq(add_for(table, "2001:db8:1:1::1", DAY, false, START, &ban), 0);
	for (u32 i = 2; i < 1000; i++) {
		snprintf(net, sizeof(net), "2001:db8:1:%x::1", i);
		refused += add_for(table, net, 60, false, START, &ban) == -ENOSPC;
	}
	cr_assert_eq(count(table, START), VDT_BAN_NETS_MAX);
	cr_assert_eq(refused, 1000 - 1 - VDT_BAN_NETS_MAX);
	cr_assert_eq(vdt_ban_overflows(table), refused, "all are counted");
	cr_assert(banned(table, "2001:db8:1:1::1", START), "the long one stays");
	cr_assert_eq(add_for(table, net, 61, false, START, &ban), 0, "a longer one makes room");
	cr_assert(banned(table, "2001:db8:1:1::1", START));
	cr_assert_eq(count(table, START), VDT_BAN_NETS_MAX);
	vdt_ban_table_free(table);
}

Test(ban_table, a_flood_of_sources_is_bounded_and_moves_no_longer_ban)
{
	enum { FLOOD = 100000, PLACES = VDT_BAN_BUCKETS * VDT_BAN_WAYS };
	struct vdt_ban_table *table = vdt_ban_table_new(&key);
	struct vdt_ban ban;
	char source[32];

	cr_assert_eq(add_for(table, "192.0.2.1", DAY, false, START, &ban), 0);
	for (u32 i = 0; i < FLOOD; i++) {
		snprintf(source, sizeof(source), "10.%u.%u.%u", i >> 16, i >> 8 & 0xff, i & 0xff);
		add_for(table, source, 0, true, START, &ban);
	}
	cr_assert_eq(count(table, START), PLACES);
	cr_assert_eq(vdt_ban_overflows(table), FLOOD + 1 - PLACES);
	cr_assert(banned(table, "192.0.2.1", START));
	vdt_ban_table_free(table);
}

Test(ban_table, lifts_all_that_a_source_is_under)
{
	struct vdt_ban_table *table = vdt_ban_table_new(&key);
	struct vdt_addr source = address("2001:db8:1:1::1");
	struct vdt_ban ban;

	cr_assert_eq(vdt_ban_lift(table, &source, START, &ban), -ENOENT);
	for (char net[] = "2001:db8:1:1::1"; net[11] <= '4'; net[11]++)
		add(table, net, START);
	cr_assert_eq(add_for(table, "2001:db8:1:1::1", DAY, false, START, &ban), 0);
	cr_assert_eq(vdt_ban_lift(table, &source, START, &ban), 0);
	cr_assert_eq(ban.bits, 64);
	cr_assert_str_eq(ban.text, "test");
	cr_assert_eq(vdt_ban_lift(table, &source, START, &ban), 0);
	cr_assert_eq(ban.bits, 48);
	cr_assert_eq(vdt_ban_lift(table, &source, START, &ban), -ENOENT);
	cr_assert(vdt_ban_table_empty(table));
	cr_assert_eq(add(table, "2001:db8:1:1::1", START).offences, 1,
		     "its offences are forgotten");
	vdt_ban_table_free(table);
}

Test(ban_table, one_that_spares_nobody_goes_before)
{
	struct vdt_ban_table *table = vdt_ban_table_new(&key);
	struct vdt_addr source = address("2001:db8:1:1::1");
	struct vdt_ban ban;
	bool spare;

	for (char net[] = "2001:db8:1:1::1"; net[11] <= '4'; net[11]++)
		add(table, net, START);
	cr_assert_geq(vdt_ban_find(table, &source, START, &spare), 0);
	cr_assert(spare);
	cr_assert_eq(add_for(table, "2001:db8:1:1::1", DAY, false, START, &ban), 0);
	vdt_ban_count(table, vdt_ban_find(table, &source, START, &spare));
	cr_assert_not(spare);
	cr_assert_eq(vdt_ban_lift(table, &source, START, &ban), 0);
	cr_assert_eq(ban.dropped, 1);
	vdt_ban_table_free(table);
}
