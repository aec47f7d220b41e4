/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The questions to auth, which holds the key of the unit, to cosign the checkpoints of the log: one
 * at a time. The log goes on without it; what it missed is part of the next question.
 */
#ifndef VDT_AUDIT_COSIGN_H
#define VDT_AUDIT_COSIGN_H

#include "daemon/audit/journal.h"
#include "lib/ipc/msgs.h"

struct vdt_cosign {
	bool waiting;		/* for the answer */
	uint64_t counter;	/* of the checkpoint that was asked about */
	struct vdt_range asked; /* records that the question was about */
};

/*
 * Write a checkpoint if the log has grown, and make the question about it. Returns 1 if there is
 * one to be sent, 0 if not: one is on its way, or nothing can be signed; or a negative errno of
 * vdt_journal_checkpoint().
 */
int vdt_cosign_ask(struct vdt_cosign *cosign, struct vdt_journal *journal,
		   struct vdt_msg_WITNESS *ret_question);
/*
 * Take the answer. Returns 0; -EAGAIN: ask again; -ESTALE: auth knows this log otherwise than it
 * is, and will not cosign it; or another negative errno.
 */
int vdt_cosign_take(struct vdt_cosign *cosign, struct vdt_journal *journal,
		    const struct vdt_msg_COSIGNATURE *answer);
/* No answer will come. */
void vdt_cosign_forget(struct vdt_cosign *cosign, struct vdt_journal *journal);

#endif /* VDT_AUDIT_COSIGN_H */
