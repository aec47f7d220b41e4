// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "trust_table.h"

struct entry {
	struct vdt_addr source;
	u64 until; /* 0: the place is free */
};

/* Readers take no lock, for the reasons at struct vdt_ban_table. */
struct vdt_trust_table {
	siphash_key_t key; /* never changes */
	seqlock_t lock;	   /* protects the entries */
	struct entry entries[VDT_TRUST_BUCKETS][VDT_TRUST_WAYS];
};

struct vdt_trust_table *vdt_trust_table_new(const siphash_key_t *key)
{
	struct vdt_trust_table *table = kvzalloc(sizeof(*table), GFP_KERNEL);

	if (!table)
		return NULL;
	table->key = *key;
	seqlock_init(&table->lock);
	return table;
}

void vdt_trust_table_free(struct vdt_trust_table *table)
{
	kvfree(table);
}

static u32 bucket_of(const struct vdt_trust_table *table, const struct vdt_addr *source)
{
	return siphash(source->byte, sizeof(source->byte), &table->key) % VDT_TRUST_BUCKETS;
}

void vdt_trust_set(struct vdt_trust_table *table, const struct vdt_addr *source, u64 until)
{
	struct vdt_addr folded = vdt_addr_source(source);
	struct entry *bucket = table->entries[bucket_of(table, &folded)], *first = bucket;
	u32 i;

	write_seqlock_bh(&table->lock);
	for (i = 0; i < VDT_TRUST_WAYS; i++) {
		if (vdt_addr_equal(&bucket[i].source, &folded)) {
			first = &bucket[i];
			break;
		}
		if (bucket[i].until < first->until)
			first = &bucket[i];
	}
	*first = (struct entry){.source = folded, .until = until};
	write_sequnlock_bh(&table->lock);
}

bool vdt_trust_holds(const struct vdt_trust_table *table, const struct vdt_addr *source, u64 now)
{
	struct vdt_addr folded = vdt_addr_source(source);
	const struct entry *bucket = table->entries[bucket_of(table, &folded)];
	unsigned int sequence;
	bool found;
	u32 i;

	do {
		sequence = read_seqbegin(&table->lock);
		found = false;
		for (i = 0; i < VDT_TRUST_WAYS && !found; i++)
			found = now < bucket[i].until && vdt_addr_equal(&bucket[i].source, &folded);
	} while (read_seqretry(&table->lock, sequence));
	return found;
}
