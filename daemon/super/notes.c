// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/super/notes.h"

#include <stdio.h>

#include "lib/base/clock.h"

static struct vdt_msg_RECORD make_record(enum vdt_audit_type type, enum vdt_audit_result result,
					 const char *object, const char *reason)
{
	struct vdt_msg_RECORD record = {.type = type,
					.result = result,
					.count = 1,
					.boottime = vdt_clock_boottime(),
					.realtime = vdt_clock_realtime()};

	snprintf(record.object, sizeof(record.object), "%s", object);
	snprintf(record.reason, sizeof(record.reason), "%s", reason);
	return record;
}

static void deliver(struct vdt_notes *notes, const struct vdt_msg_RECORD *record)
{
	if (notes->audit && !vdt_chan_send(notes->audit, VDT_MSG_RECORD, record, -1))
		return;
	if (notes->count < VDT_NOTES_ROOM)
		notes->waiting[notes->count++] = *record;
	else
		notes->lost++;
}

static void report_lost(struct vdt_notes *notes)
{
	struct vdt_msg_RECORD record =
		make_record(VDT_AUDIT_PROCESS_FAULT, VDT_AUDIT_FAILED, "vedetted",
			    "records lost while audit was down, see count");

	record.count = notes->lost;
	notes->lost = 0;
	deliver(notes, &record);
}

void vdt_notes_add(struct vdt_notes *notes, enum vdt_audit_type type, enum vdt_audit_result result,
		   const char *object, const char *reason)
{
	const struct vdt_msg_RECORD record = make_record(type, result, object, reason);

	deliver(notes, &record);
}

void vdt_notes_connect(struct vdt_notes *notes, struct vdt_chan *audit)
{
	unsigned int i, waiting = notes->count;

	notes->audit = audit;
	if (!audit)
		return;
	notes->count = 0; /* deliver() may put back what is behind the one it reads */
	for (i = 0; i < waiting; i++)
		deliver(notes, &notes->waiting[i]);
	if (notes->lost)
		report_lost(notes);
}
