/* SPDX-License-Identifier: BSD-3-Clause */
/* The folder of the audit log (lib/audit/segment.h), read from its oldest item and judged on the
 * way (lib/audit/chain.h). */
#ifndef VDT_AUDIT_LOG_H
#define VDT_AUDIT_LOG_H

#include "lib/audit/chain.h"

/* How far a reader came and what it found there. */
struct vdt_audit_report {
	enum vdt_audit_state state;
	enum vdt_item_kind kind; /* of the item that is bad or incomplete */
	uint32_t segment;	 /* the file where the reader stands */
	uint64_t offset;	 /* in it, in bytes: of the first item that is bad, or the end */
	struct vdt_chain chain;	 /* up to there */
};

struct vdt_audit_reader;

/*
 * Open the log in folder @path, from its oldest segment. @unit, whose cosignatures count, and
 * @known, a checkpoint the log must have passed, may be NULL and outlive the reader. Memory use
 * does not depend on the size of the log. Nothing is read yet, so a damaged log opens too. Returns
 * 0, -ENOENT (no folder, or no segment in it), -ENOMEM, or another negative errno of opendir(3).
 */
int vdt_audit_open(const char *path, const struct vdt_unit *unit,
		   const struct vdt_checkpoint *known, struct vdt_audit_reader **ret_reader);
/* Close and free; NULL is fine. */
void vdt_audit_close(struct vdt_audit_reader *reader);
/*
 * Read and check the next item; its bytes are valid until the next call. Returns 1; 0 at the end
 * (of a log that is being written more may follow: call again); -EBADMSG where the log was altered
 * (for good: nothing behind that place can be trusted); -ENODATA where the last item is incomplete
 * (it may be on its way: call again); or another negative errno of openat(2) and read(2).
 */
int vdt_audit_next(struct vdt_audit_reader *reader, struct vdt_audit_item *ret_item);
/* As vdt_audit_next(), but headers and checkpoints are passed over. */
int vdt_audit_next_record(struct vdt_audit_reader *reader, struct vdt_audit_item *ret_item);
/* Where the reader stands, and the judgement on what it read. */
void vdt_audit_where(const struct vdt_audit_reader *reader, struct vdt_audit_report *ret_report);
/*
 * Read the log at @path to its end. Returns 0 with the judgement in @ret_report, or a negative
 * errno as vdt_audit_open() and vdt_audit_next() when it cannot be read at all.
 */
int vdt_audit_verify(const char *path, const struct vdt_unit *unit,
		     const struct vdt_checkpoint *known, struct vdt_audit_report *ret_report);

/* The oldest and the newest segment in folder @path, both 0 if there is none. Returns 0 or a
 * negative errno of opendir(3). */
int vdt_audit_segments(const char *path, uint32_t *ret_oldest, uint32_t *ret_newest);

#endif /* VDT_AUDIT_LOG_H */
