/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * A place in an address space of 128 bits. An IPv4 address stands at the upper end of it, so the
 * same arithmetic serves both families: a prefix of n bits has 2^(128 - n) places.
 */
#ifndef VDT_PREFIX_KEY_H
#define VDT_PREFIX_KEY_H

#include "core.h"

struct vdt_prefix_key {
	u64 high, low;
};

static inline u32 vdt_prefix_read_be32(const u8 *p)
{
	return (u32)p[0] << 24 | (u32)p[1] << 16 | (u32)p[2] << 8 | p[3];
}

static inline u64 vdt_prefix_read_be64(const u8 *p)
{
	return (u64)vdt_prefix_read_be32(p) << 32 | vdt_prefix_read_be32(p + 4);
}

static inline bool vdt_prefix_key_equal(const struct vdt_prefix_key *a,
					const struct vdt_prefix_key *b)
{
	return a->high == b->high && a->low == b->low;
}

static inline bool vdt_prefix_key_before(const struct vdt_prefix_key *a,
					 const struct vdt_prefix_key *b)
{
	return a->high < b->high || (a->high == b->high && a->low < b->low);
}

static inline bool vdt_prefix_key_is_zero(const struct vdt_prefix_key *key)
{
	return !(key->high | key->low);
}

static inline u64 vdt_prefix_behind64(u8 len)
{
	return len < 64 ? ~(u64)0 >> len : 0;
}

/* The bits of a place that lie behind a prefix of @len bits. */
static inline struct vdt_prefix_key vdt_prefix_key_behind(u8 len)
{
	return (struct vdt_prefix_key){
		.high = vdt_prefix_behind64(len),
		.low = vdt_prefix_behind64(len < 64 ? 0 : len - 64),
	};
}

/* The first place behind the prefix; zero when the prefix reaches to the end of the space. */
static inline struct vdt_prefix_key vdt_prefix_key_end(const struct vdt_prefix_key *first, u8 len)
{
	struct vdt_prefix_key rest = vdt_prefix_key_behind(len);
	struct vdt_prefix_key end = {first->high | rest.high, (first->low | rest.low) + 1};

	if (!end.low)
		end.high++;
	return end;
}

/* For loops over a million of things: let others run every now and then; @n counts the rounds. */
static inline void vdt_prefix_rest(u32 n)
{
	if (!(n % 4096))
		cond_resched();
}

#endif /* VDT_PREFIX_KEY_H */
