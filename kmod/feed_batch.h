/* SPDX-License-Identifier: GPL-2.0-only */
/* Signed feeds on their way into an image. */
#ifndef VDT_FEED_BATCH_H
#define VDT_FEED_BATCH_H

#include "feed.h"
#include "limits.h"
#include "rules.h"
#include "signed_file.h"

struct vdt_fds {
	int blob, signature;
};

struct vdt_feed_batch {
	unsigned int n;
	struct vdt_signed_file files[VDT_FEEDS_MAX];
	struct vdt_feed feeds[VDT_FEEDS_MAX];	    /* in the files */
	struct vdt_rules_feed given[VDT_FEEDS_MAX]; /* as vdt_rules_init() takes them */
};

/*
 * Copies, verifies and parses feeds, n of them and not more than VDT_FEEDS_MAX. May sleep for as
 * long as the file systems take. On failure *ret_why is a text that lasts, or NULL. Returns the
 * errors of vdt_signed_file_read() and vdt_feed_parse(), -EKEYREJECTED for other prefixes than the
 * signed header is about, and -E2BIG for more than VDT_FEED_MAX bytes of all.
 */
int vdt_feed_batch_new(const struct vdt_fds *fds, unsigned int n, struct vdt_feed_batch **ret_batch,
		       const char **ret_why);
void vdt_feed_batch_free(struct vdt_feed_batch *batch);

#endif /* VDT_FEED_BATCH_H */
