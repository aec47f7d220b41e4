// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/wear.h"

#define DAY_MS 86400000ull

void vdt_wear_init(struct vdt_wear *wear, uint64_t daily, uint64_t now)
{
	*wear = (struct vdt_wear){.daily = daily, .left = (int64_t)daily, .last = now};
}

/* Time that gives no whole byte stays for the next call. */
static void fill(struct vdt_wear *wear, uint64_t now)
{
	uint64_t ms = (now - wear->last) / 1000000, bytes;

	if (ms > DAY_MS)
		ms = DAY_MS;
	bytes = wear->daily * ms / DAY_MS;
	if (!bytes)
		return;
	wear->last = now;
	wear->left += (int64_t)bytes;
	if (wear->left > (int64_t)wear->daily)
		wear->left = (int64_t)wear->daily;
}

void vdt_wear_spend(struct vdt_wear *wear, uint64_t bytes, uint64_t now)
{
	fill(wear, now);
	wear->left -= (int64_t)bytes;
	/* One day's debt at most, so that it ends. */
	if (wear->left < -(int64_t)wear->daily)
		wear->left = -(int64_t)wear->daily;
}

bool vdt_wear_is_out(struct vdt_wear *wear, uint64_t now)
{
	fill(wear, now);
	return wear->left <= 0;
}
