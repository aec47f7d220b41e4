// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "conn_group.h"

void vdt_group_table_done(struct vdt_group_table *table)
{
	struct vdt_group *group;
	u32 i;

	for (i = 0; i < VDT_GROUP_BUCKETS; i++) {
		while ((group = table->heads[i])) {
			table->heads[i] = group->next;
			kfree(group);
		}
	}
}

static struct vdt_group_key make_key(const struct vdt_addr *source, u8 bits, u16 port)
{
	struct vdt_group_key key = {.port = port, .bits = bits};

	memcpy(key.source.byte, source->byte, bits / 8);
	return key;
}

struct vdt_group_key vdt_group_source(const struct vdt_addr *source, u16 port)
{
	u8 bits = vdt_addr_is_v4(source) ? VDT_GROUP_HOST4 : VDT_GROUP_NET6;

	return make_key(source, bits, port);
}

struct vdt_group_key vdt_group_site(const struct vdt_addr *source, u16 port)
{
	return make_key(source, VDT_GROUP_SITE6, port);
}

struct vdt_group_key vdt_group_port(u16 port)
{
	return (struct vdt_group_key){.port = port, .bits = VDT_GROUP_ALL};
}

static bool same_key(const struct vdt_group_key *a, const struct vdt_group_key *b)
{
	return a->port == b->port && a->bits == b->bits && vdt_addr_equal(&a->source, &b->source);
}

static u32 bucket_of(const struct vdt_group_table *table, const struct vdt_group_key *key)
{
	struct {
		struct vdt_addr source;
		u64 rest;
	} hashed = {.source = key->source, .rest = (u64)key->bits << 16 | key->port};

	return siphash(&hashed, sizeof(hashed), &table->key) % VDT_GROUP_BUCKETS;
}

struct vdt_group *vdt_group_find(const struct vdt_group_table *table,
				 const struct vdt_group_key *key)
{
	struct vdt_group *group = table->heads[bucket_of(table, key)];

	while (group && !same_key(&group->key, key))
		group = group->next;
	return group;
}

struct vdt_group *vdt_group_get(struct vdt_group_table *table, const struct vdt_group_key *key)
{
	struct vdt_group *group = vdt_group_find(table, key), **head;

	if (group)
		return group;
	group = kzalloc(sizeof(*group), GFP_ATOMIC);
	if (!group)
		return NULL;
	head = &table->heads[bucket_of(table, key)];
	group->key = *key;
	group->next = *head;
	*head = group;
	return group;
}

/* Groups without a source are as many as the services, and remember what they refused. */
static bool is_needed(const struct vdt_group *group)
{
	return group->connections || group->half_open || group->key.bits == VDT_GROUP_ALL;
}

void vdt_group_put(struct vdt_group_table *table, struct vdt_group *group)
{
	struct vdt_group **link;

	if (!group || is_needed(group))
		return;
	link = &table->heads[bucket_of(table, &group->key)];
	while (*link != group)
		link = &(*link)->next;
	*link = group->next;
	kfree(group);
}
