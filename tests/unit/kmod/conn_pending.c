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

static bool take(const struct vdt_handshake *handshake, u64 now)
{
	return vdt_pending_take(&table, &groups, handshake, 64, now);
}

static u32 flood(u32 first, u32 n, u64 now)
{
	struct vdt_handshake handshake;
	u32 passed = 0;

	while (n--) {
		handshake = spoofed(first++);
		passed += take(&handshake, now);
	}
	return passed;
}

Test(conn_pending, passes_and_notes_within_the_budget)
{
	struct vdt_handshake one = from("10.0.0.1", 1);

	cr_assert(take(&one, START));
	cr_assert(take(&one, START), "repeated");
	cr_assert_eq(table.n, 1, "noted once");
	vdt_pending_end(&table, &groups, &one);
	cr_assert_eq(table.n, 0);
	vdt_pending_end(&table, &groups, &one);
	cr_assert_eq(table.n, 0, "nor ended twice");
}

Test(conn_pending, beyond_the_budget_the_rate_decides_and_nothing_is_noted)
{
	u32 passed;

	cr_assert_eq(flood(0, 64, START), 64);
	passed = flood(64, 10000, START);
	cr_assert(passed >= VDT_SYN_BURST && passed < 2 * VDT_SYN_BURST, "some seem known");
	cr_assert_eq(table.n, 64);
	passed = flood(20000, 10000, START + VDT_SECOND / 8);
	cr_assert(passed >= 128 && passed < 2 * (VDT_SYN_BURST + 128), "1024 in a second, twice");
}

Test(conn_pending, in_a_flood_who_comes_again_goes_first)
{
	struct vdt_handshake viewer = from("10.0.0.1", 1);

	flood(0, 5000, START);
	cr_assert_not(take(&viewer, START), "drowned");
	flood(5000, 5000, START + VDT_SECOND - 1);
	cr_assert(take(&viewer, START + VDT_SECOND), "its second SYN");
	cr_assert_eq(table.n, 64, "not noted");
}

Test(conn_pending, nobody_is_remembered_for_long)
{
	struct vdt_handshake viewer = from("10.0.0.1", 1);
	u64 later = START + 2 * VDT_SYN_MEMORY_NS;

	flood(0, 5000, START);
	cr_assert_not(take(&viewer, START));
	flood(5000, 1, START + VDT_SYN_MEMORY_NS);
	flood(6000, 5000, later);
	cr_assert_not(take(&viewer, later));
}

Test(conn_pending, one_source_has_a_part_of_the_budget)
{
	struct vdt_handshake handshake;

	for (u16 port = 1; port <= 1000; port++) {
		handshake = from("fd00::1", port);
		handshake.source.byte[15] = (u8)port;
		take(&handshake, START);
	}
	cr_assert_eq(table.n, 64 / VDT_HALF_OPEN_SHARES);
	handshake = from("fd00:0:0:1::1", 1);
	cr_assert(take(&handshake, START), "others are not pushed beyond");
	cr_assert_eq(table.n, 64 / VDT_HALF_OPEN_SHARES + 1);
}

Test(conn_pending, what_the_stack_has_given_up_makes_room)
{
	flood(0, 64, START);
	flood(64, 1, START + 63 * VDT_SECOND - 1);
	cr_assert_eq(table.n, 64);
	flood(65, 1, START + 64 * VDT_SECOND);
	cr_assert_eq(table.n, 1);
}

Test(conn_pending, without_memory_a_syn_is_as_beyond_the_budget)
{
	struct vdt_handshake one = from("10.0.0.1", 1);

	for (u32 fail = 1; fail <= 2; fail++) {
		vdt_kshim_fail_alloc = fail;
		cr_assert(take(&one, START));
		cr_assert_eq(table.n, 0);
	}
}
