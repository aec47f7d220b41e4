/* SPDX-License-Identifier: BSD-3-Clause */
/* Read addresses and prefixes as people write them. */
#ifndef VDT_KIT_PREFIX_TEXT_H
#define VDT_KIT_PREFIX_TEXT_H

#include "lib/policy/model.h"

/*
 * "10.0.0.0/8", "fd00::5"; without a length the whole address. IPv4 in IPv6 (::ffff:10.0.0.1) is
 * refused: the kernel sees such a source as IPv4. @at goes into the prefix and the error. Returns
 * 0, or -EINVAL with @ret_error.
 */
int vdt_prefix_parse(const char *text, const struct vdt_model_mark *at,
		     struct vdt_model_prefix *ret_prefix, enum vdt_model_family *ret_family,
		     struct vdt_model_error *ret_error);

/* The same, but IPv4 in IPv6 becomes IPv4, as the kernel sees it. */
int vdt_prefix_parse_folded(const char *text, const struct vdt_model_mark *at,
			    struct vdt_model_prefix *ret_prefix, enum vdt_model_family *ret_family,
			    struct vdt_model_error *ret_error);

/* Parse @text and append it to @set. As vdt_prefix_parse(), or -ENOMEM. */
int vdt_prefix_add(struct vdt_model_set *set, const char *text, const struct vdt_model_mark *at,
		   struct vdt_model_error *ret_error);

#endif /* VDT_KIT_PREFIX_TEXT_H */
