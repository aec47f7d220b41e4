// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/presence.h"

#include <criterion/criterion.h>

static struct vdt_presence presence;

static void count(void *ctx, const struct vdt_source *source)
{
	++*(unsigned int *)ctx;
}

static unsigned int sources(void)
{
	unsigned int n = 0;

	vdt_presence_each(&presence, count, &n);
	return n;
}

static void add(uint32_t req, const char *source)
{
	const struct vdt_visit visit = {.req = req,
					.account = req % 2 + 1,
					.id = {(uint8_t)req, (uint8_t)(req >> 8)},
					.from = vdt_source_parse(source)};

	vdt_presence_add(&presence, &visit);
}

Test(presence, a_source_is_there_while_it_has_a_session)
{
	add(1, "192.0.2.1:1");
	add(2, "192.0.2.1:2");
	add(3, "192.0.2.2:1");
	cr_assert_eq(sources(), 2, "told once of each");
	vdt_presence_remove(&presence, 1);
	cr_assert_eq(sources(), 2, "one is left");
	vdt_presence_remove(&presence, 99);
	vdt_presence_remove(&presence, 2);
	cr_assert_eq(sources(), 1);
	vdt_presence_clear(&presence);
	cr_assert_eq(sources(), 0);
}

Test(presence, ends_with_its_account)
{
	add(1, "192.0.2.1:1");
	add(2, "192.0.2.2:1");
	add(3, "192.0.2.3:1");
	cr_assert_eq(vdt_presence_by_id(&presence, (uint8_t[VDT_AUDIT_SESSION]){3})->req, 3);
	vdt_presence_revoke(&presence, 2);
	cr_assert_eq(sources(), 1, "1 and 3 are of that account");
	cr_assert_null(vdt_presence_by_id(&presence, (uint8_t[VDT_AUDIT_SESSION]){3}));
	cr_assert_null(vdt_presence_by_id(&presence, (uint8_t[VDT_AUDIT_SESSION]){0}),
		       "a free place has no name");
}

Test(presence, is_bounded)
{
	for (uint32_t req = 1; req <= 2 * VDT_PRESENCE; req++)
		add(req, "192.0.2.1");
	for (uint32_t req = 1; req <= VDT_PRESENCE; req++)
		vdt_presence_remove(&presence, req);
	cr_assert_eq(sources(), 0);
	add(1, "192.0.2.1");
	cr_assert_eq(sources(), 1, "there is room again");
}
