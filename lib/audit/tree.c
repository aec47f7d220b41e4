// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/tree.h"

#include <errno.h>
#include <string.h>

/* RFC 6962: a leaf can never be taken for a node. */
static const uint8_t leaf_mark = 0, node_mark = 1;

static int hash_pair(const uint8_t *left, const uint8_t *right, uint8_t *ret_hash)
{
	const struct iovec parts[] = {
		{(void *)&node_mark, 1}, {(void *)left, VDT_SHA256}, {(void *)right, VDT_SHA256}};

	return vdt_sha256_parts(parts, 3, ret_hash);
}

/* Of the largest complete subtree that begins at @start and ends before @end or there. */
static unsigned int find_level(uint64_t start, uint64_t end)
{
	unsigned int fits = 63 - (unsigned int)__builtin_clzll(end - start);
	unsigned int aligned = start ? (unsigned int)__builtin_ctzll(start) : 63;

	return fits < aligned ? fits : aligned;
}

void vdt_range_init(struct vdt_range *range, uint64_t start)
{
	range->start = range->end = start;
	range->n = 0;
}

/* Whether the last two nodes are the children of one node. */
static int has_pair(const struct vdt_range *range)
{
	unsigned int level;

	if (range->n < 2)
		return 0;
	level = range->level[range->n - 1];
	return level == range->level[range->n - 2] &&
	       !((range->end >> level) % 2); /* the right one of a pair ends at an even place */
}

static int push_node(struct vdt_range *range, unsigned int level, const uint8_t *hash)
{
	int err = 0;

	if (range->n == VDT_RANGE_NODES)
		return -E2BIG;
	range->level[range->n] = (uint8_t)level;
	memcpy(range->node[range->n++], hash, VDT_SHA256);
	range->end += 1ull << level;
	while (!err && has_pair(range)) {
		uint8_t *left = range->node[range->n - 2];

		err = hash_pair(left, range->node[range->n - 1], left);
		range->level[range->n - 2]++;
		range->n--;
	}
	return err;
}

int vdt_range_append(struct vdt_range *range, const void *data, size_t len)
{
	const struct iovec parts[] = {{(void *)&leaf_mark, 1}, {(void *)data, len}};
	uint8_t hash[VDT_SHA256];

	return vdt_sha256_parts(parts, 2, hash) ? -EIO : push_node(range, 0, hash);
}

int vdt_range_join(struct vdt_range *left, const struct vdt_range *right)
{
	int err = 0;

	if (left->end != right->start)
		return -EINVAL;
	for (unsigned int i = 0; !err && i < right->n; i++)
		err = push_node(left, right->level[i], right->node[i]);
	return err;
}

int vdt_range_root(const struct vdt_range *range, uint8_t ret_root[VDT_SHA256])
{
	int err = 0;

	if (range->start)
		return -EINVAL;
	if (!range->n)
		return vdt_sha256("", 0, ret_root);
	memcpy(ret_root, range->node[range->n - 1], VDT_SHA256);
	for (unsigned int i = range->n - 1; !err && i; i--)
		err = hash_pair(range->node[i - 1], ret_root, ret_root);
	return err;
}

unsigned int vdt_range_count(uint64_t start, uint64_t end)
{
	unsigned int n = 0;

	for (; start < end; n++)
		start += 1ull << find_level(start, end);
	return n;
}

int vdt_range_set(struct vdt_range *range, uint64_t start, uint64_t end, const void *nodes,
		  unsigned int n)
{
	const uint8_t *node = nodes;

	vdt_range_init(range, start);
	if (start > end || n > VDT_RANGE_NODES || n != vdt_range_count(start, end))
		return -EBADMSG;
	for (; range->n < n; range->n++, node += VDT_SHA256) {
		unsigned int level = find_level(range->end, end);

		range->level[range->n] = (uint8_t)level;
		memcpy(range->node[range->n], node, VDT_SHA256);
		range->end += 1ull << level;
	}
	return 0;
}
