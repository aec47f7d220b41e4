// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/delivery.h"

#include <criterion/criterion.h>

#include "lib/base/clock.h"

Test(delivery, due)
{
	static const struct {
		uint64_t delivered, sent, seconds;
		bool expected;
		const char *why;
	} rows[] = {
		{5, 5, 1000, false, "nothing is on its way"},
		{5, 6, 59, false, "not for long"},
		{5, 6, 60, true, "for long"},
		{5, 260, 0, false, "not many"},
		{5, 261, 0, true, "many"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct vdt_delivery delivery = {.delivered = rows[i].delivered,
						      .sent = rows[i].sent,
						      .since = 7 * VDT_NS_PER_SECOND};

		cr_expect_eq(
			vdt_delivery_is_due(&delivery, (7 + rows[i].seconds) * VDT_NS_PER_SECOND),
			rows[i].expected, "%s", rows[i].why);
	}
}

Test(delivery, what_breaks_is_sent_again)
{
	struct vdt_delivery delivery = {.delivered = 5, .sent = 5};

	vdt_delivery_sent(&delivery, 6, 100);
	vdt_delivery_sent(&delivery, 7, 200);
	cr_expect_eq(delivery.since, 100, "the first counts");
	vdt_delivery_broken(&delivery);
	cr_expect_eq(delivery.sent, 5);
	vdt_delivery_sent(&delivery, 6, 300);
	vdt_delivery_done(&delivery);
	cr_expect_eq(delivery.delivered, 6);
	cr_expect_eq(delivery.tries, 0);
}

Test(delivery, pauses_grow)
{
	static const struct {
		unsigned int tries;
		uint32_t least, most;
	} rows[] = {{1, 3750, 6249}, {2, 7500, 12499}, {7, 225000, 374999}, {4000, 225000, 374999}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct vdt_delivery delivery = {.tries = rows[i].tries};

		cr_expect_eq(vdt_delivery_pause(&delivery, 0), rows[i].least);
		cr_expect_eq(vdt_delivery_pause(&delivery, rows[i].most - rows[i].least),
			     rows[i].most);
	}
}
