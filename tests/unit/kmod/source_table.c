// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/limits.h"
#include "kmod/source_table.h"

static const siphash_key_t key = {{1, 2}};

enum { START = 1 };

static struct vdt_addr host4(uint32_t n)
{
	uint8_t addr[4] = {10, (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n};

	return vdt_addr_from_v4(addr);
}

Test(source_table, one_event_of_a_source_in_its_time)
{
	static const struct {
		u64 now;
		bool event;
		u32 suppressed;
	} steps[] = {
		{START, true, 0},
		{START, false, 0},
		{START + VDT_EVENT_SOURCE_NS - 1, false, 0},
		{START + VDT_EVENT_SOURCE_NS, true, 2},
		{START + 2 * VDT_EVENT_SOURCE_NS, true, 0},
	};
	struct vdt_source_table *table = vdt_source_table_new(&key, START);
	struct vdt_addr source = host4(1);

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		u32 suppressed = 0;

		cr_assert_eq(vdt_source_report(table, &source, steps[i].now, &suppressed),
			     steps[i].event, "step %zu", i);
		cr_assert_eq(suppressed, steps[i].suppressed, "step %zu", i);
	}
	cr_assert_eq(vdt_source_suppressed(table), 2);
	vdt_source_table_free(table);
}

Test(source_table, folds_an_ipv6_network_into_one_source)
{
	uint8_t a[16] = {0xfd, [7] = 1, [15] = 1}, b[16] = {0xfd, [7] = 1, [15] = 2};
	uint8_t c[16] = {0xfd, [7] = 2, [15] = 1};
	struct vdt_source_table *table = vdt_source_table_new(&key, START);
	struct vdt_addr same = vdt_addr_from_v6(b), first = vdt_addr_from_v6(a);
	struct vdt_addr other = vdt_addr_from_v6(c);
	u32 suppressed;

	cr_assert(vdt_source_report(table, &first, START, &suppressed));
	cr_assert_not(vdt_source_report(table, &same, START, &suppressed));
	cr_assert(vdt_source_report(table, &other, START, &suppressed));
	vdt_source_table_free(table);
}

/* fe80::/64 is everybody on every link: one of them must not be able to hide another. */
Test(source_table, tells_link_local_sources_apart)
{
	uint8_t a[16] = {0xfe, 0x80, [15] = 1}, b[16] = {0xfe, 0x80, [15] = 2};
	struct vdt_source_table *table = vdt_source_table_new(&key, START);
	struct vdt_addr one = vdt_addr_from_v6(a), other = vdt_addr_from_v6(b);
	u32 suppressed;

	cr_assert(vdt_source_report(table, &one, START, &suppressed));
	cr_assert(vdt_source_report(table, &other, START, &suppressed));
	cr_assert_not(vdt_source_report(table, &one, START, &suppressed));
	vdt_source_table_free(table);
}

Test(source_table, a_flood_of_sources_is_bounded_and_counted)
{
	enum { FLOOD = 100000 };
	struct vdt_source_table *table = vdt_source_table_new(&key, START);
	u32 events = 0, suppressed;

	for (u32 i = 0; i < FLOOD; i++) {
		struct vdt_addr source = host4(i);

		events += vdt_source_report(table, &source, START, &suppressed);
	}
	cr_assert_eq(events, VDT_EVENT_BURST);
	cr_assert_eq(vdt_source_suppressed(table), FLOOD - VDT_EVENT_BURST, "none is forgotten");
	vdt_source_table_free(table);
}

Test(source_table, a_source_that_was_left_out_comes_first_when_there_is_room)
{
	struct vdt_source_table *table = vdt_source_table_new(&key, START);
	struct vdt_addr late = host4(VDT_EVENT_BURST);
	u32 suppressed;

	for (u32 i = 0; i < VDT_EVENT_BURST; i++) {
		struct vdt_addr source = host4(i);

		cr_assert(vdt_source_report(table, &source, START, &suppressed));
	}
	cr_assert_not(vdt_source_report(table, &late, START, &suppressed));
	cr_assert(vdt_source_report(table, &late, START + VDT_EVENT_NS, &suppressed));
	cr_assert_eq(suppressed, 1);
	vdt_source_table_free(table);
}

Test(source_table, no_source_is_kept_while_none_may_be_reported)
{
	struct vdt_source_table *table = vdt_source_table_new(&key, START);
	struct vdt_addr late = host4(VDT_EVENT_BURST + 1);
	u32 suppressed;

	for (u32 i = 0; i <= VDT_EVENT_BURST; i++) {
		struct vdt_addr source = host4(i);

		cr_assert_eq(vdt_source_report(table, &source, START, &suppressed),
			     i < VDT_EVENT_BURST);
	}
	cr_assert_not(vdt_source_report(table, &late, START + VDT_EVENT_NS - 1, &suppressed));
	cr_assert(vdt_source_report(table, &late, START + VDT_EVENT_NS, &suppressed));
	cr_assert_eq(suppressed, 0, "counted in all only");
	cr_assert_eq(vdt_source_suppressed(table), 2);
	vdt_source_table_free(table);
}
