/* SPDX-License-Identifier: BSD-3-Clause */
/* A single address prefix: its text, its order, its bits. */
#ifndef VDT_POLICY_PREFIX_H
#define VDT_POLICY_PREFIX_H

#include "lib/policy/model.h"

#define VDT_PREFIX_TEXT 64 /* the longest text with NUL */

/* Bytes of an address of @family: 4 or 16. */
size_t vdt_prefix_width(enum vdt_model_family family);
/* Below 0, 0, above 0: by address, then by length; the order of the blob. */
int vdt_prefix_compare(const struct vdt_model_prefix *a, const struct vdt_model_prefix *b);
/* Clear the bits behind the length; true if there were any. */
bool vdt_prefix_mask(struct vdt_model_prefix *prefix, enum vdt_model_family family);
/* "10.0.0.0/8", always with the length. */
void vdt_prefix_format(const struct vdt_model_prefix *prefix, enum vdt_model_family family,
		       char text[VDT_PREFIX_TEXT]);

#endif /* VDT_POLICY_PREFIX_H */
