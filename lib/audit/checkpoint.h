/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checkpoints of the log (C2SP tlog-checkpoint): a signed note of
 *
 *   vedette/audit/LOG      which log, 32 hexadecimal digits
 *   SIZE                   records from the first on
 *   ROOT                   of the Merkle tree over them, base 64
 *   segment N              that was being written
 *   key KEY                its public key, base 64
 *   head HASH              of the last record, or of the header if none follows it, base 64
 *   counter N              checkpoints of this log up to this one
 *
 * signed by the segment's key under the name of the first line, and, once the unit has seen it, by
 * the unit's key: then it says that the key is this segment's and that the tree continues those
 * which the unit signed before.
 */
#ifndef VDT_AUDIT_CHECKPOINT_H
#define VDT_AUDIT_CHECKPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/audit/note.h"
#include "lib/crypto/ed25519.h"

#define VDT_AUDIT_LOG_ID 16

#define VDT_CHECKPOINT_UNIT "vedette/unit" /* name of the unit's key in notes */

struct vdt_checkpoint {
	uint8_t log[VDT_AUDIT_LOG_ID];
	uint64_t size;
	uint8_t root[VDT_SHA256];
	uint32_t segment;
	uint8_t key[VDT_ED25519_KEY];
	uint8_t head[VDT_SHA256];
	uint64_t counter;
};

/* Write the note with the signature of @seed, the private key to @checkpoint->key. Returns 0 or
 * -EIO. */
int vdt_checkpoint_sign(const struct vdt_checkpoint *checkpoint, const uint8_t *seed,
			char ret_note[VDT_NOTE_ROOM]);
/*
 * Read a note and check the signature of the segment's key in it; those of others are the caller's
 * to check, in @ret_note. Returns 0; -EBADMSG: not a checkpoint, or that signature is missing or
 * wrong; or -EIO.
 */
int vdt_checkpoint_read(const char *text, size_t len, struct vdt_checkpoint *ret_checkpoint,
			struct vdt_note *ret_note);

#endif /* VDT_AUDIT_CHECKPOINT_H */
