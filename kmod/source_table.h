/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * Which dropped packets become events: one of a source (IPv4 address, IPv6 /64, link-local address)
 * in VDT_EVENT_SOURCE_NS, and VDT_EVENT_BURST, then one in VDT_EVENT_NS of all. What is left out is
 * counted, by source and in all, but in all only while no source may become one, so that a flood
 * costs no search. A table of fixed size: where it is full the source that was quiet
 * longest makes room, and its count lives on in the sum.
 */
#ifndef VDT_SOURCE_TABLE_H
#define VDT_SOURCE_TABLE_H

#include "core.h"
#include "addr.h"

struct vdt_source_table;

/* Returns an empty table, or NULL when there is no memory. The key makes the places unpredictable.
 */
struct vdt_source_table *vdt_source_table_new(const siphash_key_t *key, u64 now);
void vdt_source_table_free(struct vdt_source_table *table);

/*
 * Returns whether this drop becomes an event; if so *ret_suppressed is the number of drops of the
 * source that became none since its last one. Any context.
 */
bool vdt_source_report(struct vdt_source_table *table, const struct vdt_addr *source, u64 now,
		       u32 *ret_suppressed);

/* Drops that became no event, of all sources since the table is there. */
u64 vdt_source_suppressed(const struct vdt_source_table *table);

#endif /* VDT_SOURCE_TABLE_H */
