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
	struct vdt_source parsed = vdt_source_parse(source);

	vdt_presence_add(&presence, req, &parsed);
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
