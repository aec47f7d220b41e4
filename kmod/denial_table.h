/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * What was refused for integrity, or would have been: each kind and reason of each executable and
 * file once, with a count, so that one can see before enforcement what would fail. And which of it
 * becomes an event: of an executable the first of each kind and reason, and VDT_DENIAL_BURST, then
 * one in VDT_DENIAL_NS; what is left out is counted. Tables of fixed size: where one is full, what
 * was quiet longest makes room.
 */
#ifndef VDT_DENIAL_TABLE_H
#define VDT_DENIAL_TABLE_H

#include "core.h"
#include "limits.h"

/* An inode, without a reference. Zero: none. */
struct vdt_file_id {
	u64 ino;
	u32 dev, generation;
};

struct vdt_denial_key {
	struct vdt_file_id exe;	 /* of the process */
	struct vdt_file_id file; /* that it is about */
	u8 kind, reason;	 /* enum vedette_integrity_kind, _reason */
	u8 observed;		 /* it only would have been refused */
	u8 unused[5];
};

struct vdt_denial_row {
	struct vdt_denial_key key;
	u64 first, last; /* nanoseconds, CLOCK_BOOTTIME */
	u32 count;	 /* 0: no row */
	char exe[VDT_EVENT_TEXT_MAX + 1], path[VDT_EVENT_TEXT_MAX + 1];
};

struct vdt_denial_table;

/* Returns an empty table, or NULL when there is no memory. The key makes the places unpredictable.
 */
struct vdt_denial_table *vdt_denial_table_new(const siphash_key_t *key, u64 now);
void vdt_denial_table_free(struct vdt_denial_table *table);

/*
 * Adds one; exe and path are copied and cut. Returns whether it becomes an event; if so
 * *ret_suppressed is how many of the executable became none since its last one. Any context.
 */
bool vdt_denial_table_add(struct vdt_denial_table *table, const struct vdt_denial_key *key,
			  const char *exe, const char *path, u64 now, u32 *ret_suppressed);

/* Copies the first row at `place` or behind it; returns the place behind that, 0: there is none. */
u32 vdt_denial_table_next(struct vdt_denial_table *table, u32 place,
			  struct vdt_denial_row *ret_row);

/* How many rows of what was only observed made room since the table was last cleared. */
u64 vdt_denial_table_forgotten(struct vdt_denial_table *table);

/* Forgets all rows, not what became of events; returns how many there were. */
u32 vdt_denial_table_clear(struct vdt_denial_table *table);

#endif /* VDT_DENIAL_TABLE_H */
