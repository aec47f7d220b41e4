/* SPDX-License-Identifier: BSD-3-Clause */
/* The key of the unit as others know it, by its certificate: it cosigns checkpoints. */
#ifndef VDT_AUDIT_UNIT_H
#define VDT_AUDIT_UNIT_H

#include "lib/audit/note.h"

struct vdt_unit;

/* Take the key from a certificate in DER or PEM. Returns 0, -EBADMSG (no certificate of an elliptic
 * curve key) or -ENOMEM. */
int vdt_unit_new(const uint8_t *certificate, size_t len, struct vdt_unit **ret_unit);
void vdt_unit_free(struct vdt_unit *unit);
/* The id that signatures of a certificate's key have in notes. Returns 0 or a negative errno as
 * vdt_unit_new(). */
int vdt_unit_key_id(const uint8_t *certificate, size_t len, uint8_t ret_id[VDT_NOTE_KEY_ID]);
/*
 * Check @signature, which bears the name of the unit, over the text of @note. Returns 0; -ENOKEY:
 * it is of another unit; -EBADMSG: it is wrong; -EIO.
 */
int vdt_unit_check(const struct vdt_unit *unit, const struct vdt_note *note,
		   const struct vdt_note_signature *signature);

#endif /* VDT_AUDIT_UNIT_H */
