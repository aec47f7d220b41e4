/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* Numbers for the combinations of sets, while a database of prefix sets is made. */
#ifndef VDT_PREFIX_CLASS_H
#define VDT_PREFIX_CLASS_H

#include "core.h"
#include "prefix_layout.h"

enum { VDT_PREFIX_SLOTS = 2 * VDT_PREFIX_CLASSES };

struct vdt_prefix_class_table {
	u64 masks[VDT_PREFIX_CLASSES];
	u16 n;			     /* classes; class 0 is in no set */
	u16 slots[VDT_PREFIX_SLOTS]; /* open hash of the masks: class + 1 */
};

void vdt_prefix_class_init(struct vdt_prefix_class_table *table);

/* Returns the class of the mask, a new one if need be, or -E2BIG. */
int vdt_prefix_class_of(struct vdt_prefix_class_table *table, u64 mask);

/* How many bits a class takes; @plain as in struct vdt_prefix_classes. */
u8 vdt_prefix_class_bits(const struct vdt_prefix_class_table *table, bool plain);

#endif /* VDT_PREFIX_CLASS_H */
