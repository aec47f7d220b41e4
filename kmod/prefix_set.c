// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/* Each set is a sorted array of disjoint ranges per family; a lookup is one binary search per set.
 */
#include "core.h"
#include "limits.h"
#include "prefix_set.h"

enum { PACKED4 = 5, PACKED6 = 17 };

struct range4 {
	u32 first, last;
};

struct number6 {
	u64 high, low;
};

struct range6 {
	struct number6 first, last;
};

struct ranges {
	struct range4 *v4;
	struct range6 *v6;
	u32 n4, n6;
};

struct vdt_prefix_db {
	u32 n;
	size_t memory;
	struct ranges sets[VDT_SETS_MAX];
};

struct vdt_prefix_db *vdt_prefix_db_new(void)
{
	struct vdt_prefix_db *db = kvzalloc(sizeof(*db), GFP_KERNEL);

	if (db)
		db->memory = sizeof(*db);
	return db;
}

void vdt_prefix_db_free(struct vdt_prefix_db *db)
{
	u32 i;

	if (!db)
		return;
	for (i = 0; i < db->n; i++) {
		kvfree(db->sets[i].v4);
		kvfree(db->sets[i].v6);
	}
	kvfree(db);
}

static u32 read_be32(const u8 *p)
{
	return (u32)p[0] << 24 | (u32)p[1] << 16 | (u32)p[2] << 8 | p[3];
}

static struct number6 read_number6(const u8 *p)
{
	return (struct number6){
		.high = (u64)read_be32(p) << 32 | read_be32(p + 4),
		.low = (u64)read_be32(p + 8) << 32 | read_be32(p + 12),
	};
}

static u32 host_mask4(u8 len)
{
	return len ? ~(u32)0 >> (len - 1) >> 1 : ~(u32)0;
}

static u64 host_mask64(u8 len)
{
	return len < 64 ? ~(u64)0 >> len : 0;
}

static struct number6 host_mask6(u8 len)
{
	return (struct number6){
		.high = host_mask64(len),
		.low = len > 64 ? host_mask64(len - 64) : ~(u64)0,
	};
}

static int compare6(const struct number6 *a, const struct number6 *b)
{
	if (a->high != b->high)
		return a->high < b->high ? -1 : 1;
	return a->low < b->low ? -1 : a->low > b->low;
}

/* By address, then by length: as the packed bytes compare. */
static const char *check_order(const u8 *packed, size_t i, size_t size)
{
	if (i && memcmp(packed - size, packed, size) >= 0)
		return "set: prefixes are not in strictly ascending order";
	return NULL;
}

/* Appends, or widens the last range: a prefix lies inside the range before it, or behind it. */
static void append4(struct ranges *set, u32 first, u32 last)
{
	struct range4 *tail = set->n4 ? &set->v4[set->n4 - 1] : NULL;

	if (tail && first <= tail->last)
		return;
	if (tail && first == tail->last + 1)
		tail->last = last;
	else
		set->v4[set->n4++] = (struct range4){first, last};
}

static const char *add4(struct ranges *set, const u8 *packed, size_t n)
{
	const char *why;
	u32 first, mask;
	size_t i;

	for (i = 0; i < n; i++, packed += PACKED4) {
		if (packed[4] > 32)
			return "set: IPv4 prefix longer than 32 bits";
		first = read_be32(packed);
		mask = host_mask4(packed[4]);
		if (first & mask)
			return "set: IPv4 prefix has bits set behind its length";
		why = check_order(packed, i, PACKED4);
		if (why)
			return why;
		append4(set, first, first | mask);
	}
	return NULL;
}

static void append6(struct ranges *set, struct number6 first, struct number6 last)
{
	struct range6 *tail = set->n6 ? &set->v6[set->n6 - 1] : NULL;

	if (tail && compare6(&first, &tail->last) <= 0)
		return;
	set->v6[set->n6++] = (struct range6){first, last};
}

static const char *add6(struct ranges *set, const u8 *packed, size_t n)
{
	struct number6 first, last, mask;
	struct vdt_addr addr;
	const char *why;
	size_t i;

	for (i = 0; i < n; i++, packed += PACKED6) {
		if (packed[16] > 128)
			return "set: IPv6 prefix longer than 128 bits";
		addr = vdt_addr_from_v6(packed);
		if (packed[16] >= 8 * VDT_ADDR_MAPPED && vdt_addr_is_v4(&addr))
			return "set: IPv4-mapped IPv6 prefix, write it as IPv4";
		first = read_number6(packed);
		mask = host_mask6(packed[16]);
		if ((first.high & mask.high) || (first.low & mask.low))
			return "set: IPv6 prefix has bits set behind its length";
		why = check_order(packed, i, PACKED6);
		if (why)
			return why;
		last.high = first.high | mask.high;
		last.low = first.low | mask.low;
		append6(set, first, last);
	}
	return NULL;
}

static int check_sizes(const struct vdt_prefix_db *db, const struct vdt_prefixes *prefixes,
		       const char **ret_why)
{
	if (db->n == VDT_SETS_MAX) {
		*ret_why = "set: more sets than fit";
		return -E2BIG;
	}
	if (prefixes->ipv4_len % PACKED4 || prefixes->ipv6_len % PACKED6) {
		*ret_why = "set: length is not a multiple of a prefix";
		return -EINVAL;
	}
	if (prefixes->ipv4_len / PACKED4 > VDT_PREFIXES4_MAX ||
	    prefixes->ipv6_len / PACKED6 > VDT_PREFIXES6_MAX) {
		*ret_why = "set: more prefixes than fit";
		return -E2BIG;
	}
	return 0;
}

int vdt_prefix_db_add(struct vdt_prefix_db *db, const struct vdt_prefixes *prefixes,
		      const char **ret_why)
{
	size_t n4 = prefixes->ipv4_len / PACKED4, n6 = prefixes->ipv6_len / PACKED6;
	int err = check_sizes(db, prefixes, ret_why);
	struct ranges *set;

	if (err)
		return err;
	set = &db->sets[db->n++];
	if (n4)
		set->v4 = kvcalloc(n4, sizeof(*set->v4), GFP_KERNEL);
	if (n6)
		set->v6 = kvcalloc(n6, sizeof(*set->v6), GFP_KERNEL);
	if ((n4 && !set->v4) || (n6 && !set->v6)) {
		*ret_why = NULL;
		return -ENOMEM;
	}
	db->memory += n4 * sizeof(*set->v4) + n6 * sizeof(*set->v6);
	*ret_why = add4(set, prefixes->ipv4, n4);
	if (!*ret_why)
		*ret_why = add6(set, prefixes->ipv6, n6);
	return *ret_why ? -EINVAL : 0;
}

static bool contains4(const struct ranges *set, u32 addr)
{
	u32 low = 0, high = set->n4, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (addr < set->v4[middle].first)
			high = middle;
		else if (addr > set->v4[middle].last)
			low = middle + 1;
		else
			return true;
	}
	return false;
}

static bool contains6(const struct ranges *set, const struct number6 *addr)
{
	u32 low = 0, high = set->n6, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (compare6(addr, &set->v6[middle].first) < 0)
			high = middle;
		else if (compare6(addr, &set->v6[middle].last) > 0)
			low = middle + 1;
		else
			return true;
	}
	return false;
}

u64 vdt_prefix_lookup(const struct vdt_prefix_db *db, const struct vdt_addr *addr)
{
	struct number6 v6 = read_number6(addr->byte);
	bool is_v4 = vdt_addr_is_v4(addr);
	u64 mask = 0;
	u32 i;

	for (i = 0; i < db->n; i++)
		if (is_v4 ? contains4(&db->sets[i], (u32)v6.low) : contains6(&db->sets[i], &v6))
			mask |= BIT_ULL(i);
	return mask;
}

size_t vdt_prefix_db_memory(const struct vdt_prefix_db *db)
{
	return db->memory;
}
