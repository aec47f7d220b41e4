/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The private key of the segment that is being written: in memory, and in a file NUMBER.key that
 * only this user may read, so that the segment can go on after a restart. When the next segment has
 * its own it is overwritten and removed: nobody can sign for the past any more. (What flash keeps
 * of an overwritten block is out of reach of this.)
 */
#ifndef VDT_AUDIT_SEGMENT_KEY_H
#define VDT_AUDIT_SEGMENT_KEY_H

#include "lib/crypto/ed25519.h"

struct vdt_segment_key {
	uint8_t seed[VDT_ED25519_SEED];
	uint8_t key[VDT_ED25519_KEY];
};

/* All in the folder @dir. Make one and its file. Returns 0 or a negative errno. */
int vdt_segment_key_make(int dir, uint32_t segment, struct vdt_segment_key *ret_key);
/* Returns 0, -ENOENT, -EBADMSG (not a key), or another negative errno. */
int vdt_segment_key_load(int dir, uint32_t segment, struct vdt_segment_key *ret_key);
/* Destroy every file of a key but that of segment @keep, 0: all. Returns 0 or a negative errno. */
int vdt_segment_key_erase_others(int dir, uint32_t keep);

#endif /* VDT_AUDIT_SEGMENT_KEY_H */
