/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who fails to log in too often, so that the kernel shall ban him. An account is never locked: that
 * would let anybody lock out its owner.
 *
 * What is counted fades away, one failure in VDT_OFFENDER_FADE. The /64 of one IPv6 /48 are counted
 * together as well, so that its owner has no 65536 times as many guesses: once they are over their
 * number, every failure there is an offence, and the kernel bans the /48 after a few of those.
 */
#ifndef VDT_AUTH_OFFENDER_H
#define VDT_AUTH_OFFENDER_H

#include "daemon/auth/source.h"

#define VDT_OFFENDERS	      256 /* remembered; the one quiet for longest makes room */
#define VDT_OFFENDER_FAILURES 5	  /* of one source: an offence */
#define VDT_OFFENDER_SITE     20  /* of all the sources of a /48 */
#define VDT_OFFENDER_FADE     60  /* seconds */

struct vdt_offender {
	struct vdt_source source;
	bool site; /* the source is the /48 */
	unsigned int failures;
	uint64_t since; /* CLOCK_BOOTTIME ns from which the next one fades; 0: never used */
};

/* All zero to begin with. */
struct vdt_offenders {
	struct vdt_offender offender[VDT_OFFENDERS];
};

/* Count a failed login at @now (CLOCK_BOOTTIME, nanoseconds). Returns whether it is an offence. */
bool vdt_offender_fail(struct vdt_offenders *offenders, const struct vdt_source *source,
		       uint64_t now);

#endif /* VDT_AUTH_OFFENDER_H */
