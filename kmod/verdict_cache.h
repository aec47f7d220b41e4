/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * The verdicts that were made, by inode. A table of fixed size; where it is full, the one that was
 * not asked for longest makes room. A verdict is found only while nothing of struct vdt_inode_state
 * is different.
 */
#ifndef VDT_VERDICT_CACHE_H
#define VDT_VERDICT_CACHE_H

#include "core.h"
#include "ima_sig.h"
#include "package.h"
#include "policy_integrity.h"

struct vdt_verdict {
	u8 reason;		    /* enum vedette_integrity_reason; NONE: well signed */
	u8 hash;		    /* enum vdt_hash of the digest; NONE: there is no digest */
	bool verity;		    /* the digest is that of fs-verity */
	u8 digest[VDT_DIGEST_MAX];  /* vdt_hash_size(hash) bytes, then zeros */
	u32 key_id;		    /* that the signature names; 0: there is no signature */
	struct vdt_package package; /* only with NONE */
};

/* An inode and all by which a change of it can be seen. */
struct vdt_inode_state {
	u64 ino;
	u64 self; /* where it is in memory: another one, if it was forgotten and read again */
	u64 size, version;
	u64 changed; /* ctime in nanoseconds */
	u32 dev, generation;
};

static inline bool vdt_inode_state_is_same(const struct vdt_inode_state *a,
					   const struct vdt_inode_state *b)
{
	return a->ino == b->ino && a->dev == b->dev && a->self == b->self && a->size == b->size &&
	       a->version == b->version && a->changed == b->changed &&
	       a->generation == b->generation;
}

struct vdt_verdict_cache;

/* Returns an empty table, or NULL when there is no memory. The key makes places unpredictable. */
struct vdt_verdict_cache *vdt_verdict_cache_new(const hsiphash_key_t *key);
void vdt_verdict_cache_free(struct vdt_verdict_cache *cache);

/* Whether such a verdict may be kept: not one that may be another at the next attempt. */
bool vdt_verdict_is_lasting(const struct vdt_verdict *verdict);

/* Returns whether there is a verdict. */
bool vdt_verdict_cache_find(struct vdt_verdict_cache *cache, const struct vdt_inode_state *state,
			    struct vdt_verdict *ret_verdict);

/*
 * Whether there is a verdict, and nothing in it is against the policy of that version. It is asked
 * of the policy once and remembered, so a version stands for one policy, and is not 0.
 */
bool vdt_verdict_cache_passes(struct vdt_verdict_cache *cache, const struct vdt_inode_state *state,
			      const struct vdt_integrity *integrity, u64 version);

/*
 * Keeps the verdict, in the place of any other one of the inode, if it is lasting and there is a
 * place for its label.
 */
void vdt_verdict_cache_put(struct vdt_verdict_cache *cache, const struct vdt_inode_state *state,
			   const struct vdt_verdict *verdict);

/* Forgets the inode, whatever its state. */
void vdt_verdict_cache_drop(struct vdt_verdict_cache *cache, u32 dev, u64 ino);
void vdt_verdict_cache_flush(struct vdt_verdict_cache *cache);

/*
 * Walks over the table: gives the next verdict from place *pos on, and moves *pos behind it. Begins
 * with 0. Returns false at the end.
 */
bool vdt_verdict_cache_next(struct vdt_verdict_cache *cache, u32 *pos, u32 *ret_dev, u64 *ret_ino,
			    struct vdt_verdict *ret_verdict);

struct vdt_verdict_cache_stats {
	u32 entries, places;
	u64 bytes;  /* of the whole table */
	u64 hits;   /* verdicts that were found */
	u64 misses; /* that were made instead: calls of vdt_verdict_cache_put() */
};

void vdt_verdict_cache_stats(struct vdt_verdict_cache *cache,
			     struct vdt_verdict_cache_stats *ret_stats);

#endif /* VDT_VERDICT_CACHE_H */
