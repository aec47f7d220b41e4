// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/fan_out.h"
#include "kmod/limits.h"

static const siphash_key_t key = {{1, 2}};

enum { PER_MINUTE = 10 };

static bool take(struct vdt_fan_out *table, uint32_t host, u64 now)
{
	struct vdt_addr addr = vdt_addr_from_v4(&host);

	return vdt_fan_out_take(table, &addr, PER_MINUTE, now);
}

Test(fan_out, new_destinations_are_so_many_in_a_minute)
{
	struct vdt_fan_out *table = vdt_fan_out_new(&key, 0);
	u32 i, n = 0;

	for (i = 0; i < PER_MINUTE; i++)
		cr_expect(take(table, i, 0), "destination %u", i);
	cr_expect_not(take(table, 100, 0), "one more");
	for (i = 0; i < 1000; i++)
		n += take(table, 1000 + i, i * 6 * VDT_SECOND / 100);
	cr_expect_eq(n, PER_MINUTE - 1, "got %u in the next minute", n);
	vdt_fan_out_free(table);
}

Test(fan_out, the_known_cost_nothing)
{
	struct vdt_fan_out *table = vdt_fan_out_new(&key, 0);
	u32 i;

	for (i = 0; i < PER_MINUTE; i++)
		take(table, i, 0);
	for (i = 0; i < PER_MINUTE; i++)
		cr_expect(take(table, i, 1), "destination %u is known", i);
	cr_expect_not(take(table, 100, 1));
	cr_expect(take(table, 0, VDT_DESTINATION_NS), "known since the last contact, at 1");
	for (i = 0; i < PER_MINUTE; i++)
		take(table, 100 + i, VDT_DESTINATION_NS);
	cr_expect_not(take(table, 1, VDT_DESTINATION_NS + 1), "quiet for too long, new again");
	vdt_fan_out_free(table);
}

Test(fan_out, refused_is_not_known)
{
	struct vdt_fan_out *table = vdt_fan_out_new(&key, 0);
	u32 i;

	for (i = 0; i < PER_MINUTE; i++)
		take(table, i, 0);
	cr_expect_not(take(table, 100, 0));
	cr_expect_not(take(table, 100, 0), "asking again does not help");
	vdt_fan_out_free(table);
}

Test(fan_out, a_scan_does_not_push_out_who_is_contacted)
{
	enum { MANY = 4 * VDT_DESTINATION_BUCKETS * VDT_DESTINATION_WAYS };
	struct vdt_fan_out *table = vdt_fan_out_new(&key, 0);
	const u64 step = VDT_SECOND * 60 / PER_MINUTE;
	u64 now = 0;
	u32 i;

	cr_assert(take(table, 7, now));
	for (i = 0; i < MANY; i++) {
		now += step;
		take(table, 1000 + i, now);
		cr_assert(i % 50 || take(table, 7, now), "the regular peer, round %u", i);
	}
	vdt_fan_out_free(table);
}

Test(fan_out, a_new_rate_finds_the_bucket_as_full)
{
	struct vdt_fan_out *table = vdt_fan_out_new(&key, 0);
	u32 host, i, n = 0;

	for (i = 0; i < PER_MINUTE; i++)
		take(table, i, 0);
	for (host = 1000; host < 1200; host++) {
		struct vdt_addr addr = vdt_addr_from_v4(&host);

		n += vdt_fan_out_take(table, &addr, 100, 30 * VDT_SECOND);
	}
	cr_expect_eq(n, 50, "half a minute is half of the new rate, got %u", n);
	vdt_fan_out_free(table);
}
