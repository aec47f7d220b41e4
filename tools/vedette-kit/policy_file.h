/* SPDX-License-Identifier: BSD-3-Clause */
/* A policy in a file, YAML or blob. */
#ifndef VDT_KIT_POLICY_FILE_H
#define VDT_KIT_POLICY_FILE_H

#include "lib/policy/model.h"
#include "tools/vedette-kit/feed_file.h"
#include "tools/vedette-kit/kernel.h"

struct vdt_policy_file {
	struct vdt_model model;
	uint8_t *blob;
	size_t blob_len;
	struct vdt_feed_file feeds[VDT_FEEDS_MAX]; /* of sets whose prefixes are known */
	size_t n_feeds;
	bool is_yaml; /* what the file had */
};

/*
 * Read @path, whichever form it has, complete the other one, make its feeds, and have the kernel's
 * own parser agree with the blob. Says on standard error what is wrong. Returns an exit code; on
 * failure there is nothing to free.
 */
int vdt_policy_file_read(const char *path, struct vdt_policy_file *ret_file);

/*
 * Read the feed in @path, which must be one that the policy names, and whose prefixes are not known
 * yet. Returns an exit code.
 */
int vdt_policy_file_add_feed(struct vdt_policy_file *file, const char *path);

/* What the kernel's code looks at; it lives in @file. */
struct vdt_kernel_policy vdt_policy_file_kernel(const struct vdt_policy_file *file);

void vdt_policy_file_done(struct vdt_policy_file *file);

#endif /* VDT_KIT_POLICY_FILE_H */
