/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The user-space twin of kmod/core.h: it has the same include guard and is read first (-include),
 * so the pure files of the module find here what they use of the kernel, with the same meaning.
 */
#ifndef VDT_CORE_H
#define VDT_CORE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/mount.h>
#include <linux/reboot.h>
#include <linux/types.h>
#include <netinet/in.h>

#include <vedette/netlink.h>

#include "lib/kshim/alloc.h"
#include "lib/kshim/atomic.h"
#include "lib/kshim/nla.h"
#include "lib/kshim/seqlock.h"
#include "lib/kshim/siphash.h"
#include "lib/kshim/spinlock.h"

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int16_t s16;
typedef int32_t s32;

#define ARRAY_SIZE(a)	   (sizeof(a) / sizeof((a)[0]))
#define BIT_ULL(n)	   (1ULL << (n))
#define ALIGN(x, to)	   (((x) + (to)-1) / (to) * (to))
#define DIV_ROUND_UP(n, d) (((n) + (d)-1) / (d))
#define U8_MAX		   UINT8_MAX
#define U32_MAX		   UINT32_MAX
#define U64_MAX		   UINT64_MAX
#define S64_MAX		   INT64_MAX
#undef static_assert
#define static_assert(expr) _Static_assert(expr, #expr)

#define min(a, b) \
	({ \
		__typeof__(a) min_a = (a); \
		__typeof__(b) min_b = (b); \
		min_a < min_b ? min_a : min_b; \
	})

#define max(a, b) \
	({ \
		__typeof__(a) max_a = (a); \
		__typeof__(b) max_b = (b); \
		max_a > max_b ? max_a : max_b; \
	})

static inline unsigned int hweight16(unsigned int bits)
{
	bits -= bits >> 1 & 0x5555;
	bits = (bits & 0x3333) + (bits >> 2 & 0x3333);
	bits = (bits + (bits >> 4)) & 0x0f0f;
	return (bits + (bits >> 8)) & 0x1f;
}

static inline void prefetch(const void *p)
{
	__builtin_prefetch(p);
}

static inline void cond_resched(void)
{
}

/* Whole or cut, with its NUL. */
static inline long strscpy(char *to, const char *from, size_t size)
{
	size_t len = strnlen(from, size - 1);

	memcpy(to, from, len);
	to[len] = '\0';
	return from[len] ? -E2BIG : (long)len;
}

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

#endif /* VDT_CORE_H */
