/* SPDX-License-Identifier: BSD-3-Clause */
/* What the two files of the journal have of each other. */
#ifndef VDT_AUDIT_JOURNAL_PART_H
#define VDT_AUDIT_JOURNAL_PART_H

#include "daemon/audit/journal.h"

/* journal.c: append the @len bytes of an item, a header being in its file already, and take it into
 * the chain. Returns 0 or a negative errno; the file is mended before the next item then. */
int vdt_journal_write(struct vdt_journal *journal, bool header, const uint8_t *item, size_t len);
/* journal.c: append @record to this segment, whatever room it has. Returns 0 or a negative errno.
 */
int vdt_journal_write_record(struct vdt_journal *journal, struct vdt_audit_record *record);

/* journal_open.c: begin the next segment with a key of its own, and destroy the one before. Returns
 * 0 or a negative errno; the segment before goes on then, but if its key is gone already. */
int vdt_journal_begin_segment(struct vdt_journal *journal);

#endif /* VDT_AUDIT_JOURNAL_PART_H */
