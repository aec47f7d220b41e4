/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* The highest version of each feed that was ever active, so that an old one never comes back. */
#ifndef VDT_FEED_FLOOR_H
#define VDT_FEED_FLOOR_H

#include "core.h"
#include "limits.h"

struct vdt_rules_feed;

/* The caller keeps out others. Starts as zeroes; used places come first. */
struct vdt_feed_floors {
	struct {
		char name[VDT_NAME_MAX + 1];
		u64 version; /* 0: free */
	} floor[VDT_FEED_FLOORS_MAX];
};

/*
 * Looks at feeds that are handed over; one that is kept was checked when it came, and may be below
 * its floor when the one after it was not confirmed. Returns 0, -ESTALE a feed below its floor,
 * -E2BIG more names than can be remembered; then *ret_why is a text that lasts.
 */
int vdt_feed_floors_check(const struct vdt_feed_floors *floors, const struct vdt_rules_feed *feeds,
			  unsigned int n, const char **ret_why);

/* Raises the floors to feeds that were checked. */
void vdt_feed_floors_raise(struct vdt_feed_floors *floors, const struct vdt_rules_feed *feeds,
			   unsigned int n);

#endif /* VDT_FEED_FLOOR_H */
