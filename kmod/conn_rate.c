// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "conn_rate.h"
#include "policy_parse.h"

static struct vdt_bucket_rate rate_of(const struct vdt_service *service)
{
	return (struct vdt_bucket_rate){
		.cost = div_u64(service->period * VDT_SECOND, service->rate),
		.burst = service->rate,
	};
}

static u32 set_of(const struct vdt_rate_table *table, const struct vdt_group_key *key)
{
	struct {
		struct vdt_addr source;
		u64 port;
	} hashed = {.source = key->source, .port = key->port};

	return siphash(&hashed, sizeof(hashed), &table->key) % VDT_RATE_SETS;
}

static bool is_of(const struct vdt_rate_entry *entry, const struct vdt_group_key *key)
{
	return entry->seen && entry->key.port == key->port &&
	       vdt_addr_equal(&entry->key.source, &key->source);
}

bool vdt_rate_allows(const struct vdt_rate_table *table, const struct vdt_service *service,
		     const struct vdt_addr *source, u64 now)
{
	struct vdt_group_key key = vdt_group_source(source, service->port);
	const struct vdt_rate_entry *set;
	struct vdt_bucket_rate rate;
	struct vdt_bucket bucket;
	u32 i;

	if (!service->rate)
		return true;
	rate = rate_of(service);
	set = table->sets[set_of(table, &key)];
	for (i = 0; i < VDT_RATE_WAYS; i++) {
		if (is_of(&set[i], &key)) {
			bucket = set[i].bucket;
			return vdt_bucket_take(&bucket, &rate, now);
		}
	}
	return true;
}

bool vdt_rate_take(struct vdt_rate_table *table, const struct vdt_service *service,
		   const struct vdt_addr *source, u64 now)
{
	struct vdt_group_key key = vdt_group_source(source, service->port);
	struct vdt_rate_entry *set, *entry;
	struct vdt_bucket_rate rate;
	u32 i;

	if (!service->rate)
		return true;
	rate = rate_of(service);
	set = entry = table->sets[set_of(table, &key)];
	for (i = 0; i < VDT_RATE_WAYS; i++) {
		if (is_of(&set[i], &key)) {
			entry = &set[i];
			break;
		}
		if (set[i].seen < entry->seen)
			entry = &set[i];
	}
	if (!is_of(entry, &key)) {
		entry->key = key;
		vdt_bucket_init(&entry->bucket, &rate, now);
	}
	entry->seen = now;
	return vdt_bucket_take(&entry->bucket, &rate, now);
}
