// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/*
 * The boundaries of all sets are produced twice, to be counted and to be written: memory is then
 * exactly what is needed, and is refused before it is asked for.
 *
 * On its way into the database a boundary is an entry. Two of them side by side become one, which
 * has two classes: for IPv6 first where addresses are side by side, then where whole /64s are.
 */
#include "core.h"
#include "limits.h"
#include "prefix_build.h"
#include "prefix_class.h"
#include "prefix_layout.h"
#include "prefix_merge.h"

#define LINE 64 /* bytes of a cache line */

/* Bits of an address, of them those that choose the place of a key, of these those stored. */
static const struct {
	u8 address, place, stored;
} families[] = {
	[VDT_PREFIX_IPV4] = {32, 32, VDT_PREFIX_CHUNK_BITS},
	[VDT_PREFIX_IPV6] = {128, 64, 64},
};

/* A key to be, with the sets that hold its place and those that hold what follows. */
struct entry {
	struct vdt_prefix_key key;
	u64 at, behind;
};

/* The /64 at hand, for it is known only at its end what lies inside. */
struct split {
	struct entry entry; /* begins as the first one inside, ends as the last one */
	u32 n;		    /* entries inside */
	bool whole;	    /* the only one is all the /64 */
};

struct builder {
	const struct vdt_prefix_source *sources;
	unsigned int n;
	struct vdt_prefix_merge merge;
	struct vdt_prefix_class_table classes[VDT_PREFIX_FAMILIES];
	u32 points[VDT_PREFIX_FAMILIES]; /* keys with two different classes */
	struct entry last;		 /* boundary, if has_last */
	bool has_last;
	struct split split;
	u32 chunks; /* of v4.start that are written */
	u8 *memory; /* NULL while counting */
	size_t used;
	struct vdt_prefix_db db; /* the head of the memory, until all is there */
};

static void set_class(struct vdt_prefix_classes *classes, u32 slot, unsigned int class)
{
	u32 bit = vdt_prefix_class_at(classes, slot) * classes->bits;

	if (classes->bits)
		classes->packed[bit >> 3] |= class << (bit & 7);
}

/* The classes of key i. */
static int put_classes(struct builder *b, enum vdt_prefix_family family,
		       struct vdt_prefix_classes *classes, u32 i, const struct entry *entry)
{
	int at = vdt_prefix_class_of(&b->classes[family], entry->at);
	int behind = entry->behind == entry->at
			     ? at
			     : vdt_prefix_class_of(&b->classes[family], entry->behind);

	if (at < 0 || behind < 0)
		return -E2BIG;
	if (b->memory) {
		set_class(classes, 2 * i + 1, at);
		set_class(classes, 2 * i + 2, behind);
	}
	return 0;
}

static int put_key4(struct builder *b, const struct entry *entry)
{
	struct vdt_prefix_ipv4 *v4 = &b->db.v4;
	u32 addr = entry->key.high >> 32, i = v4->n++;

	if (b->memory) {
		while (b->chunks <= (u64)addr >> v4->chunk_bits)
			v4->start[b->chunks++] = i;
		if (v4->narrow)
			v4->narrow[i] = (u16)addr;
		else
			v4->wide[i] = addr;
	}
	return put_classes(b, VDT_PREFIX_IPV4, &v4->classes, i, entry);
}

static int put_key6(struct builder *b, const struct entry *entry)
{
	struct vdt_prefix_ipv6 *v6 = &b->db.v6;
	u32 i = v6->n++;

	if (b->memory)
		v6->keys[i] = entry->key.high;
	return put_classes(b, VDT_PREFIX_IPV6, &v6->classes, i, entry);
}

static int put_one(struct builder *b, enum vdt_prefix_family family, const struct entry *entry)
{
	return family == VDT_PREFIX_IPV4 ? put_key4(b, entry) : put_key6(b, entry);
}

static bool is_plain(const struct builder *b, enum vdt_prefix_family family)
{
	return family == VDT_PREFIX_IPV4 ? b->db.v4.classes.plain : b->db.v6.classes.plain;
}

/* Two keys for what has two classes, where keys have only one each. */
static int put_two(struct builder *b, enum vdt_prefix_family family, const struct entry *entry)
{
	struct entry part = {entry->key, entry->at, entry->at};
	int err = put_one(b, family, &part);

	part.key = vdt_prefix_key_end(&entry->key, families[family].place);
	part.at = part.behind = entry->behind;
	return err ? err : put_one(b, family, &part);
}

static int put_key(struct builder *b, enum vdt_prefix_family family, const struct entry *entry)
{
	bool point = entry->at != entry->behind;

	b->points[family] += point;
	if (point && is_plain(b, family))
		return put_two(b, family, entry);
	return put_one(b, family, entry);
}

/* Of the next key. */
static void put_tail(struct builder *b, union vdt_prefix_tail tail, bool run)
{
	struct vdt_prefix_ipv6 *v6 = &b->db.v6;
	struct vdt_prefix_leaf_tails *leaf;
	u16 bit = 1u << v6->n % VDT_PREFIX_LEAF;

	if (b->memory) {
		leaf = &v6->leaf_tails[v6->n / VDT_PREFIX_LEAF];
		leaf->there |= bit;
		leaf->runs |= run ? bit : 0;
		v6->tails[v6->n_tails] = tail;
	}
	v6->n_tails++;
}

static int put_side(struct builder *b, const struct entry *entry)
{
	struct vdt_prefix_ipv6 *v6 = &b->db.v6;
	u32 i = v6->n_side++;

	if (b->memory)
		v6->side[i] = entry->key.low;
	return put_classes(b, VDT_PREFIX_IPV6, &v6->side_classes, i, entry);
}

static int close_64(struct builder *b)
{
	const struct split *s = &b->split;
	union vdt_prefix_tail tail = {.low = s->entry.key.low};

	if (!s->n)
		return 0;
	if (s->n > 1) {
		tail.run.first = b->db.v6.n_side - s->n;
		tail.run.n = s->n;
	}
	if (!s->whole)
		put_tail(b, tail, s->n > 1);
	return put_key(b, VDT_PREFIX_IPV6, &s->entry);
}

static int open_64(struct builder *b, const struct entry *entry, bool whole)
{
	int err = close_64(b);

	b->split = (struct split){.entry = *entry, .n = 1, .whole = whole};
	return err;
}

/* One more entry in the /64 at hand, which has a run then. */
static int put_inside(struct builder *b, const struct entry *entry)
{
	struct split *s = &b->split;
	int err = s->n == 1 ? put_side(b, &s->entry) : 0;

	s->n++;
	s->whole = false;
	s->entry.behind = entry->behind;
	return err ? err : put_side(b, entry);
}

static int put6(struct builder *b, const struct entry *entry)
{
	bool whole = !entry->key.low && entry->at == entry->behind;
	struct split *s = &b->split;

	if (s->n && entry->key.high == s->entry.key.high)
		return put_inside(b, entry);
	/* Two /64s side by side. What more there may be in the second has a key of its own. */
	if (whole && s->whole && s->entry.at == s->entry.behind &&
	    entry->key.high == s->entry.key.high + 1) {
		s->entry.behind = entry->at;
		return 0;
	}
	return open_64(b, entry, whole);
}

static int put_last(struct builder *b, enum vdt_prefix_family family)
{
	b->has_last = false;
	return family == VDT_PREFIX_IPV4 ? put_key(b, family, &b->last) : put6(b, &b->last);
}

/* Behind @key the sets are @mask. */
static int put_boundary(struct builder *b, enum vdt_prefix_family family,
			const struct vdt_prefix_key *key, u64 mask)
{
	struct vdt_prefix_key end;
	int err = 0;

	if (b->has_last) {
		end = vdt_prefix_key_end(&b->last.key, families[family].address);
		if (vdt_prefix_key_equal(key, &end)) {
			b->last.behind = mask;
			return put_last(b, family);
		}
		err = put_last(b, family);
	}
	b->last = (struct entry){*key, mask, mask};
	b->has_last = true;
	return err;
}

static int scan(struct builder *b, enum vdt_prefix_family family, const char **ret_why)
{
	struct vdt_prefix_key key;
	int err = vdt_prefix_merge_init(&b->merge, b->sources, b->n, family, ret_why);

	if (err)
		return err;
	while ((err = vdt_prefix_merge_next(&b->merge, &key, ret_why)) > 0) {
		err = put_boundary(b, family, &key, b->merge.mask);
		if (err)
			break;
	}
	if (!err && b->has_last)
		err = put_last(b, family);
	if (!err && family == VDT_PREFIX_IPV6)
		err = close_64(b);
	if (err == -E2BIG)
		*ret_why = "sets: more than 256 different combinations of sets overlap";
	return err;
}

static int scan_all(struct builder *b, const char **ret_why)
{
	int err;

	b->split = (struct split){};
	b->db.v4.n = b->db.v6.n = b->db.v6.n_tails = b->db.v6.n_side = b->chunks = 0;
	err = scan(b, VDT_PREFIX_IPV4, ret_why);
	return err ? err : scan(b, VDT_PREFIX_IPV6, ret_why);
}

/* Whether more keys with one class each take less than @n keys with two. */
static bool is_plain_less(const struct builder *b, enum vdt_prefix_family family, u32 n)
{
	const struct vdt_prefix_class_table *table = &b->classes[family];
	u64 plain = families[family].stored + vdt_prefix_class_bits(table, true);
	u64 two = families[family].stored + 2 * vdt_prefix_class_bits(table, false);

	return (n + b->points[family]) * plain <= n * two;
}

/* After all was counted. */
static void choose_plain(struct builder *b)
{
	struct vdt_prefix_ipv4 *v4 = &b->db.v4;
	struct vdt_prefix_ipv6 *v6 = &b->db.v6;

	v4->classes.plain = is_plain_less(b, VDT_PREFIX_IPV4, v4->n);
	v4->n += v4->classes.plain ? b->points[VDT_PREFIX_IPV4] : 0;
	v6->classes.plain = !v6->n_tails && is_plain_less(b, VDT_PREFIX_IPV6, v6->n);
	v6->n += v6->classes.plain ? b->points[VDT_PREFIX_IPV6] : 0;
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
	size_t slots = 2 * (size_t)n + 1;

	classes->bits = vdt_prefix_class_bits(table, classes->plain);
	classes->packed = take(b, vdt_prefix_class_at(classes, slots) * classes->bits / 8 + 1, 1);
	classes->masks = take(b, table->n, sizeof(u64));
	if (b->memory)
		memcpy(classes->masks, table->masks, table->n * sizeof(u64));
}

static u32 count_chunks(const struct vdt_prefix_ipv4 *v4)
{
	return 1u << (32 - v4->chunk_bits);
}

/* Up to 2^16 keys the table has a word for four to eight; then its words must be worth it. */
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
	if (!v6->n_tails)
		return;
	v6->leaf_tails = take(b, leaves, sizeof(*v6->leaf_tails));
	v6->tails = take(b, v6->n_tails, sizeof(*v6->tails));
	if (!v6->n_side)
		return;
	v6->side = take(b, v6->n_side, sizeof(*v6->side));
	lay_out_classes(b, &v6->side_classes, &b->classes[VDT_PREFIX_IPV6], v6->n_side);
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

static void fill_leaf_tails(struct vdt_prefix_ipv6 *v6)
{
	u32 leaf;

	for (leaf = 1; leaf < count_leaves(v6); leaf++)
		v6->leaf_tails[leaf].before =
			v6->leaf_tails[leaf - 1].before + hweight16(v6->leaf_tails[leaf - 1].there);
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
	if (v6->n_tails)
		fill_leaf_tails(v6);
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
	choose_plain(b);
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
