/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* One ascending sequence of boundaries out of many sets. */
#ifndef VDT_PREFIX_MERGE_H
#define VDT_PREFIX_MERGE_H

#include "core.h"
#include "limits.h"
#include "prefix_cursor.h"

struct vdt_prefix_merge {
	struct vdt_prefix_cursor cursors[VDT_SETS_MAX];
	u8 heap[VDT_SETS_MAX]; /* of cursors that are not done, the smallest key first */
	unsigned int n;	       /* in the heap */
	u64 mask;	       /* sets that contain what lies behind the last boundary */
};

/* Returns 0, or -EINVAL with *ret_why as vdt_prefix_cursor_init(). At most VDT_SETS_MAX sources. */
int vdt_prefix_merge_init(struct vdt_prefix_merge *merge, const struct vdt_prefix_source *sources,
			  unsigned int n, enum vdt_prefix_family family, const char **ret_why);

/*
 * The next boundary, which is *ret_key, and the sets behind it, which are merge->mask: different
 * from those before it. Returns 1, 0 when there is none, or -EINVAL.
 */
int vdt_prefix_merge_next(struct vdt_prefix_merge *merge, struct vdt_prefix_key *ret_key,
			  const char **ret_why);

#endif /* VDT_PREFIX_MERGE_H */
