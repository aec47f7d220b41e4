// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/*
 * The boundaries of all sets are produced twice, to be counted and to be written: memory is then
 * exactly what is needed, and is refused before it is asked for.
 */
#include "core.h"
#include "limits.h"
#include "prefix_build.h"
#include "prefix_class.h"
#include "prefix_layout.h"
#include "prefix_merge.h"

#define LINE 64 /* bytes of a cache line */

/* The /64 at hand, for it is known only at its end whether there are boundaries inside. */
struct split {
	u64 high;
	u64 begin; /* the sets at its begin */
	u64 mask;  /* the sets behind the last boundary */
	bool open; /* there is one, */
	bool run;  /* with a boundary inside */
};

struct builder {
	const struct vdt_prefix_source *sources;
	unsigned int n;
	struct vdt_prefix_merge merge;
	struct vdt_prefix_class_table classes[VDT_PREFIX_FAMILIES];
	struct split split;
	u32 chunks; /* of v4.start that are written */
	u8 *memory; /* NULL while counting */
	size_t used;
	struct vdt_prefix_db db; /* the head of the memory, until all is there */
};

static void put_class(struct vdt_prefix_classes *classes, u32 rank, unsigned int class)
{
	u32 at = rank * classes->bits;

	if (classes->bits)
		classes->packed[at >> 3] |= class << (at & 7);
}

static int put4(struct builder *b, const struct vdt_prefix_key *key, u64 mask)
{
	struct vdt_prefix_ipv4 *v4 = &b->db.v4;
	int class = vdt_prefix_class_of(&b->classes[VDT_PREFIX_IPV4], mask);
	u32 addr = key->high >> 32, i = v4->n++;

	if (class < 0 || !b->memory)
		return min(class, 0);
	while (b->chunks <= (u64)addr >> v4->chunk_bits)
		v4->start[b->chunks++] = i;
	if (v4->narrow)
		v4->narrow[i] = (u16)addr;
	else
		v4->wide[i] = addr;
	put_class(&v4->classes, i + 1, class);
	return 0;
}

static int put_key(struct builder *b, u64 high, int class)
{
	struct vdt_prefix_ipv6 *v6 = &b->db.v6;
	u32 i = v6->n++;

	if (class < 0 || !b->memory)
		return min(class, 0);
	v6->keys[i] = high;
	put_class(&v6->classes, i + 1, class);
	return 0;
}

static int put_side_class(struct builder *b, u64 mask)
{
	struct vdt_prefix_ipv6 *v6 = &b->db.v6;
	int class = vdt_prefix_class_of(&b->classes[VDT_PREFIX_IPV6], mask);

	if (class < 0 || !b->memory)
		return min(class, 0);
	v6->side_class[v6->n_runs + v6->n_side] = class;
	return 0;
}

static int put_side(struct builder *b, u64 low, u64 mask)
{
	struct vdt_prefix_ipv6 *v6 = &b->db.v6;
	int err = put_side_class(b, mask);

	if (b->memory)
		v6->side[v6->n_side] = low;
	v6->n_side++;
	return err;
}

static int put_run(struct builder *b, u64 high, u64 mask)
{
	struct vdt_prefix_ipv6 *v6 = &b->db.v6;
	int err = put_key(b, high, vdt_prefix_class_longer(&b->classes[VDT_PREFIX_IPV6]));

	if (!err)
		err = put_side_class(b, mask);
	if (b->memory)
		v6->run_start[v6->n_runs] = v6->n_side;
	v6->n_runs++;
	return err;
}

static int put_boundary(struct builder *b, u64 high, u64 mask)
{
	return put_key(b, high, vdt_prefix_class_of(&b->classes[VDT_PREFIX_IPV6], mask));
}

/* The /64 at hand ends; @next: the one right behind it is known to begin with a key of its own. */
static int close_64(struct builder *b, bool next)
{
	struct split *s = &b->split;

	if (!s->open)
		return 0;
	if (!s->run)
		return put_boundary(b, s->high, s->begin);
	return next || !~s->high ? 0 : put_boundary(b, s->high + 1, s->mask);
}

static int open_64(struct builder *b, u64 high)
{
	struct split *s = &b->split;
	int err = close_64(b, high == s->high + 1);

	*s = (struct split){.high = high, .begin = s->mask, .mask = s->mask, .open = true};
	return err;
}

static int put6(struct builder *b, const struct vdt_prefix_key *key, u64 mask)
{
	struct split *s = &b->split;
	int err = 0;

	if (!s->open || key->high != s->high)
		err = open_64(b, key->high);
	if (!key->low)
		s->begin = mask;
	else if (!err && !s->run)
		err = put_run(b, key->high, s->begin);
	if (!err && key->low)
		err = put_side(b, key->low, mask);
	s->run = key->low;
	s->mask = mask;
	return err;
}

static int scan(struct builder *b, enum vdt_prefix_family family, const char **ret_why)
{
	struct vdt_prefix_key key;
	int err = vdt_prefix_merge_init(&b->merge, b->sources, b->n, family, ret_why);

	if (err)
		return err;
	while ((err = vdt_prefix_merge_next(&b->merge, &key, ret_why)) > 0) {
		err = family == VDT_PREFIX_IPV4 ? put4(b, &key, b->merge.mask)
						: put6(b, &key, b->merge.mask);
		if (err)
			break;
	}
	if (!err && family == VDT_PREFIX_IPV6)
		err = close_64(b, false);
	if (err == -E2BIG)
		*ret_why = "sets: more than 256 different combinations of sets overlap";
	return err;
}

static int scan_all(struct builder *b, const char **ret_why)
{
	int err;

	b->split = (struct split){};
	b->db.v4.n = b->db.v6.n = b->db.v6.n_runs = b->db.v6.n_side = b->chunks = 0;
	err = scan(b, VDT_PREFIX_IPV4, ret_why);
	return err ? err : scan(b, VDT_PREFIX_IPV6, ret_why);
}

/* The next part of the memory; NULL, but counted, before there is any. */
static void *take(struct builder *b, size_t n, size_t size)
{
	void *part = b->memory ? b->memory + b->used : NULL;

	b->used += ALIGN(n * size, LINE);
	return part;
}

static void lay_out_classes(struct builder *b, struct vdt_prefix_classes *classes,
			    const struct vdt_prefix_class_table *table, u32 n)
{
	classes->bits = vdt_prefix_class_bits(table);
	classes->packed = take(b, ((size_t)n + 1) * classes->bits / 8 + 1, 1);
	classes->masks = take(b, table->n, sizeof(u64));
	if (b->memory)
		memcpy(classes->masks, table->masks, table->n * sizeof(u64));
}

static u32 count_chunks(const struct vdt_prefix_ipv4 *v4)
{
	return 1u << (32 - v4->chunk_bits);
}

/* Up to 2^16 boundaries the table has a word for four to eight; then its words must be worth it. */
static void lay_out4(struct builder *b)
{
	struct vdt_prefix_ipv4 *v4 = &b->db.v4;

	v4->chunk_bits = v4->n < 1 << 20 ? VDT_PREFIX_CHUNK_BITS : VDT_PREFIX_CHUNK_BITS - 1;
	while (v4->n < 1 << 16 && v4->chunk_bits < 32 && v4->n < 4u << (32 - v4->chunk_bits))
		v4->chunk_bits++;
	v4->start = take(b, count_chunks(v4) + 1, sizeof(*v4->start));
	if (v4->chunk_bits <= VDT_PREFIX_CHUNK_BITS)
		v4->narrow = take(b, v4->n, sizeof(*v4->narrow));
	else
		v4->wide = take(b, v4->n, sizeof(*v4->wide));
	lay_out_classes(b, &v4->classes, &b->classes[VDT_PREFIX_IPV4], v4->n);
}

/* At least one leaf, so that a lookup has something to read. */
static u32 count_leaves(const struct vdt_prefix_ipv6 *v6)
{
	return v6->n ? DIV_ROUND_UP(v6->n, VDT_PREFIX_LEAF) : 1;
}

static void lay_out6(struct builder *b)
{
	struct vdt_prefix_ipv6 *v6 = &b->db.v6;
	u32 leaves = count_leaves(v6), below = leaves;

	v6->keys = take(b, leaves, VDT_PREFIX_LEAF * sizeof(*v6->keys));
	for (v6->levels = 0; below > 1; v6->levels++) {
		v6->children[v6->levels] = below;
		below = DIV_ROUND_UP(below, VDT_PREFIX_CHILDREN);
		v6->level[v6->levels] = take(b, below, VDT_PREFIX_NODE * sizeof(*v6->keys));
	}
	lay_out_classes(b, &v6->classes, &b->classes[VDT_PREFIX_IPV6], v6->n);
	v6->longer = b->classes[VDT_PREFIX_IPV6].longer;
	if (!v6->n_runs)
		return;
	v6->leaf_runs = take(b, leaves, sizeof(*v6->leaf_runs));
	v6->run_start = take(b, v6->n_runs + 1, sizeof(*v6->run_start));
	v6->side = take(b, v6->n_side, sizeof(*v6->side));
	v6->side_class = take(b, v6->n_runs + v6->n_side, sizeof(*v6->side_class));
}

static void lay_out(struct builder *b)
{
	b->used = ALIGN(sizeof(b->db), LINE);
	lay_out4(b);
	lay_out6(b);
}

/* A node holds the first key of each of its children but the first. */
static void fill_level(struct vdt_prefix_ipv6 *v6, unsigned int level, u32 stride)
{
	u32 nodes = DIV_ROUND_UP(v6->children[level], VDT_PREFIX_CHILDREN), node, i, child;

	for (node = 0; node < nodes; node++)
		for (i = 0; i < VDT_PREFIX_NODE; i++) {
			child = VDT_PREFIX_CHILDREN * node + i + 1;
			v6->level[level][VDT_PREFIX_NODE * node + i] =
				child < v6->children[level] ? v6->keys[child * stride] : ~(u64)0;
		}
}

static void fill_runs(struct vdt_prefix_ipv6 *v6)
{
	u32 i, run = 0;

	for (i = 0; i < v6->n; i++) {
		if (i % VDT_PREFIX_LEAF == 0)
			v6->leaf_runs[i / VDT_PREFIX_LEAF] = run;
		run += vdt_prefix_class(&v6->classes, i + 1) == v6->longer;
	}
	v6->run_start[v6->n_runs] = v6->n_side;
}

static void fill_rest(struct builder *b)
{
	struct vdt_prefix_ipv4 *v4 = &b->db.v4;
	struct vdt_prefix_ipv6 *v6 = &b->db.v6;
	u32 i, stride = VDT_PREFIX_LEAF;
	unsigned int level;

	while (b->chunks <= count_chunks(v4))
		v4->start[b->chunks++] = v4->n;
	for (i = v6->n; i < VDT_PREFIX_LEAF * count_leaves(v6); i++)
		v6->keys[i] = ~(u64)0;
	for (level = 0; level < v6->levels; level++, stride *= VDT_PREFIX_CHILDREN)
		fill_level(v6, level, stride);
	if (v6->n_runs)
		fill_runs(v6);
}

static int check_sources(struct builder *b, const char **ret_why)
{
	u64 sum = 0, count;
	unsigned int i;

	if (b->n > VDT_SETS_MAX) {
		*ret_why = "sets: more sets than fit";
		return -E2BIG;
	}
	for (i = 0; i < b->n; i++) {
		count = vdt_prefix_source_count(&b->sources[i]);
		sum += count;
		if (sum > VDT_PREFIXES_MAX) {
			*ret_why = "sets: more prefixes than fit, all sets together";
			return -E2BIG;
		}
		b->db.prefixes[i] = count;
	}
	return 0;
}

static int build(struct builder *b, size_t max_memory, const char **ret_why)
{
	int err = check_sources(b, ret_why);

	if (!err)
		err = scan_all(b, ret_why);
	if (err)
		return err;
	lay_out(b);
	if (b->used > max_memory) {
		*ret_why = "sets: they need more memory than they may take";
		return -E2BIG;
	}
	b->memory = kvzalloc(b->used, GFP_KERNEL);
	if (!b->memory)
		return -ENOMEM;
	b->db.memory = b->used;
	lay_out(b);
	err = scan_all(b, ret_why);
	if (err)
		return err;
	fill_rest(b);
	memcpy(b->memory, &b->db, sizeof(b->db));
	return 0;
}

int vdt_prefix_db_build(const struct vdt_prefix_source *sources, unsigned int n, size_t max_memory,
			struct vdt_prefix_db **ret_db, const char **ret_why)
{
	struct builder *b = kvzalloc(sizeof(*b), GFP_KERNEL);
	int err = -ENOMEM;

	*ret_why = NULL;
	if (!b)
		return err;
	b->sources = sources;
	b->n = n;
	vdt_prefix_class_init(&b->classes[VDT_PREFIX_IPV4]);
	vdt_prefix_class_init(&b->classes[VDT_PREFIX_IPV6]);
	err = build(b, max_memory, ret_why);
	if (err)
		kvfree(b->memory);
	else
		*ret_db = (struct vdt_prefix_db *)b->memory;
	kvfree(b);
	return err;
}
