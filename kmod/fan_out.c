// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "bucket.h"
#include "fan_out.h"
#include "limits.h"

struct entry {
	struct vdt_addr destination;
	u64 deadline; /* it is new again from then on; 0: never used */
};

struct vdt_fan_out {
	siphash_key_t key; /* never changes */
	spinlock_t lock;   /* protects what follows, nests inside nothing of ours */
	struct vdt_bucket bucket;
	struct entry entries[VDT_DESTINATION_BUCKETS][VDT_DESTINATION_WAYS];
};

enum { MINUTE = 60 * 1000 * 1000 }; /* microseconds */

/* The bucket holds a minute whatever the rate is, so a change of the rate finds it as full. */
static struct vdt_bucket_rate rate_of(u32 per_minute)
{
	return (struct vdt_bucket_rate){.cost = MINUTE / per_minute * 1000ULL, .burst = per_minute};
}

struct vdt_fan_out *vdt_fan_out_new(const siphash_key_t *key, u64 now)
{
	const struct vdt_bucket_rate full = rate_of(1);
	struct vdt_fan_out *table = kvzalloc(sizeof(*table), GFP_KERNEL);

	if (!table)
		return NULL;
	table->key = *key;
	spin_lock_init(&table->lock);
	vdt_bucket_init(&table->bucket, &full, now);
	return table;
}

void vdt_fan_out_free(struct vdt_fan_out *table)
{
	kvfree(table);
}

/* Returns the destination's entry, or the one that makes room for it. */
static struct entry *find_entry(struct vdt_fan_out *table, const struct vdt_addr *destination)
{
	u64 hash = siphash(destination, sizeof(*destination), &table->key);
	struct entry *ways = table->entries[hash % VDT_DESTINATION_BUCKETS];
	struct entry *oldest = ways;
	u32 i;

	for (i = 0; i < VDT_DESTINATION_WAYS; i++) {
		if (vdt_addr_equal(&ways[i].destination, destination))
			return &ways[i];
		if (ways[i].deadline < oldest->deadline)
			oldest = &ways[i];
	}
	return oldest;
}

static bool is_known(const struct entry *entry, const struct vdt_addr *destination, u64 now)
{
	return entry->deadline > now && vdt_addr_equal(&entry->destination, destination);
}

bool vdt_fan_out_take(struct vdt_fan_out *table, const struct vdt_addr *destination, u32 per_minute,
		      u64 now)
{
	const struct vdt_bucket_rate rate = rate_of(per_minute);
	struct entry *entry;
	bool may;

	spin_lock_bh(&table->lock);
	entry = find_entry(table, destination);
	may = is_known(entry, destination, now) || vdt_bucket_take(&table->bucket, &rate, now);
	if (may)
		*entry = (struct entry){*destination, now + VDT_DESTINATION_NS};
	spin_unlock_bh(&table->lock);
	return may;
}
