/* SPDX-License-Identifier: BSD-3-Clause */
/* A feed in a file, as the camera takes it. */
#ifndef VDT_KIT_FEED_FILE_H
#define VDT_KIT_FEED_FILE_H

#include "lib/kshim/core.h"
#include "kmod/feed.h"

#include "lib/policy/model.h"

struct vdt_feed_file {
	uint8_t *blob;
	size_t len;
	struct vdt_feed feed; /* in the blob */
	size_t memory;	      /* that it takes in a camera where it is the only set */
};

/*
 * Make a feed of the sorted prefixes of @set, or read the one in @path, with the parser of the
 * kernel; build the database that a camera builds. Say on standard error what is wrong; return an
 * exit code; on failure there is nothing to free.
 */
int vdt_feed_file_make(const struct vdt_model_set *set, const char *name, uint64_t version,
		       struct vdt_feed_file *ret_file);
int vdt_feed_file_read(const char *path, struct vdt_feed_file *ret_file);
void vdt_feed_file_done(struct vdt_feed_file *file);

#endif /* VDT_KIT_FEED_FILE_H */
