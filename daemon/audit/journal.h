/* SPDX-License-Identifier: BSD-3-Clause */
/* The log as its writer sees it: opened once, checked, then only appended to. */
#ifndef VDT_AUDIT_JOURNAL_H
#define VDT_AUDIT_JOURNAL_H

#include <limits.h>

#include "lib/audit/log.h"

struct vdt_journal {
	char path[PATH_MAX - 64]; /* leaves room for the names of files put aside */
	int fd;			  /* -1: the last attempt to open a file failed */
	uint64_t size;		  /* of the file, in bytes */
	uint64_t max;		  /* rotate before it grows past this */
	uint64_t kernel_seq;	  /* highest of this boot in the log */
	uint32_t lost;		  /* records that could not be written since the last that could */
	bool torn;		  /* a write failed half way: the file is longer than size */
	bool dirty;		  /* something was written since the last sync */
	enum vdt_audit_state found; /* when it was opened */
	uint8_t boot_id[16];
	struct vdt_audit_report state; /* the end of the chain: seq, head, unit */
};

/*
 * Open the log at @path, checking all of it. An incomplete last record is cut off; a log that was
 * altered is put aside as PATH.bad-TIME (and PATH.bad-TIME.1) and a new chain begins. What was
 * found is the first record written, of type AUDIT_START. @boot_id tells this boot from others.
 * Returns 0 or a negative errno of the calls involved; call vdt_journal_close() in any case.
 */
int vdt_journal_open(struct vdt_journal *journal, const char *path, const uint8_t boot_id[16]);
/*
 * Append @record: its seq, boot id and hashes are filled in, the times if boottime is 0. Rotates
 * when the file is full. Returns 0, or a negative errno; the record is then counted as lost, and
 * the count is recorded as EVENTS_LOST before the next one that can be written.
 */
int vdt_journal_append(struct vdt_journal *journal, struct vdt_audit_record *record);
/* Have all that was appended on the medium. Returns 0 or a negative errno. */
int vdt_journal_sync(struct vdt_journal *journal);
/* Sync and close. */
void vdt_journal_close(struct vdt_journal *journal);

#endif /* VDT_AUDIT_JOURNAL_H */
