/* SPDX-License-Identifier: BSD-3-Clause */
/* Prefixes that come in a file of their own, one a line, as threat feeds are published. */
#ifndef VDT_KIT_FEED_H
#define VDT_KIT_FEED_H

#include "lib/policy/model.h"

#define VDT_FEED_SIZE (64u << 20) /* bytes; VDT_PREFIXES_MAX lines with some comments are less */

/*
 * Append the prefixes of @feed, relative to the folder of @policy, to @set, which belongs to
 * @model. @at is where the policy names the feed. Returns 0, -ENOMEM, or -EINVAL with @ret_error.
 */
int vdt_feed_read(struct vdt_model *model, struct vdt_model_set *set, const char *policy,
		  const char *feed, const struct vdt_model_mark *at,
		  struct vdt_model_error *ret_error);

#endif /* VDT_KIT_FEED_H */
