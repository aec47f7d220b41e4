// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/cache.h"

#include <criterion/criterion.h>

#include "lib/base/clock.h"

#define NOW (100 * VDT_NS_PER_SECOND)

static struct vdt_cache cache;

static void set_up(void)
{
	cr_assert_eq(vdt_cache_init(&cache), 0);
}

TestSuite(cache, .init = set_up);

static uint32_t find(const char *name, const char *password, uint64_t now)
{
	uint8_t mac[VDT_SHA256];

	cr_assert_eq(vdt_cache_mac(&cache, name, password, mac), 0);
	return vdt_cache_find(&cache, mac, now);
}

static void put(const char *name, const char *password, uint32_t account)
{
	uint8_t mac[VDT_SHA256];

	cr_assert_eq(vdt_cache_mac(&cache, name, password, mac), 0);
	vdt_cache_put(&cache, mac, account, NOW);
}

Test(cache, finds_what_was_put_until_it_expires)
{
	const uint64_t end = NOW + VDT_CACHE_TIME * VDT_NS_PER_SECOND;

	cr_assert_eq(find("nvr", "pw", NOW), 0);
	put("nvr", "pw", 7);
	cr_assert_eq(find("nvr", "pw", NOW), 7);
	cr_assert_eq(find("nvr", "pw", end - 1), 7);
	cr_assert_eq(find("nvr", "pw", end), 0);
	cr_assert_eq(find("nvr", "pv", NOW), 0);
	cr_assert_eq(find("nvrp", "w", NOW), 0, "where the name ends counts");
}

Test(cache, an_empty_entry_matches_nothing)
{
	static const uint8_t zero[VDT_SHA256];

	cr_assert_eq(vdt_cache_find(&cache, zero, NOW), 0);
}

Test(cache, oldest_gives_way)
{
	char name[2] = "a";

	for (unsigned int i = 0; i <= VDT_CACHE_ENTRIES; i++, name[0]++)
		put(name, "pw", i + 1);
	cr_assert_eq(find("a", "pw", NOW), 0);
	cr_assert_eq(find("b", "pw", NOW), 2);
	vdt_cache_done(&cache);
	cr_assert_eq(find("b", "pw", NOW), 0);
}
