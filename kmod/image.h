/* SPDX-License-Identifier: GPL-2.0-only */
/* What is enforced at one time: a signed policy, its feeds, and what was counted. */
#ifndef VDT_IMAGE_H
#define VDT_IMAGE_H

#include <linux/kref.h>
#include <linux/types.h>

#include "feed_batch.h"
#include "policy_parse.h"
#include "rules.h"
#include "signed_file.h"

struct vdt_exes;

struct vdt_service_count {
	u64 passed, dropped; /* packets */
};

/* A policy as it was loaded. Images that differ in their feeds share it. */
struct vdt_policy_file {
	struct kref users;
	struct vdt_signed_file file;
	struct vdt_policy *policy;		   /* its strings live in the file */
	struct vdt_exes *exes;			   /* files of the executables that it names */
	struct vdt_service_count __percpu *counts; /* by service, NULL without services */
};

/* Made complete before anybody sees it; only `since` and the counters change afterwards. */
struct vdt_image {
	struct vdt_policy_file *source;
	const struct vdt_policy *policy; /* of the source */
	struct vdt_rules rules;		 /* of the policy */
	u64 since; /* when it became active, CLOCK_BOOTTIME ns; under policy.c's lock */
};

/*
 * Copies, verifies and parses a policy. May sleep for as long as the file systems take. On failure
 * *ret_why is a text that lasts, or NULL. Returns the errors of vdt_signed_file_read() and
 * vdt_policy_parse().
 */
int vdt_policy_file_new(int blob_fd, int signature_fd, struct vdt_policy_file **ret_source,
			const char **ret_why);
void vdt_policy_file_put(struct vdt_policy_file *source);

/*
 * Makes an image of a policy, which it holds from then on, and its feeds: those of the batch (NULL:
 * none), the others from the image `before` (NULL: none). Neither is needed any more when it
 * returns; only the number of prefixes decides how long that takes. Returns the errors of
 * vdt_rules_init().
 */
int vdt_image_new(struct vdt_policy_file *source, const struct vdt_feed_batch *batch,
		  const struct vdt_image *before, struct vdt_image **ret_image,
		  const char **ret_why);
void vdt_image_free(struct vdt_image *image);

/* Bytes that it takes. */
size_t vdt_image_memory(const struct vdt_image *image);

/* Any context, with the image held by RCU. */
void vdt_image_count(const struct vdt_image *image, int service, bool passed);

/* The sum over all CPUs. */
struct vdt_service_count vdt_image_sum(const struct vdt_image *image, int service);

#endif /* VDT_IMAGE_H */
