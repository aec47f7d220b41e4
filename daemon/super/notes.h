/* SPDX-License-Identifier: BSD-3-Clause */
/* Records on their way to audit; they wait here while audit is down. */
#ifndef VDT_SUPER_NOTES_H
#define VDT_SUPER_NOTES_H

#include <stdint.h>

#include "lib/ipc/chan.h"

#define VDT_NOTES_ROOM 64 /* records that wait; the newest are lost, and counted, beyond it */

struct vdt_notes {
	struct vdt_chan *audit; /* NULL while audit is not ready */
	struct vdt_msg_RECORD waiting[VDT_NOTES_ROOM];
	unsigned int count;
	uint32_t lost;
};

/* Leave a record about @object; stamped with the time of now. */
void vdt_notes_add(struct vdt_notes *notes, enum vdt_audit_type type, enum vdt_audit_result result,
		   const char *object, const char *reason);
/* Audit is ready (send what waits) or gone (@audit NULL). */
void vdt_notes_connect(struct vdt_notes *notes, struct vdt_chan *audit);

#endif /* VDT_SUPER_NOTES_H */
