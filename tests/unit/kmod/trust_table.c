// SPDX-License-Identifier: BSD-3-Clause
#include <stdio.h>

#include <criterion/criterion.h>

#include "kmod/limits.h"
#include "kmod/trust_table.h"

#include "tests/unit/kmod/addresses.h"

static const siphash_key_t key = {{1, 2}};

static void trust(struct vdt_trust_table *table, const char *source, u64 until)
{
	struct vdt_addr addr = address(source);

	vdt_trust_set(table, &addr, until);
}

static bool holds(const struct vdt_trust_table *table, const char *source, u64 now)
{
	struct vdt_addr addr = address(source);

	return vdt_trust_holds(table, &addr, now);
}

Test(trust_table, whom_it_holds_and_how_long)
{
	struct vdt_trust_table *table = vdt_trust_table_new(&key);

	trust(table, "192.0.2.1", 100);
	trust(table, "2001:db8::1", 100);
	trust(table, "fe80::1", 100);
	cr_assert(holds(table, "192.0.2.1", 99));
	cr_assert_not(holds(table, "192.0.2.1", 100), "it ends");
	cr_assert_not(holds(table, "192.0.2.2", 99));
	cr_assert(holds(table, "::ffff:192.0.2.1", 99));
	cr_assert(holds(table, "2001:db8::2", 99), "the /64 is one source");
	cr_assert_not(holds(table, "2001:db8:0:1::1", 99));
	cr_assert_not(holds(table, "fe80::2", 99), "fe80::/64 is everybody");
	trust(table, "192.0.2.1", 200);
	cr_assert(holds(table, "192.0.2.1", 150), "prolonged");
	trust(table, "192.0.2.1", 0);
	cr_assert_not(holds(table, "192.0.2.1", 1), "forgotten");
	vdt_trust_table_free(table);
}

Test(trust_table, the_one_that_ends_first_makes_room)
{
	enum { PLACES = VDT_TRUST_BUCKETS * VDT_TRUST_WAYS };
	struct vdt_trust_table *table = vdt_trust_table_new(&key);
	char source[32];
	u32 held = 0;

	trust(table, "192.0.2.1", 1000000);
	for (u32 i = 0; i < 10 * PLACES; i++) {
		snprintf(source, sizeof(source), "10.0.%u.%u", i >> 8, i & 0xff);
		trust(table, source, 1000 + i);
	}
	for (u32 i = 0; i < 10 * PLACES; i++) {
		snprintf(source, sizeof(source), "10.0.%u.%u", i >> 8, i & 0xff);
		held += holds(table, source, 1);
	}
	cr_assert_eq(held, PLACES - 1);
	cr_assert(holds(table, "192.0.2.1", 1), "the one that lasts longest stays");
	vdt_trust_table_free(table);
}
