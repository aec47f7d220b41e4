// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "conn_pending.h"

static const struct vdt_bucket_rate syn_rate = {.cost = VDT_SYN_NS, .burst = VDT_SYN_BURST};

void vdt_pending_init(struct vdt_pending_table *table, const siphash_key_t *key, u64 now)
{
	table->key = *key;
	vdt_bucket_init(&table->first, &syn_rate, now);
	vdt_bucket_init(&table->again, &syn_rate, now);
}

void vdt_pending_done(struct vdt_pending_table *table)
{
	struct vdt_pending *pending;
	u32 i;

	for (i = 0; i < VDT_PENDING_BUCKETS; i++) {
		while ((pending = table->heads[i])) {
			table->heads[i] = pending->next;
			kfree(pending);
		}
	}
}

static u64 hash_of(const struct vdt_pending_table *table, const struct vdt_handshake *handshake)
{
	struct {
		struct vdt_addr source;
		u64 ports;
	} hashed = {
		.source = handshake->source,
		.ports = (u64)handshake->source_port << 16 | handshake->port,
	};

	return siphash(&hashed, sizeof(hashed), &table->key);
}

static bool same_handshake(const struct vdt_handshake *a, const struct vdt_handshake *b)
{
	return a->source_port == b->source_port && a->port == b->port &&
	       vdt_addr_equal(&a->source, &b->source);
}

static struct vdt_pending **find_link(struct vdt_pending_table *table,
				      const struct vdt_handshake *handshake)
{
	struct vdt_pending **link = &table->heads[hash_of(table, handshake) % VDT_PENDING_BUCKETS];

	while (*link && !same_handshake(&(*link)->handshake, handshake))
		link = &(*link)->next;
	return link;
}

static void drop_link(struct vdt_pending_table *table, struct vdt_group_table *groups,
		      struct vdt_pending **link)
{
	struct vdt_pending *pending = *link;

	*link = pending->next;
	table->n--;
	pending->source->half_open--;
	vdt_group_put(groups, pending->source);
	kfree(pending);
}

void vdt_pending_end(struct vdt_pending_table *table, struct vdt_group_table *groups,
		     const struct vdt_handshake *handshake)
{
	struct vdt_pending **link = find_link(table, handshake);

	if (*link)
		drop_link(table, groups, link);
}

void vdt_pending_sweep(struct vdt_pending_table *table, struct vdt_group_table *groups, u64 now)
{
	struct vdt_pending **link;
	u32 i;

	table->swept = now;
	for (i = 0; i < VDT_PENDING_BUCKETS; i++) {
		link = &table->heads[i];
		while (*link) {
			if ((*link)->deadline <= now)
				drop_link(table, groups, link);
			else
				link = &(*link)->next;
		}
	}
}

static bool note(struct vdt_pending_table *table, struct vdt_group_table *groups,
		 const struct vdt_handshake *handshake, u64 now)
{
	struct vdt_group_key key = vdt_group_source(&handshake->source, 0);
	struct vdt_group *source = vdt_group_get(groups, &key);
	struct vdt_pending *pending, **head;

	if (!source)
		return false;
	pending = kzalloc(sizeof(*pending), GFP_ATOMIC);
	if (!pending) {
		vdt_group_put(groups, source);
		return false;
	}
	head = &table->heads[hash_of(table, handshake) % VDT_PENDING_BUCKETS];
	*pending = (struct vdt_pending){
		.next = *head,
		.handshake = *handshake,
		.source = source,
		.deadline = now + handshake->lasts,
	};
	*head = pending;
	source->half_open++;
	table->n++;
	return true;
}

/* Remembers the SYN and returns whether it was remembered. */
static bool is_again(struct vdt_pending_table *table, const struct vdt_handshake *handshake,
		     u64 now)
{
	u64 hash = hash_of(table, handshake) % (8 * VDT_SYN_MEMORY);
	u8 bit = 1 << hash % 8;
	bool again;

	if (now - table->turned >= VDT_SYN_MEMORY_NS) {
		table->newer ^= 1;
		table->turned = now;
		memset(table->memory[table->newer], 0, VDT_SYN_MEMORY);
	}
	again = (table->memory[0][hash / 8] | table->memory[1][hash / 8]) & bit;
	table->memory[table->newer][hash / 8] |= bit;
	return again;
}

static bool has_its_part(const struct vdt_group_table *groups, const struct vdt_addr *source,
			 u32 budget)
{
	struct vdt_group_key key = vdt_group_source(source, 0);
	const struct vdt_group *group = vdt_group_find(groups, &key);

	return group && group->half_open >= max(budget / VDT_HALF_OPEN_SHARES, 1u);
}

static bool take_turn(struct vdt_pending_table *table, const struct vdt_handshake *handshake,
		      u64 now)
{
	struct vdt_bucket *bucket = is_again(table, handshake, now) ? &table->again : &table->first;

	return vdt_bucket_take(bucket, &syn_rate, now);
}

enum vdt_syn vdt_pending_take(struct vdt_pending_table *table, struct vdt_group_table *groups,
			      const struct vdt_handshake *handshake, u32 budget, u64 now)
{
	if (now - table->swept >= VDT_SECOND)
		vdt_pending_sweep(table, groups, now);
	if (*find_link(table, handshake))
		return VDT_SYN_PASS;
	if (has_its_part(groups, &handshake->source, budget))
		return take_turn(table, handshake, now) ? VDT_SYN_COOKIE : VDT_SYN_DROP;
	if (table->n < budget && note(table, groups, handshake, now))
		return VDT_SYN_PASS;
	return VDT_SYN_COOKIE;
}
