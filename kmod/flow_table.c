// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "flow_table.h"

struct entry {
	struct vdt_flow flow;
	struct vdt_flow_owner owner;
	u64 deadline; /* the flow has ended from then on; 0: never used */
};

struct bucket {
	spinlock_t lock; /* protects the entries, nests inside nothing of ours */
	struct entry ways[VDT_FLOW_WAYS];
};

struct vdt_flow_table {
	siphash_key_t key; /* never changes */
	/* When a flow was added or prolonged last, by the lowest bits of its local port. */
	atomic64_t noted[VDT_FLOW_BUCKETS];
	struct bucket buckets[VDT_FLOW_BUCKETS];
};

struct vdt_flow_table *vdt_flow_table_new(const siphash_key_t *key)
{
	struct vdt_flow_table *table = kvzalloc(sizeof(*table), GFP_KERNEL);
	u32 i;

	if (!table)
		return NULL;
	table->key = *key;
	for (i = 0; i < VDT_FLOW_BUCKETS; i++)
		spin_lock_init(&table->buckets[i].lock);
	return table;
}

void vdt_flow_table_free(struct vdt_flow_table *table)
{
	kvfree(table);
}

static atomic64_t *noted(struct vdt_flow_table *table, u16 local_port)
{
	return &table->noted[local_port % VDT_FLOW_BUCKETS];
}

bool vdt_flow_may_be(struct vdt_flow_table *table, u16 local_port, u64 now)
{
	return now < atomic64_read(noted(table, local_port)) + VDT_FLOW_UDP_NS;
}

static struct bucket *find_bucket(struct vdt_flow_table *table, const struct vdt_flow *flow)
{
	struct {
		struct vdt_addr remote;
		u64 net, ifindex, rest;
	} key = {
		.remote = flow->remote,
		.net = flow->net,
		.ifindex = flow->ifindex,
		.rest = (u64)flow->proto << 32 | (u32)flow->local_port << 16 | flow->remote_port,
	};

	return &table->buckets[siphash(&key, sizeof(key), &table->key) % VDT_FLOW_BUCKETS];
}

static bool same_flow(const struct vdt_flow *a, const struct vdt_flow *b)
{
	return a->net == b->net && a->proto == b->proto && a->ifindex == b->ifindex &&
	       a->local_port == b->local_port && a->remote_port == b->remote_port &&
	       vdt_addr_equal(&a->remote, &b->remote);
}

static struct entry *find_entry(struct bucket *bucket, const struct vdt_flow *flow)
{
	struct entry *entry;

	for (entry = bucket->ways; entry < bucket->ways + VDT_FLOW_WAYS; entry++)
		if (entry->deadline && same_flow(&entry->flow, flow))
			return entry;
	return NULL;
}

static u32 count_user(const struct bucket *bucket, u32 user)
{
	u32 i, n = 0;

	for (i = 0; i < VDT_FLOW_WAYS; i++)
		n += bucket->ways[i].owner.user == user;
	return n;
}

/* Of what has not ended, the user with the most flows gives one up, and the one that ends first. */
static struct entry *find_room(struct bucket *bucket, u64 now)
{
	struct entry *entry, *room = NULL;
	u32 n, most = 0;

	for (entry = bucket->ways; entry < bucket->ways + VDT_FLOW_WAYS; entry++) {
		if (entry->deadline <= now)
			return entry;
		n = count_user(bucket, entry->owner.user);
		if (n > most || (n == most && entry->deadline < room->deadline)) {
			most = n;
			room = entry;
		}
	}
	return room;
}

void vdt_flow_add(struct vdt_flow_table *table, const struct vdt_flow *flow,
		  const struct vdt_flow_owner *owner, u64 now, u64 deadline)
{
	struct bucket *bucket = find_bucket(table, flow);
	struct entry *entry;

	atomic64_set(noted(table, flow->local_port), now);
	spin_lock_bh(&bucket->lock);
	entry = find_entry(bucket, flow) ?: find_room(bucket, now);
	*entry = (struct entry){*flow, *owner, deadline};
	spin_unlock_bh(&bucket->lock);
}

bool vdt_flow_renew(struct vdt_flow_table *table, const struct vdt_flow *flow,
		    const struct vdt_flow_owner *owner, u64 now, u64 deadline)
{
	struct bucket *bucket = find_bucket(table, flow);
	struct entry *entry;
	bool found;

	spin_lock_bh(&bucket->lock);
	entry = find_entry(bucket, flow);
	found = entry && entry->deadline > now && entry->owner.socket == owner->socket &&
		entry->owner.policy == owner->policy;
	if (found) {
		entry->deadline = deadline;
		atomic64_set(noted(table, flow->local_port), now);
	}
	spin_unlock_bh(&bucket->lock);
	return found;
}

bool vdt_flow_has(struct vdt_flow_table *table, const struct vdt_flow *flow, u64 now)
{
	struct bucket *bucket = find_bucket(table, flow);
	const struct entry *entry;
	bool found;

	spin_lock_bh(&bucket->lock);
	entry = find_entry(bucket, flow);
	found = entry && entry->deadline > now;
	spin_unlock_bh(&bucket->lock);
	return found;
}

u32 vdt_flow_count(struct vdt_flow_table *table, u64 now)
{
	struct bucket *bucket;
	u32 i, way, n = 0;

	for (i = 0; i < VDT_FLOW_BUCKETS; i++) {
		bucket = &table->buckets[i];
		spin_lock_bh(&bucket->lock);
		for (way = 0; way < VDT_FLOW_WAYS; way++)
			n += bucket->ways[way].deadline > now;
		spin_unlock_bh(&bucket->lock);
	}
	return n;
}
