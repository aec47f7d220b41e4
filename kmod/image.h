/* SPDX-License-Identifier: GPL-2.0-only */
/* A policy as it was loaded: what was signed, who says so, what it means and what it counted. */
#ifndef VDT_IMAGE_H
#define VDT_IMAGE_H

#include <linux/types.h>
#include <crypto/sha2.h>

#include "policy_parse.h"
#include "rules.h"

struct vdt_service_count {
	u64 passed, dropped; /* packets */
};

/* Made complete before anybody sees it; only `since` and the counters change afterwards. */
struct vdt_image {
	void *blob;
	void *signature;
	size_t blob_len, signature_len;
	u8 digest[SHA256_DIGEST_SIZE]; /* of the blob */
	struct vdt_policy *policy;     /* its strings live in the blob */
	struct vdt_rules rules;	       /* of the policy */
	u64 since; /* when it became active, CLOCK_BOOTTIME ns; under policy.c's lock */
	struct vdt_service_count __percpu *counts; /* by service, NULL without services */
};

/*
 * Copies both files, then verifies and parses the copies. On success *ret_image is the caller's. On
 * failure *ret_why is a text that lasts, or NULL.
 * Returns 0, the errors of vdt_policy_sig_verify() and vdt_policy_parse(), -EBADF a descriptor that
 * cannot be read, -EINVAL not a regular file, -EIO a file that shrinks, -E2BIG, -ENOMEM.
 */
int vdt_image_new(int blob_fd, int signature_fd, struct vdt_image **ret_image,
		  const char **ret_why);
void vdt_image_free(struct vdt_image *image);

/* Any context, with the image held by RCU. */
void vdt_image_count(const struct vdt_image *image, int service, bool passed);

/* The sum over all CPUs. */
struct vdt_service_count vdt_image_sum(const struct vdt_image *image, int service);

#endif /* VDT_IMAGE_H */
