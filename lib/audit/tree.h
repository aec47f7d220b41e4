/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The Merkle tree of RFC 6962 section 2.1 over the records of a log, without its leaves.
 *
 * What is kept of the leaves start to end - 1 is a compact range: the roots of the largest complete
 * subtrees that lie in it, from left to right, at most two of each size. Ranges that touch can be
 * joined. So the range from 0 gives the root; and the range [m, n) proves to whoever holds [0, m)
 * that the tree of n leaves continues the one of m, for joined they give its root or they do not.
 */
#ifndef VDT_AUDIT_TREE_H
#define VDT_AUDIT_TREE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/crypto/digest.h"

#define VDT_RANGE_NODES 64 /* enough for every range below 2^32 leaves */

struct vdt_range {
	uint64_t start, end; /* leaves, the first has number 0 */
	unsigned int n;
	uint8_t level[VDT_RANGE_NODES]; /* a node stands for 2^level leaves */
	uint8_t node[VDT_RANGE_NODES][VDT_SHA256];
};

/* The empty range at @start. */
void vdt_range_init(struct vdt_range *range, uint64_t start);
/* Append the leaf @data. Returns 0, -E2BIG (more nodes than there is room for) or -EIO. */
int vdt_range_append(struct vdt_range *range, const void *data, size_t len);
/* Append @right, which must begin where @left ends. Returns 0, -EINVAL (it does not; @left is then
 * as before), -E2BIG or -EIO (@left is then of no use). */
int vdt_range_join(struct vdt_range *left, const struct vdt_range *right);
/* The root of the tree; @range must start at 0. Returns 0, -EINVAL or -EIO. */
int vdt_range_root(const struct vdt_range *range, uint8_t ret_root[VDT_SHA256]);
/* How many nodes the range has. */
unsigned int vdt_range_count(uint64_t start, uint64_t end);
/* The range whose @n nodes were kept elsewhere. Returns 0, or -EBADMSG if it has not so many. */
int vdt_range_set(struct vdt_range *range, uint64_t start, uint64_t end, const void *nodes,
		  unsigned int n);

#endif /* VDT_AUDIT_TREE_H */
