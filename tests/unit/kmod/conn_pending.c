// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/conn_pending.h"

#include "tests/unit/kmod/addresses.h"

static const siphash_key_t key = {{1, 2}};

#define START (1000 * VDT_SECOND)

static struct vdt_pending_table table;
static struct vdt_group_table groups;

static void set_up(void)
{
	memset(&table, 0, sizeof(table));
	memset(&groups, 0, sizeof(groups));
	vdt_pending_init(&table, &key, START);
	groups.key = key;
}

static void tear_down(void)
{
	vdt_pending_done(&table);
	vdt_group_table_done(&groups);
}

TestSuite(conn_pending, .init = set_up, .fini = tear_down);

static struct vdt_handshake from(const char *source, u16 port)
{
	return (struct vdt_handshake){
		.source = address(source),
		.source_port = port,
		.port = 443,
		.lasts = 63 * VDT_SECOND,
	};
}

/* The i-th of many sources that are not one. */
static struct vdt_handshake spoofed(u32 i)
{
	struct vdt_handshake handshake = from("1.0.0.0", 7);

	handshake.source.byte[13] = (u8)(i >> 16);
	handshake.source.byte[14] = (u8)(i >> 8);
	handshake.source.byte[15] = (u8)i;
	return handshake;
}

static enum vdt_syn take(const struct vdt_handshake *handshake, u64 now)
{
	return vdt_pending_take(&table, &groups, handshake, 64, now);
}

/* Returns how many of the SYNs came to that. */
static u32 flood(u32 first, u32 n, u64 now, enum vdt_syn syn)
{
	struct vdt_handshake handshake;
	u32 count = 0;

	while (n--) {
		handshake = spoofed(first++);
		count += take(&handshake, now) == syn;
	}
	return count;
}

/* The same from addresses of one /64. */
static u32 flood_net(u32 first, u32 n, u64 now, enum vdt_syn syn)
{
	struct vdt_handshake handshake;
	u32 count = 0;

	for (; n--; first++) {
		handshake = from("fd00::1", (u16)first);
		handshake.source.byte[13] = (u8)(first >> 16);
		count += take(&handshake, now) == syn;
	}
	return count;
}

Test(conn_pending, passes_and_notes_within_the_budget)
{
	struct vdt_handshake one = from("10.0.0.1", 1);

	cr_assert_eq(take(&one, START), VDT_SYN_PASS);
	cr_assert_eq(take(&one, START), VDT_SYN_PASS, "repeated");
	cr_assert_eq(table.n, 1, "noted once");
	vdt_pending_end(&table, &groups, &one);
	cr_assert_eq(table.n, 0);
	vdt_pending_end(&table, &groups, &one);
	cr_assert_eq(table.n, 0, "nor ended twice");
}

Test(conn_pending, beyond_the_budget_all_pass_for_a_cookie_and_nothing_is_noted)
{
	struct vdt_handshake viewer = from("10.0.0.1", 1);

	cr_assert_eq(flood(0, 64, START, VDT_SYN_PASS), 64);
	cr_assert_eq(flood(64, 10000, START, VDT_SYN_COOKIE), 10000);
	cr_assert_eq(take(&viewer, START), VDT_SYN_COOKIE, "a newcomer likewise");
	cr_assert_eq(flood(0, 64, START, VDT_SYN_PASS), 64, "those noted stay so");
	cr_assert_eq(table.n, 64);
}

Test(conn_pending, one_source_has_a_part_of_the_budget_then_a_rate)
{
	struct vdt_handshake other = from("fd00:0:0:1::1", 1);
	const u32 part = 64 / VDT_HALF_OPEN_SHARES;
	u32 passed;

	cr_assert_eq(flood_net(0, part, START, VDT_SYN_PASS), part);
	passed = flood_net(part, 10000, START, VDT_SYN_COOKIE);
	cr_assert(passed >= VDT_SYN_BURST && passed < 2 * VDT_SYN_BURST, "some seem known");
	passed = flood_net(20000, 10000, START + VDT_SECOND / 8, VDT_SYN_COOKIE);
	cr_assert(passed >= 128 && passed < 2 * (VDT_SYN_BURST + 128), "1024 in a second, twice");
	cr_assert_eq(table.n, part);
	cr_assert_eq(take(&other, START), VDT_SYN_PASS, "others are not pushed beyond");
	cr_assert_eq(table.n, part + 1);
}

Test(conn_pending, one_source_has_a_rate_beyond_the_budget_as_well)
{
	flood_net(0, 64 / VDT_HALF_OPEN_SHARES, START, VDT_SYN_PASS);
	flood(0, 10000, START, VDT_SYN_COOKIE);
	cr_assert_eq(table.n, 64);
	cr_assert(flood_net(1000, 10000, START, VDT_SYN_DROP) > 9000);
}

Test(conn_pending, in_a_flood_of_one_source_who_comes_again_goes_first)
{
	struct vdt_handshake viewer = from("fd00::2", 1);

	viewer.source.byte[13] = 9;
	flood_net(0, 5000, START, VDT_SYN_DROP);
	cr_assert_eq(take(&viewer, START), VDT_SYN_DROP, "drowned");
	flood_net(5000, 5000, START + VDT_SECOND - 1, VDT_SYN_DROP);
	cr_assert_eq(take(&viewer, START + VDT_SECOND), VDT_SYN_COOKIE, "its second SYN");
}

Test(conn_pending, nobody_is_remembered_for_long)
{
	struct vdt_handshake viewer = from("fd00::2", 1);
	u64 later = START + 2 * VDT_SYN_MEMORY_NS;

	viewer.source.byte[13] = 9;
	flood_net(0, 5000, START, VDT_SYN_DROP);
	cr_assert_eq(take(&viewer, START), VDT_SYN_DROP);
	flood_net(5000, 1, START + VDT_SYN_MEMORY_NS, VDT_SYN_DROP);
	flood_net(6000, 5000, later, VDT_SYN_DROP);
	cr_assert_eq(take(&viewer, later), VDT_SYN_DROP);
}

Test(conn_pending, what_the_stack_has_given_up_makes_room)
{
	flood(0, 64, START, VDT_SYN_PASS);
	cr_assert_eq(flood(64, 1, START + 63 * VDT_SECOND - 1, VDT_SYN_COOKIE), 1);
	cr_assert_eq(table.n, 64);
	cr_assert_eq(flood(65, 1, START + 64 * VDT_SECOND, VDT_SYN_PASS), 1);
	cr_assert_eq(table.n, 1);
}

Test(conn_pending, without_memory_a_syn_is_as_beyond_the_budget)
{
	struct vdt_handshake one = from("10.0.0.1", 1);

	for (u32 fail = 1; fail <= 2; fail++) {
		vdt_kshim_fail_alloc = fail;
		cr_assert_eq(take(&one, START), VDT_SYN_COOKIE);
		cr_assert_eq(table.n, 0);
	}
}
