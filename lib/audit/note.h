/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signed notes (C2SP signed-note): lines of text, an empty line, and for each signature a line
 *
 *   — NAME BASE64(key id 4 | signature)
 *
 * Two kinds of signatures are made here: Ed25519 (type 1) and ECDSA (type 2).
 */
#ifndef VDT_AUDIT_NOTE_H
#define VDT_AUDIT_NOTE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/crypto/digest.h"

#define VDT_NOTE_ROOM	    1024 /* of a whole note, with NUL */
#define VDT_NOTE_NAME	    64	 /* of a key's name, with NUL */
#define VDT_NOTE_SIGNATURE  80	 /* bytes: ECDSA on P-256 in DER takes up to 72 */
#define VDT_NOTE_SIGNATURES 4
#define VDT_NOTE_KEY_ID	    4

struct vdt_note_signature {
	char name[VDT_NOTE_NAME];
	uint8_t key_id[VDT_NOTE_KEY_ID];
	uint8_t bytes[VDT_NOTE_SIGNATURE];
	size_t len;
};

struct vdt_note {
	const char *text; /* what is signed: the lines with their newlines, in the note itself */
	size_t len;
	unsigned int n;
	struct vdt_note_signature signature[VDT_NOTE_SIGNATURES];
};

/* Take @note apart. Returns 0, or -EBADMSG: not a signed note, or beyond the bounds above. */
int vdt_note_parse(const char *note, size_t len, struct vdt_note *ret_note);
/*
 * Add a signature behind the text, or behind the signatures that are there. @note is terminated
 * and has VDT_NOTE_ROOM. Returns 0 or -EMSGSIZE.
 */
int vdt_note_add(char *note, const struct vdt_note_signature *signature);
/* The id of an Ed25519 key. Returns 0 or -EIO. */
int vdt_note_ed25519_id(const char *name, const uint8_t *key, uint8_t ret_id[VDT_NOTE_KEY_ID]);
/* The id of an ECDSA key, @spki its SubjectPublicKeyInfo in DER. Returns 0 or -EIO. */
int vdt_note_ecdsa_id(const uint8_t *spki, size_t len, uint8_t ret_id[VDT_NOTE_KEY_ID]);

#endif /* VDT_AUDIT_NOTE_H */
