/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* The highest version of each feed that was ever active, so that an old one never comes back. */
#ifndef VDT_FEED_FLOOR_H
#define VDT_FEED_FLOOR_H

#include "core.h"
#include "limits.h"

struct vdt_rules;

/* The caller keeps out others. Starts as zeroes; used places come first. */
struct vdt_feed_floors {
	struct {
		char name[VDT_NAME_MAX + 1];
		u64 version; /* 0: free */
	} floor[VDT_FEED_FLOORS_MAX];
};

/*
 * Returns 0, -ESTALE the rules have a feed below its floor, -E2BIG more names than can be
 * remembered; then *ret_why is a text that lasts.
 */
int vdt_feed_floors_check(const struct vdt_feed_floors *floors, const struct vdt_rules *rules,
			  const char **ret_why);

/* Raises the floors to the feeds of rules that were checked. */
void vdt_feed_floors_raise(struct vdt_feed_floors *floors, const struct vdt_rules *rules);

#endif /* VDT_FEED_FLOOR_H */
