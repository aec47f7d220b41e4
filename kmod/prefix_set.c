// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/*
 * The hot path. Searches have no branch that depends on the data: what an attacker makes up cannot
 * be predicted, and a wrong guess costs more than the comparisons.
 */
#include "core.h"
#include "prefix_layout.h"
#include "prefix_set.h"

/* The number of the n ascending values that are not above x; one function for each of their sizes.
 */
static u32 count_narrow(const u16 *values, u32 n, u16 x)
{
	const u16 *base = values;
	u32 half;

	if (!n)
		return 0;
	for (; n > 1; n -= half) {
		half = n / 2;
		base += half & -(u32)(base[half - 1] <= x);
	}
	return (u32)(base - values) + (*base <= x);
}

static u32 count_wide(const u32 *values, u32 n, u32 x)
{
	const u32 *base = values;
	u32 half;

	if (!n)
		return 0;
	for (; n > 1; n -= half) {
		half = n / 2;
		base += half & -(u32)(base[half - 1] <= x);
	}
	return (u32)(base - values) + (*base <= x);
}

static u32 count_halves(const u64 *values, u32 n, u64 x)
{
	const u64 *base = values;
	u32 half;

	if (!n)
		return 0;
	for (; n > 1; n -= half) {
		half = n / 2;
		base += half & -(u32)(base[half - 1] <= x);
	}
	return (u32)(base - values) + (*base <= x);
}

static u64 lookup4(const struct vdt_prefix_ipv4 *v4, u32 addr)
{
	u32 chunk = (u64)addr >> v4->chunk_bits;
	u32 first = v4->start[chunk], n = v4->start[chunk + 1] - first, rank;

	if (v4->narrow)
		rank = first + count_narrow(v4->narrow + first, n, (u16)addr);
	else
		rank = first + count_wide(v4->wide + first, n, addr);
	return v4->classes.masks[vdt_prefix_class(&v4->classes, rank)];
}

/* The number of the VDT_PREFIX_NODE keys of a cache line that are not above x. */
static u32 count_line(const u64 *line, u64 x)
{
	return (line[0] <= x) + (line[1] <= x) + (line[2] <= x) + (line[3] <= x) + (line[4] <= x) +
	       (line[5] <= x) + (line[6] <= x) + (line[7] <= x);
}

static u32 find_leaf(const struct vdt_prefix_ipv6 *v6, u64 x)
{
	unsigned int level = v6->levels;
	u32 node = 0;

	while (level--) {
		node = VDT_PREFIX_CHILDREN * node +
		       count_line(v6->level[level] + VDT_PREFIX_NODE * node, x);
		/* All ones is above no key, not even those that only fill up. */
		node = min(node, v6->children[level] - 1);
	}
	return node;
}

/* The class inside the /64 of the key before @rank, which lies in @leaf. */
static unsigned int find_longer(const struct vdt_prefix_ipv6 *v6, u32 leaf, u32 rank, u64 low)
{
	u32 run = v6->leaf_runs[leaf], at, first;

	for (at = VDT_PREFIX_LEAF * leaf + 1; at < rank; at++)
		run += vdt_prefix_class(&v6->classes, at) == v6->longer;
	first = v6->run_start[run];
	prefetch(&v6->side_class[run + first]); /* comes while the halves are looked at */
	at = count_halves(v6->side + first, v6->run_start[run + 1] - first, low);
	return v6->side_class[run + first + at];
}

static u64 lookup6(const struct vdt_prefix_ipv6 *v6, const struct vdt_prefix_key *x)
{
	u32 leaf = find_leaf(v6, x->high), rank = VDT_PREFIX_LEAF * leaf;
	const u64 *line = v6->keys + rank;
	unsigned int class;

	/* Both lines, for to wait for the one before the other is asked for would take longer. */
	rank += count_line(line, x->high) + count_line(line + VDT_PREFIX_NODE, x->high);
	rank = min(rank, v6->n);
	class = vdt_prefix_class(&v6->classes, rank);
	if (class == v6->longer)
		class = find_longer(v6, leaf, rank, x->low);
	return v6->classes.masks[class];
}

u64 vdt_prefix_lookup(const struct vdt_prefix_db *db, const struct vdt_addr *addr)
{
	struct vdt_prefix_key key;

	if (vdt_addr_is_v4(addr))
		return lookup4(&db->v4, vdt_prefix_read_be32(addr->byte + VDT_ADDR_MAPPED));
	key.high = vdt_prefix_read_be64(addr->byte);
	key.low = vdt_prefix_read_be64(addr->byte + 8);
	return lookup6(&db->v6, &key);
}

size_t vdt_prefix_db_memory(const struct vdt_prefix_db *db)
{
	return db->memory;
}

void vdt_prefix_db_free(struct vdt_prefix_db *db)
{
	kvfree(db);
}
