// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/*
 * The hot path. Searches have no branch that depends on the data: what an attacker makes up cannot
 * be predicted, and a wrong guess costs more than the comparisons.
 */
#include "core.h"
#include "prefix_layout.h"
#include "prefix_set.h"

/*
 * The slot of x among n ascending values: how many are below it plus how many are not above it. One
 * function for each of their sizes.
 */
static u32 find_narrow(const u16 *values, size_t n, u16 x)
{
	const u16 *base = values;
	size_t half;

	if (!n)
		return 0;
	for (; n > 1; n -= half) {
		half = n / 2;
		base += half & -(size_t)(base[half] <= x);
	}
	return 2 * (u32)(base - values) + (*base < x) + (*base <= x);
}

static u32 find_wide(const u32 *values, size_t n, u32 x)
{
	const u32 *base = values;
	size_t half;

	if (!n)
		return 0;
	for (; n > 1; n -= half) {
		half = n / 2;
		base += half & -(size_t)(base[half] <= x);
	}
	return 2 * (u32)(base - values) + (*base < x) + (*base <= x);
}

static u32 find_halves(const u64 *values, size_t n, u64 x)
{
	const u64 *base = values;
	size_t half;

	if (!n)
		return 0;
	for (; n > 1; n -= half) {
		half = n / 2;
		base += half & -(size_t)(base[half] <= x);
	}
	return 2 * (u32)(base - values) + (*base < x) + (*base <= x);
}

static u64 lookup4(const struct vdt_prefix_ipv4 *v4, u32 addr)
{
	u32 chunk = (u64)addr >> v4->chunk_bits;
	u32 first = v4->start[chunk], n = v4->start[chunk + 1] - first, slot;

	if (v4->narrow)
		slot = find_narrow(v4->narrow + first, n, (u16)addr);
	else
		slot = find_wide(v4->wide + first, n, addr);
	return vdt_prefix_mask(&v4->classes, 2 * first + slot);
}

/* The number of the VDT_PREFIX_NODE keys of a cache line that are not above x. */
static __always_inline u32 count_line(const u64 *line, u64 x)
{
	return (((line[0] <= x) + (line[1] <= x)) + ((line[2] <= x) + (line[3] <= x))) +
	       (((line[4] <= x) + (line[5] <= x)) + ((line[6] <= x) + (line[7] <= x)));
}

static u32 find_leaf(const struct vdt_prefix_ipv6 *v6, u64 x)
{
	unsigned int level = v6->levels;
	u32 node = 0;

	if (!~x) /* it is not below what nodes are filled up with */
		return (v6->n - (v6->n > 0)) / VDT_PREFIX_LEAF;
	while (level--)
		node = VDT_PREFIX_CHILDREN * node +
		       count_line(v6->level[level] + VDT_PREFIX_NODE * node, x);
	return node;
}

/* In the /64 of key i, which has a tail. */
static u64 lookup_inside(const struct vdt_prefix_ipv6 *v6, u32 i, u64 low)
{
	bool run;
	const union vdt_prefix_tail *tail = vdt_prefix_tail(v6, i, &run);
	u32 slot;

	if (!run)
		return vdt_prefix_mask(&v6->classes,
				       2 * i + (tail->low < low) + (tail->low <= low));
	slot = find_halves(v6->side + tail->run.first, tail->run.n, low);
	if (!slot)
		return vdt_prefix_mask(&v6->classes, 2 * i);
	return vdt_prefix_mask(&v6->side_classes, 2 * tail->run.first + slot);
}

/* The tails of a leaf come while its keys are looked at: to ask later would take longer. */
static void ask_for_tails(const struct vdt_prefix_ipv6 *v6, u32 leaf)
{
	const union vdt_prefix_tail *tails = v6->tails + v6->leaf_tails[leaf].before;

	prefetch(tails);
	prefetch(tails + VDT_PREFIX_NODE);
}

static u64 lookup6(const struct vdt_prefix_ipv6 *v6, const struct vdt_prefix_key *x)
{
	u32 leaf = find_leaf(v6, x->high), n = VDT_PREFIX_LEAF * leaf;
	const u64 *line = v6->keys + n;
	bool is_key;

	if (v6->leaf_tails)
		ask_for_tails(v6, leaf);
	n += count_line(line, x->high) + count_line(line + VDT_PREFIX_NODE, x->high);
	n = min(n, v6->n);
	if (v6->classes.plain)
		return vdt_prefix_mask(&v6->classes, 2 * n);
	is_key = (n > 0) & (v6->keys[n - (n > 0)] == x->high);
	if (v6->leaf_tails && is_key &&
	    v6->leaf_tails[leaf].there & BIT_ULL((n - 1) % VDT_PREFIX_LEAF))
		return lookup_inside(v6, n - 1, x->low);
	return vdt_prefix_mask(&v6->classes, 2 * n - is_key);
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
