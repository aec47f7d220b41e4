// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "bucket.h"
#include "denial_table.h"

struct teller {
	struct vdt_file_id exe;
	u64 seen;				  /* time of its last denial; 0: never used */
	u32 suppressed;				  /* since its last event */
	u32 told[VEDETTE_INTEGRITY_KIND_MAX + 1]; /* bits of reasons that were an event */
	struct vdt_bucket events;
};

struct vdt_denial_table {
	siphash_key_t key; /* never changes */
	spinlock_t lock;   /* protects all below */
	u64 forgotten;	   /* observed rows that made room, since all were cleared */
	struct teller tellers[VDT_DENIAL_EXES][VDT_DENIAL_WAYS];
	struct vdt_denial_row rows[VDT_DENIAL_BUCKETS][VDT_DENIAL_WAYS];
};

static_assert(VEDETTE_INTEGRITY_REASON_MAX < 32); /* struct teller */

enum { ROWS = VDT_DENIAL_BUCKETS * VDT_DENIAL_WAYS };

static const struct vdt_bucket_rate rate = {.cost = VDT_DENIAL_NS, .burst = VDT_DENIAL_BURST};

struct vdt_denial_table *vdt_denial_table_new(const siphash_key_t *key, u64 now)
{
	struct vdt_denial_table *table = kvzalloc(sizeof(*table), GFP_KERNEL);

	if (!table)
		return NULL;
	table->key = *key;
	spin_lock_init(&table->lock);
	return table;
}

void vdt_denial_table_free(struct vdt_denial_table *table)
{
	kvfree(table);
}

static bool is_same(const struct vdt_file_id *a, const struct vdt_file_id *b)
{
	return a->ino == b->ino && a->dev == b->dev && a->generation == b->generation;
}

/* Of a new executable the bucket is full. */
static struct teller *find_teller(struct vdt_denial_table *table, const struct vdt_file_id *exe,
				  u64 now)
{
	u64 hash = siphash(exe, sizeof(*exe), &table->key);
	struct teller *set = table->tellers[hash % VDT_DENIAL_EXES], *quiet = set;
	u32 i;

	for (i = 0; i < VDT_DENIAL_WAYS; i++) {
		if (set[i].seen && is_same(&set[i].exe, exe))
			return &set[i];
		if (set[i].seen < quiet->seen)
			quiet = &set[i];
	}
	*quiet = (struct teller){.exe = *exe};
	vdt_bucket_init(&quiet->events, &rate, now);
	return quiet;
}

static struct vdt_denial_row *find_row(struct vdt_denial_table *table,
				       const struct vdt_denial_key *key)
{
	u64 hash = siphash(key, sizeof(*key), &table->key);
	struct vdt_denial_row *set = table->rows[hash % VDT_DENIAL_BUCKETS], *quiet = set;
	u32 i;

	for (i = 0; i < VDT_DENIAL_WAYS; i++) {
		if (set[i].count && !memcmp(&set[i].key, key, sizeof(*key)))
			return &set[i];
		if (set[i].last < quiet->last)
			quiet = &set[i];
	}
	table->forgotten += quiet->count && quiet->key.observed;
	*quiet = (struct vdt_denial_row){.key = *key};
	return quiet;
}

static void add_row(struct vdt_denial_table *table, const struct vdt_denial_key *key,
		    const char *exe, const char *path, u64 now)
{
	struct vdt_denial_row *row = find_row(table, key);

	if (!row->count) {
		row->first = now;
		strscpy(row->exe, exe, sizeof(row->exe));
		strscpy(row->path, path, sizeof(row->path));
	}
	row->last = now;
	if (row->count < U32_MAX)
		row->count++;
}

/* Nobody can talk so much of one thing that another is never told. */
static bool is_news(struct teller *teller, const struct vdt_denial_key *key)
{
	u32 bit = 1U << key->reason;
	bool news = !(teller->told[key->kind] & bit);

	teller->told[key->kind] |= bit;
	return news;
}

static bool take_event(struct teller *teller, const struct vdt_denial_key *key, u64 now,
		       u32 *ret_suppressed)
{
	bool news = is_news(teller, key);

	teller->seen = now;
	if (!vdt_bucket_take(&teller->events, &rate, now) && !news) {
		if (teller->suppressed < U32_MAX)
			teller->suppressed++;
		return false;
	}
	*ret_suppressed = teller->suppressed;
	teller->suppressed = 0;
	return true;
}

bool vdt_denial_table_add(struct vdt_denial_table *table, const struct vdt_denial_key *key,
			  const char *exe, const char *path, u64 now, u32 *ret_suppressed)
{
	bool told;

	spin_lock_bh(&table->lock);
	add_row(table, key, exe, path, now);
	told = take_event(find_teller(table, &key->exe, now), key, now, ret_suppressed);
	spin_unlock_bh(&table->lock);
	return told;
}

u32 vdt_denial_table_next(struct vdt_denial_table *table, u32 place, struct vdt_denial_row *ret_row)
{
	const struct vdt_denial_row *rows = table->rows[0];
	u32 next = 0;

	spin_lock_bh(&table->lock);
	for (; place < ROWS && !next; place++)
		if (rows[place].count) {
			*ret_row = rows[place];
			next = place + 1;
		}
	spin_unlock_bh(&table->lock);
	return next;
}

u64 vdt_denial_table_forgotten(struct vdt_denial_table *table)
{
	u64 forgotten;

	spin_lock_bh(&table->lock);
	forgotten = table->forgotten;
	spin_unlock_bh(&table->lock);
	return forgotten;
}

u32 vdt_denial_table_clear(struct vdt_denial_table *table)
{
	struct vdt_denial_row *rows = table->rows[0];
	u32 i, n = 0;

	spin_lock_bh(&table->lock);
	for (i = 0; i < ROWS; i++) {
		n += rows[i].count != 0;
		rows[i] = (struct vdt_denial_row){};
	}
	table->forgotten = 0;
	spin_unlock_bh(&table->lock);
	return n;
}
