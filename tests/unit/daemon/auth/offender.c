// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/offender.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "lib/base/clock.h"

#define SECOND VDT_NS_PER_SECOND
#define START  (1000 * SECOND)

static struct vdt_offenders offenders;

static bool fails(const char *source, uint64_t now)
{
	struct vdt_source parsed = vdt_source_parse(source);

	return vdt_offender_fail(&offenders, &parsed, now);
}

/* How many of @times failures, one in @every seconds, are offences. */
static unsigned int offences(const char *source, unsigned int times, uint64_t every)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < times; i++)
		n += fails(source, START + i * every * SECOND);
	return n;
}

Test(offender, every_fifth_failure_is_an_offence)
{
	for (unsigned int i = 1; i <= 20; i++)
		cr_assert_eq(fails("192.0.2.1:99", START), i % VDT_OFFENDER_FAILURES == 0, "%u", i);
	cr_assert_not(fails("192.0.2.2", START), "another source");
}

Test(offender, who_is_slow_enough_is_forgiven)
{
	cr_assert_eq(offences("192.0.2.1", 100, VDT_OFFENDER_FADE), 0,
		     "a machine with an old "
		     "password");
	cr_assert_geq(offences("192.0.2.2", 100, VDT_OFFENDER_FADE / 2), 9);
	cr_assert_not(fails("192.0.2.2", START / 2), "the clock steps back");
}

Test(offender, the_networks_of_a_site_count_together)
{
	unsigned int offences = 0;
	char source[64];

	for (unsigned int i = 0; i < 100; i++) {
		snprintf(source, sizeof(source), "[2001:db8:1:%x::1]:5000", i);
		offences += fails(source, START);
	}
	cr_assert_eq(offences, 100 - (VDT_OFFENDER_SITE - 1), "every one once there are too many");
	for (unsigned int i = 0; i < 100; i++) {
		snprintf(source, sizeof(source), "[fd00:0:0:%x::1]:5000", i);
		cr_assert_not(fails(source, START), "no stranger owns this site");
	}
}

Test(offender, a_full_table_forgets_who_was_quiet_longest)
{
	char source[32];

	for (unsigned int i = 0; i < VDT_OFFENDER_FAILURES - 1; i++)
		cr_assert_not(fails("192.0.2.1", START + 1));
	for (unsigned int i = 0; i < VDT_OFFENDERS - 1; i++) {
		snprintf(source, sizeof(source), "10.0.0.%u", i);
		fails(source, START);
	}
	fails("10.1.0.0", START);
	cr_assert(fails("192.0.2.1", START + 1), "another one made room");
}
