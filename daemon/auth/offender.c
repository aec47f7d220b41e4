// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/offender.h"

#include <string.h>

#include "lib/base/clock.h"

static struct vdt_offender *find(struct vdt_offenders *offenders, const struct vdt_source *source,
				 bool site)
{
	struct vdt_offender *quiet = offenders->offender;

	for (unsigned int i = 0; i < VDT_OFFENDERS; i++) {
		struct vdt_offender *offender = &offenders->offender[i];

		if (offender->since && offender->site == site &&
		    vdt_source_same(&offender->source, source))
			return offender;
		if (offender->since < quiet->since)
			quiet = offender;
	}
	*quiet = (struct vdt_offender){.source = *source, .site = site};
	return quiet;
}

static void fade(struct vdt_offender *offender, uint64_t now)
{
	const uint64_t one = VDT_OFFENDER_FADE * VDT_NS_PER_SECOND;
	uint64_t faded = now > offender->since ? (now - offender->since) / one : 0;

	if (faded >= offender->failures) {
		offender->failures = 0;
		offender->since = now;
	} else {
		offender->failures -= (unsigned int)faded;
		offender->since += faded * one;
	}
}

/* Returns whether there are @most failures now; then as many are taken off as make room for
 * @again more. */
static bool count(struct vdt_offender *offender, uint64_t now, unsigned int most,
		  unsigned int again)
{
	fade(offender, now);
	if (++offender->failures < most)
		return false;
	offender->failures -= again;
	return true;
}

bool vdt_offender_fail(struct vdt_offenders *offenders, const struct vdt_source *source,
		       uint64_t now)
{
	struct vdt_source site;
	bool offence;

	offence = count(find(offenders, source, false), now, VDT_OFFENDER_FAILURES,
			VDT_OFFENDER_FAILURES);
	if (vdt_source_site(source, &site))
		offence |= count(find(offenders, &site, true), now, VDT_OFFENDER_SITE, 1);
	return offence;
}
