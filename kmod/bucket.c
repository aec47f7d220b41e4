// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "bucket.h"

void vdt_bucket_init(struct vdt_bucket *bucket, const struct vdt_bucket_rate *rate, u64 now)
{
	bucket->tokens = rate->cost * rate->burst;
	bucket->last = now;
}

u64 vdt_bucket_next(const struct vdt_bucket *bucket, const struct vdt_bucket_rate *rate)
{
	return bucket->last + (bucket->tokens < rate->cost ? rate->cost - bucket->tokens : 0);
}

bool vdt_bucket_take(struct vdt_bucket *bucket, const struct vdt_bucket_rate *rate, u64 now)
{
	u64 full = rate->cost * rate->burst;

	if (now > bucket->last) {
		u64 grown = min(now - bucket->last, full);

		bucket->tokens = min(bucket->tokens + grown, full);
		bucket->last = now;
	}
	if (bucket->tokens < rate->cost)
		return false;
	bucket->tokens -= rate->cost;
	return true;
}
