/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* A token bucket that counts its tokens in nanoseconds, after drivers/net/wireguard/ratelimiter.c.
 */
#ifndef VDT_BUCKET_H
#define VDT_BUCKET_H

#include "core.h"

struct vdt_bucket_rate {
	u64 cost;  /* nanoseconds that a token takes to grow; > 0 */
	u64 burst; /* tokens that the bucket holds; cost * burst fits in 63 bits */
};

/* The caller keeps out others while it calls. */
struct vdt_bucket {
	u64 tokens; /* nanoseconds */
	u64 last;   /* time of the last call */
};

/* Makes the bucket full. */
void vdt_bucket_init(struct vdt_bucket *bucket, const struct vdt_bucket_rate *rate, u64 now);

/* Returns when there is a token if none is taken: a time that may be past, and is never too late.
 */
u64 vdt_bucket_next(const struct vdt_bucket *bucket, const struct vdt_bucket_rate *rate);

/* Returns whether there was a token, and takes it. A clock that steps back grows none. */
bool vdt_bucket_take(struct vdt_bucket *bucket, const struct vdt_bucket_rate *rate, u64 now);

#endif /* VDT_BUCKET_H */
