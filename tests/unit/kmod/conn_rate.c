// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/conn_rate.h"
#include "kmod/policy_parse.h"

#include "tests/unit/kmod/addresses.h"

static const struct vdt_service https = {.port = 443, .rate = 3, .period = 60};

#define START (1000 * VDT_SECOND)

static u32 take_all(struct vdt_rate_table *table, const struct vdt_service *service,
		    const char *source, u64 now)
{
	struct vdt_addr addr = address(source);
	u32 n = 0;

	while (n < 100 && vdt_rate_allows(table, service, &addr, now) &&
	       vdt_rate_take(table, service, &addr, now))
		n++;
	return n;
}

Test(conn_rate, counts_by_source_and_service)
{
	static struct vdt_rate_table table = {.key = {{1, 2}}};
	static const struct vdt_service free = {.port = 80},
					other = {.port = 322, .rate = 5, .period = 1};

	cr_expect_eq(take_all(&table, &https, "10.0.0.1", START), 3);
	cr_expect_eq(take_all(&table, &https, "10.0.0.1", START + 20 * VDT_SECOND), 1);
	cr_expect_eq(take_all(&table, &https, "10.0.0.1", START + 999 * VDT_SECOND), 3);
	cr_expect_eq(take_all(&table, &https, "10.0.0.2", START), 3, "another source");
	cr_expect_eq(take_all(&table, &other, "10.0.0.1", START), 5, "another service");
	cr_expect_eq(take_all(&table, &free, "10.0.0.1", START), 100, "no rate");
	cr_expect_eq(take_all(&table, &https, "fd00::1", START), 3);
	cr_expect_eq(take_all(&table, &https, "fd00::2", START), 0, "the same /64");
}

Test(conn_rate, looking_takes_nothing)
{
	static struct vdt_rate_table table = {.key = {{1, 2}}};
	struct vdt_addr addr = address("10.0.0.1");

	cr_assert(vdt_rate_take(&table, &https, &addr, START));
	for (u32 i = 0; i < 9; i++)
		cr_assert(vdt_rate_allows(&table, &https, &addr, START));
	cr_assert_eq(take_all(&table, &https, "10.0.0.1", START), 2);
}

Test(conn_rate, forgets_who_was_quiet_longest)
{
	static struct vdt_rate_table table = {.key = {{1, 2}}};
	struct vdt_addr addr = address("10.0.0.0");
	u32 known = 0;

	for (u32 i = 0; i < 65536; i++) {
		memcpy(addr.byte + 14, &i, 2);
		vdt_rate_take(&table, &https, &addr, START + i);
	}
	for (u32 i = 0; i < VDT_RATE_SETS; i++)
		for (u32 way = 0; way < VDT_RATE_WAYS; way++)
			known += table.sets[i][way].seen > START + 65536 / 2;
	cr_assert_eq(known, VDT_RATE_SETS * VDT_RATE_WAYS);
}
