/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What strangers can cause as often as they like must not push everything else out of the log. Of
 * such records the first few of each source are written; the others of the same window are counted
 * and become one record when it ends.
 */
#ifndef VDT_AUDIT_FLOOD_H
#define VDT_AUDIT_FLOOD_H

#include <stdbool.h>

#include "lib/audit/record.h"

#define VDT_FLOOD_WINDOW  60  /* seconds */
#define VDT_FLOOD_SOURCES 64  /* told apart in a window */
#define VDT_FLOOD_SINGLES 8   /* records of one source that are written */
#define VDT_FLOOD_TOTAL	  128 /* records of all sources that are written */

/* Records that differ only in their port, object and time. */
struct vdt_flood_entry {
	struct vdt_audit_record record; /* the last one; count: of those not written */
	unsigned int written;
};

struct vdt_flood {
	struct vdt_flood_entry entry[VDT_FLOOD_SOURCES];
	unsigned int used;
	unsigned int written;
	uint32_t others[VDT_AUDIT_TYPE_END]; /* by type, of sources that found no entry */
};

/* Whether @record was counted here and must not be written. @strict: not even the first few are. */
bool vdt_flood_absorb(struct vdt_flood *flood, const struct vdt_audit_record *record, bool strict);
/* End the window: hand a record for everything counted to @write and start anew. */
void vdt_flood_drain(struct vdt_flood *flood,
		     void (*write)(void *ctx, struct vdt_audit_record *record), void *ctx);

#endif /* VDT_AUDIT_FLOOD_H */
