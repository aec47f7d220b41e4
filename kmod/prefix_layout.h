/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * How a database of prefix sets lies in memory: for prefix_set.c, which reads it, prefix_cursor.c,
 * which walks through it, and prefix_build.c, which makes it. Everything is one allocation.
 *
 * The sets cut the address space into ranges. A key is where a range begins, and it has two
 * classes, each of which says which sets hold an address: that of its own place and that of what
 * follows, up to the next key. So a host, which would else be two keys, is one. All classes of a
 * family stand in a row, by slot: 0 is what lies before the first key, 2i + 1 the place of key i,
 * 2i + 2 what follows it. The slot of an address is the number of keys below it plus the number not
 * above it. Where few ranges are one place long, keys have one class only; two of those take turns,
 * and nothing need be stored.
 *
 * IPv4 is DXR (Zec, Rizzo, Mikuc: "DXR: towards a billion routing lookups per second in software",
 * 2012) on these keys: a table over the upper bits says where the keys of a chunk of the space
 * begin; of them only the lower bits are kept. Small sets get a small table.
 *
 * IPv6 is a static B+ tree over the upper 64 bits whose inner nodes are cache lines: the place of a
 * key is a /64. A key that means less has a tail: the lower half of the one address it means, or
 * where to find its run: the keys inside its /64, of which only the lower halves are kept.
 */
#ifndef VDT_PREFIX_LAYOUT_H
#define VDT_PREFIX_LAYOUT_H

#include "core.h"
#include "limits.h"
#include "prefix_key.h"

enum {
	VDT_PREFIX_CHUNK_BITS = 16, /* of a chunk whose keys take 16 bits each */
	VDT_PREFIX_LEAF = 16,	    /* keys: two cache lines */
	VDT_PREFIX_NODE = 8,	    /* keys of an inner node: one cache line */
	VDT_PREFIX_CHILDREN = VDT_PREFIX_NODE + 1,
	VDT_PREFIX_LEVELS = 6, /* of inner nodes */
	VDT_PREFIX_CLASSES = 256,
};

/* A prefix makes two keys at most. */
static_assert(2ULL * VDT_PREFIXES_MAX <= 16 * 9 * 9 * 9 * 9 * 9 * 9);

struct vdt_prefix_classes {
	u64 *masks; /* of each class: the sets; class 0: none */
	u8 *packed; /* by slot, `bits` bits each */
	u8 bits;    /* 0: two classes that take turns */
	bool plain; /* the two slots of a key are one */
};

struct vdt_prefix_ipv4 {
	u32 *start;    /* by chunk: number of keys before it; one more at the end */
	u16 *narrow;   /* the lower bits of the keys, */
	u32 *wide;     /* one of the two is used */
	u32 n;	       /* keys */
	u8 chunk_bits; /* of the address behind the bits that choose the chunk */
	struct vdt_prefix_classes classes;
};

union vdt_prefix_tail {
	u64 low; /* half of the only place */
	struct {
		u32 first, n; /* in the side array */
	} run;
};

/* Of the keys of a leaf: bit i is about key i. */
struct vdt_prefix_leaf_tails {
	u32 before; /* tails of the leaves before */
	u16 there;  /* the key has a tail, */
	u16 runs;   /* and this is a run */
};

struct vdt_prefix_ipv6 {
	u64 *keys; /* ascending, leaves of VDT_PREFIX_LEAF, filled up with all ones */
	u64 *level[VDT_PREFIX_LEVELS];	 /* inner nodes; the first is just above the leaves */
	u32 children[VDT_PREFIX_LEVELS]; /* how many nodes or leaves lie below the level */
	u32 n;				 /* keys */
	u8 levels;
	struct vdt_prefix_classes classes;
	struct vdt_prefix_leaf_tails *leaf_tails; /* by leaf; NULL when no key has a tail */
	union vdt_prefix_tail *tails;
	u64 *side; /* lower halves, ascending in each run */
	u32 n_tails, n_side;
	struct vdt_prefix_classes side_classes;
};

struct vdt_prefix_db {
	struct vdt_prefix_ipv4 v4;
	struct vdt_prefix_ipv6 v6;
	size_t memory;
	u32 prefixes[VDT_SETS_MAX]; /* how many each set was made of */
};

/* Where the class of a slot stands. */
static inline u32 vdt_prefix_class_at(const struct vdt_prefix_classes *classes, u32 slot)
{
	return (slot + classes->plain) >> classes->plain;
}

/* The sets that hold the addresses of a slot. */
static inline u64 vdt_prefix_mask(const struct vdt_prefix_classes *classes, u32 slot)
{
	u32 bit;

	if (!classes->bits)
		return classes->masks[(slot + 1) / 2 % 2];
	bit = vdt_prefix_class_at(classes, slot) * classes->bits;
	return classes->masks[classes->packed[bit >> 3] >> (bit & 7) & ((1u << classes->bits) - 1)];
}

/* The tail of key i, or NULL: it means all its /64. *ret_run: the tail is a run. */
static inline const union vdt_prefix_tail *vdt_prefix_tail(const struct vdt_prefix_ipv6 *v6, u32 i,
							   bool *ret_run)
{
	const struct vdt_prefix_leaf_tails *leaf;
	u16 bit = 1u << i % VDT_PREFIX_LEAF;

	*ret_run = false;
	if (!v6->leaf_tails)
		return NULL;
	leaf = &v6->leaf_tails[i / VDT_PREFIX_LEAF];
	if (!(leaf->there & bit))
		return NULL;
	*ret_run = leaf->runs & bit;
	return &v6->tails[leaf->before + hweight16(leaf->there & (bit - 1))];
}

#endif /* VDT_PREFIX_LAYOUT_H */
