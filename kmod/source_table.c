// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "bucket.h"
#include "source_table.h"

struct entry {
	struct vdt_addr source; /* folded by vdt_addr_source() */
	u64 last;		/* time of the last event, or of the first drop that became none */
	u64 seen;		/* time of the last drop; 0: never used */
	u32 suppressed;		/* drops since the last event */
	bool reported;		/* there was an event at `last` */
};

struct set {
	struct entry ways[VDT_SOURCE_WAYS];
};

struct vdt_source_table {
	siphash_key_t key; /* never changes */
	atomic64_t until;  /* no source may be reported before that time */
	atomic64_t suppressed;
	spinlock_t lock; /* protects all below */
	struct vdt_bucket events;
	struct set sets[VDT_SOURCE_BUCKETS];
};

static const struct vdt_bucket_rate event_rate = {.cost = VDT_EVENT_NS, .burst = VDT_EVENT_BURST};

struct vdt_source_table *vdt_source_table_new(const siphash_key_t *key, u64 now)
{
	struct vdt_source_table *table = kvzalloc(sizeof(*table), GFP_KERNEL);

	if (!table)
		return NULL;
	table->key = *key;
	spin_lock_init(&table->lock);
	vdt_bucket_init(&table->events, &event_rate, now);
	return table;
}

void vdt_source_table_free(struct vdt_source_table *table)
{
	kvfree(table);
}

/* The entry of the source; a new source takes over the one that was quiet longest. */
static struct entry *find_entry(struct vdt_source_table *table, const struct vdt_addr *source)
{
	u64 hash = siphash(source->byte, sizeof(source->byte), &table->key);
	struct set *set = &table->sets[hash % VDT_SOURCE_BUCKETS];
	struct entry *entry, *quiet = set->ways;
	u32 i;

	for (i = 0; i < VDT_SOURCE_WAYS; i++) {
		entry = &set->ways[i];
		if (entry->seen && vdt_addr_equal(&entry->source, source))
			return entry;
		if (entry->seen < quiet->seen)
			quiet = entry;
	}
	*quiet = (struct entry){.source = *source};
	return quiet;
}

static bool is_due(const struct entry *entry, u64 now)
{
	return !entry->reported || now >= entry->last + VDT_EVENT_SOURCE_NS;
}

/* The same under the lock, but for the sum of all. */
static bool report_locked(struct vdt_source_table *table, const struct vdt_addr *source, u64 now,
			  u32 *ret_suppressed)
{
	struct vdt_addr folded = vdt_addr_source(source);
	struct entry *entry = find_entry(table, &folded);

	entry->seen = now;
	if (is_due(entry, now) && vdt_bucket_take(&table->events, &event_rate, now)) {
		*ret_suppressed = entry->suppressed;
		entry->suppressed = 0;
		entry->last = now;
		entry->reported = true;
		return true;
	}
	if (entry->suppressed < U32_MAX)
		entry->suppressed++;
	atomic64_set(&table->until, vdt_bucket_next(&table->events, &event_rate));
	return false;
}

bool vdt_source_report(struct vdt_source_table *table, const struct vdt_addr *source, u64 now,
		       u32 *ret_suppressed)
{
	bool report = false;

	if (now >= (u64)atomic64_read(&table->until)) {
		spin_lock_bh(&table->lock);
		report = report_locked(table, source, now, ret_suppressed);
		spin_unlock_bh(&table->lock);
	}
	if (!report)
		atomic64_inc(&table->suppressed);
	return report;
}

u64 vdt_source_suppressed(const struct vdt_source_table *table)
{
	return atomic64_read(&table->suppressed);
}
