// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "addr.h"
#include "prefix_cursor.h"
#include "prefix_layout.h"

static const struct {
	u8 bytes; /* of an address */
	const char *longer, *behind;
} families[] = {
	[VDT_PREFIX_IPV4] = {4, "set: IPv4 prefix longer than 32 bits",
			     "set: IPv4 prefix has bits set behind its length"},
	[VDT_PREFIX_IPV6] = {16, "set: IPv6 prefix longer than 128 bits",
			     "set: IPv6 prefix has bits set behind its length"},
};

static struct vdt_prefix_key read_key(const u8 *packed, enum vdt_prefix_family family)
{
	if (family == VDT_PREFIX_IPV4)
		return (struct vdt_prefix_key){.high = (u64)vdt_prefix_read_be32(packed) << 32};
	return (struct vdt_prefix_key){
		.high = vdt_prefix_read_be64(packed),
		.low = vdt_prefix_read_be64(packed + 8),
	};
}

static bool is_mapped(const u8 *packed, enum vdt_prefix_family family)
{
	struct vdt_addr addr;

	if (family == VDT_PREFIX_IPV4 || packed[16] < 8 * VDT_ADDR_MAPPED)
		return false;
	addr = vdt_addr_from_v6(packed);
	return vdt_addr_is_v4(&addr);
}

/* By address, then by length: as the packed bytes compare. */
static bool is_after_last(const struct vdt_prefix_cursor *c, const struct vdt_prefix_key *first,
			  u8 len)
{
	if (vdt_prefix_key_equal(&c->first, first))
		return len > c->len;
	return vdt_prefix_key_before(&c->first, first);
}

static const char *check_packed(const struct vdt_prefix_cursor *c, const u8 *packed,
				const struct vdt_prefix_key *first)
{
	u8 bytes = families[c->family].bytes, len = packed[bytes];
	struct vdt_prefix_key behind = vdt_prefix_key_behind(len);

	if (len > 8 * bytes)
		return families[c->family].longer;
	if (is_mapped(packed, c->family))
		return "set: IPv4-mapped IPv6 prefix, write it as IPv4";
	if ((first->high & behind.high) || (first->low & behind.low))
		return families[c->family].behind;
	if (c->ahead && !is_after_last(c, first, len))
		return "set: prefixes are not in strictly ascending order";
	return NULL;
}

static int read_ahead(struct vdt_prefix_cursor *c, const char **ret_why)
{
	const u8 *packed = c->next;
	struct vdt_prefix_key first;
	u8 bytes = families[c->family].bytes;

	vdt_prefix_rest(c->rounds++);
	if (packed == c->behind) {
		c->ahead = false;
		return 0;
	}
	first = read_key(packed, c->family);
	*ret_why = check_packed(c, packed, &first);
	if (*ret_why)
		return -EINVAL;
	c->first = first;
	c->len = packed[bytes];
	c->end = vdt_prefix_key_end(&first, c->len);
	c->next += bytes + 1;
	c->ahead = true;
	return 0;
}

static int begin_packed(struct vdt_prefix_cursor *c)
{
	c->key = c->first;
	c->done = !c->ahead;
	return 0;
}

/*
 * A prefix lies inside the one before it or behind it, so a range goes on as long as the next one
 * begins before its end, or there.
 */
static int end_packed(struct vdt_prefix_cursor *c, const char **ret_why)
{
	struct vdt_prefix_key end = c->end;
	int err;

	for (;;) {
		err = read_ahead(c, ret_why);
		if (err)
			return err;
		if (!c->ahead)
			break;
		if (vdt_prefix_key_is_zero(&end) || vdt_prefix_key_before(&c->first, &end))
			continue;
		if (!vdt_prefix_key_equal(&c->first, &end))
			break;
		end = c->end;
	}
	c->key = end;
	c->done = vdt_prefix_key_is_zero(&end);
	return 0;
}

/* A slot begins at the place of its key or, if it is the second one, right behind. */
static struct vdt_prefix_key slot_key(const struct vdt_prefix_key *key, u8 len, bool behind)
{
	return behind ? vdt_prefix_key_end(key, len) : *key;
}

static bool walk4(struct vdt_prefix_walk *walk, struct vdt_prefix_key *ret_key, u64 *ret_mask)
{
	const struct vdt_prefix_ipv4 *v4 = &walk->db->v4;
	u32 i = walk->slot / 2, addr;
	struct vdt_prefix_key key;

	if (i == v4->n)
		return false;
	while (v4->start[walk->chunk + 1] <= i)
		walk->chunk++;
	addr = v4->narrow ? (u32)((u64)walk->chunk << v4->chunk_bits) | v4->narrow[i] : v4->wide[i];
	key = (struct vdt_prefix_key){.high = (u64)addr << 32};
	*ret_key = slot_key(&key, 32, walk->slot % 2);
	*ret_mask = vdt_prefix_mask(&v4->classes, ++walk->slot);
	return true;
}

/* The next slot of a run, whose last one is also that of its key. */
static void walk_run(struct vdt_prefix_walk *walk, const union vdt_prefix_tail *tail,
		     struct vdt_prefix_key *key, u64 *ret_mask)
{
	const struct vdt_prefix_ipv6 *v6 = &walk->db->v6;
	u32 slot = 2 * tail->run.first + walk->side++;

	key->low = v6->side[slot / 2];
	*key = slot_key(key, 128, slot % 2);
	*ret_mask = vdt_prefix_mask(&v6->side_classes, slot + 1);
	if (walk->side == 2 * tail->run.n) {
		walk->side = 0;
		walk->slot += 2;
	}
}

static bool walk6(struct vdt_prefix_walk *walk, struct vdt_prefix_key *ret_key, u64 *ret_mask)
{
	const struct vdt_prefix_ipv6 *v6 = &walk->db->v6;
	u32 i = walk->slot / 2;
	const union vdt_prefix_tail *tail;
	bool run;

	if (i == v6->n)
		return false;
	*ret_key = (struct vdt_prefix_key){.high = v6->keys[i]};
	tail = vdt_prefix_tail(v6, i, &run);
	if (run) {
		walk_run(walk, tail, ret_key, ret_mask);
		return true;
	}
	if (tail)
		ret_key->low = tail->low;
	*ret_key = slot_key(ret_key, tail ? 128 : 64, walk->slot % 2);
	*ret_mask = vdt_prefix_mask(&v6->classes, ++walk->slot);
	return true;
}

/* The next slot of the database where the set begins or ends. */
static int next_projected(struct vdt_prefix_cursor *c)
{
	bool inside = c->inside;
	u64 mask;

	while (c->inside == inside) {
		vdt_prefix_rest(c->rounds++);
		c->done = c->family == VDT_PREFIX_IPV4 ? !walk4(&c->walk, &c->key, &mask)
						       : !walk6(&c->walk, &c->key, &mask);
		if (c->done)
			return 0;
		c->inside = mask & c->bit;
	}
	return 0;
}

int vdt_prefix_cursor_next(struct vdt_prefix_cursor *cursor, const char **ret_why)
{
	if (cursor->walk.db)
		return next_projected(cursor);
	cursor->inside = !cursor->inside;
	return cursor->inside ? begin_packed(cursor) : end_packed(cursor, ret_why);
}

int vdt_prefix_cursor_init(struct vdt_prefix_cursor *cursor, const struct vdt_prefix_source *source,
			   enum vdt_prefix_family family, const char **ret_why)
{
	const struct vdt_prefixes *packed = &source->packed;
	bool v4 = family == VDT_PREFIX_IPV4;
	size_t len = v4 ? packed->ipv4_len : packed->ipv6_len;
	int err;

	*cursor = (struct vdt_prefix_cursor){.family = family};
	if (source->db) {
		cursor->walk.db = source->db;
		cursor->bit = BIT_ULL(source->set);
		return next_projected(cursor);
	}
	if (len % (families[family].bytes + 1)) {
		*ret_why = "set: length is not a multiple of a prefix";
		return -EINVAL;
	}
	if (len) { /* else there may be no address to add to */
		cursor->next = v4 ? packed->ipv4 : packed->ipv6;
		cursor->behind = cursor->next + len;
	}
	err = read_ahead(cursor, ret_why);
	return err ? err : vdt_prefix_cursor_next(cursor, ret_why);
}

int vdt_prefixes_check(const struct vdt_prefixes *prefixes, const char **ret_why)
{
	const struct vdt_prefix_source source = {.packed = *prefixes};
	struct vdt_prefix_cursor cursor;
	unsigned int family;
	int err = 0;

	for (family = 0; !err && family < VDT_PREFIX_FAMILIES; family++) {
		err = vdt_prefix_cursor_init(&cursor, &source, family, ret_why);
		while (!err && !cursor.done)
			err = vdt_prefix_cursor_next(&cursor, ret_why);
	}
	return err;
}

u64 vdt_prefix_source_count(const struct vdt_prefix_source *source)
{
	if (source->db)
		return source->db->prefixes[source->set];
	return source->packed.ipv4_len / VDT_PREFIX_PACKED4 +
	       source->packed.ipv6_len / VDT_PREFIX_PACKED6;
}
