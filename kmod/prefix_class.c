// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "prefix_class.h"

void vdt_prefix_class_init(struct vdt_prefix_class_table *table)
{
	memset(table, 0, sizeof(*table));
	table->n = 1;
}

/* Never full: there are twice as many slots as classes. */
static u16 *find_slot(struct vdt_prefix_class_table *table, u64 mask)
{
	u32 at = (u32)(mask * 0x9e3779b97f4a7c15ULL >> 32);

	while (table->slots[at % VDT_PREFIX_SLOTS] &&
	       table->masks[table->slots[at % VDT_PREFIX_SLOTS] - 1] != mask)
		at++;
	return &table->slots[at % VDT_PREFIX_SLOTS];
}

int vdt_prefix_class_of(struct vdt_prefix_class_table *table, u64 mask)
{
	u16 *slot;

	if (!mask)
		return 0;
	slot = find_slot(table, mask);
	if (*slot)
		return *slot - 1;
	if (table->n == VDT_PREFIX_CLASSES)
		return -E2BIG;
	table->masks[table->n++] = mask;
	*slot = table->n;
	return *slot - 1;
}

u8 vdt_prefix_class_bits(const struct vdt_prefix_class_table *table, bool plain)
{
	return table->n <= 2 ? !plain : table->n <= 4 ? 2 : table->n <= 16 ? 4 : 8;
}
