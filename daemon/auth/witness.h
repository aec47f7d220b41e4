/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The unit as witness of the audit log. It remembers, in a sealed file, where the log was when it
 * last cosigned a checkpoint, and cosigns only what continues it: with the tree of then joined to
 * what came since. So whoever takes over audit alone can neither rewrite what was cosigned, nor go
 * back behind it, nor give a segment another key.
 */
#ifndef VDT_AUTH_WITNESS_H
#define VDT_AUTH_WITNESS_H

#include "lib/audit/checkpoint.h"
#include "lib/audit/tree.h"
#include "lib/crypto/sealed.h"
#include "lib/ipc/msgs.h"

#define VDT_WITNESS_RETIRED 16 /* logs before this one that are remembered, not to come back */

struct vdt_witness {
	struct vdt_sealed file;
	bool known;		    /* some log was cosigned */
	bool begun;		    /* by the last judgement, another log than before */
	struct vdt_checkpoint last; /* of it */
	struct vdt_range tree;	    /* of last.size records */
	uint8_t retired[VDT_WITNESS_RETIRED][VDT_AUDIT_LOG_ID];
	unsigned int n_retired; /* the oldest one makes room */
};

/*
 * Load what is remembered in the sealed file @path. If it is damaged in both slots nothing is: the
 * next log that comes is cosigned from its beginning; @ret_lost tells that, for who rules the file
 * could have wanted it. Returns 0 or a negative errno of vdt_sealed_read().
 */
int vdt_witness_load(struct vdt_witness *witness, const char *path, const uint8_t *seal_key,
		     bool *ret_lost);
/*
 * Judge @question. COSIGNED: what is asked was remembered, and may be signed; @ret_note is the
 * checkpoint's parts, in @question. RESUME: @ret_answer->size says from where. REFUSED and UNABLE:
 * @ret_answer->reason says why.
 */
enum vdt_witness_verdict vdt_witness_judge(struct vdt_witness *witness,
					   const struct vdt_msg_WITNESS *question,
					   struct vdt_msg_COSIGNATURE *ret_answer,
					   struct vdt_note *ret_note);

#endif /* VDT_AUTH_WITNESS_H */
