/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * How a database of prefix sets lies in memory: for prefix_set.c, which reads it, prefix_cursor.c,
 * which walks through it, and prefix_build.c, which makes it. Everything is one allocation.
 *
 * The sets cut the address space into ranges; a boundary is where a range begins. The number of
 * boundaries at or before an address is its rank, and the rank gives the class of the range: which
 * sets it is in. With two classes they take turns at every boundary, so nothing need be stored.
 *
 * IPv4 is DXR (Zec, Rizzo, Mikuc: "DXR: towards a billion routing lookups per second in software",
 * 2012) on boundaries: a table over the upper bits says where the boundaries of a chunk of the
 * space begin; of them only the lower bits are kept. Small sets get a small table.
 *
 * IPv6 is a static B+ tree over the upper 64 bits whose inner nodes are cache lines. A /64 with
 * boundaries inside has a key of its own, of the class `longer`: it is a run, and the lower halves
 * of its boundaries stand side by side in a side array.
 */
#ifndef VDT_PREFIX_LAYOUT_H
#define VDT_PREFIX_LAYOUT_H

#include "core.h"
#include "limits.h"
#include "prefix_key.h"

enum {
	VDT_PREFIX_CHUNK_BITS = 16, /* of a chunk whose boundaries take 16 bits each */
	VDT_PREFIX_LEAF = 16,	    /* keys: two cache lines */
	VDT_PREFIX_NODE = 8,	    /* keys of an inner node: one cache line */
	VDT_PREFIX_CHILDREN = VDT_PREFIX_NODE + 1,
	VDT_PREFIX_LEVELS = 6, /* of inner nodes */
	VDT_PREFIX_CLASSES = 256,
	VDT_PREFIX_NO_CLASS = VDT_PREFIX_CLASSES,
};

/* A prefix makes two boundaries at most, and each takes two keys of the tree at most. */
static_assert(4ULL * VDT_PREFIXES_MAX <= 16 * 9 * 9 * 9 * 9 * 9 * 9);

struct vdt_prefix_classes {
	u64 *masks; /* of each class: the sets; class 0: none */
	u8 *packed; /* by rank, `bits` bits each */
	u8 bits;    /* 0: two classes that take turns */
};

struct vdt_prefix_ipv4 {
	u32 *start;    /* by chunk: number of boundaries before it; one more at the end */
	u16 *narrow;   /* the lower bits of the boundaries, */
	u32 *wide;     /* one of the two is used */
	u32 n;	       /* boundaries */
	u8 chunk_bits; /* of the address behind the bits that choose the chunk */
	struct vdt_prefix_classes classes;
};

struct vdt_prefix_ipv6 {
	u64 *keys; /* ascending, leaves of VDT_PREFIX_LEAF, filled up with all ones */
	u64 *level[VDT_PREFIX_LEVELS];	 /* inner nodes; the first is just above the leaves */
	u32 children[VDT_PREFIX_LEVELS]; /* how many nodes or leaves lie below the level */
	u32 n;				 /* keys */
	u8 levels;
	u16 longer; /* this class is found in the side array */
	struct vdt_prefix_classes classes;
	u32 *leaf_runs; /* by leaf: number of runs before its first key; NULL without runs */
	u32 *run_start; /* by run: number of boundaries in the side array before it; one more */
	u64 *side;	/* lower halves, ascending in each run */
	u8 *side_class; /* each run begins with the class at the begin of its /64 */
	u32 n_runs, n_side;
};

struct vdt_prefix_db {
	struct vdt_prefix_ipv4 v4;
	struct vdt_prefix_ipv6 v6;
	size_t memory;
	u32 prefixes[VDT_SETS_MAX]; /* how many each set was made of */
};

static inline unsigned int vdt_prefix_class(const struct vdt_prefix_classes *classes, u32 rank)
{
	u32 at = rank * classes->bits;

	if (!classes->bits)
		return rank & 1;
	return classes->packed[at >> 3] >> (at & 7) & ((1u << classes->bits) - 1);
}

#endif /* VDT_PREFIX_LAYOUT_H */
