// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "conn_limit.h"
#include "conn_table.h"
#include "limits.h"
#include "policy_parse.h"

static u32 count_of(const struct vdt_group_table *groups, struct vdt_group_key key)
{
	const struct vdt_group *group = vdt_group_find(groups, &key);

	return group ? group->connections : 0;
}

/* Many full /64s of one /48 are one guest with many addresses, not many guests. */
static bool is_suspect(const struct vdt_group_table *groups, const struct vdt_service *service,
		       const struct vdt_addr *source)
{
	struct vdt_group_key key = vdt_group_site(source, service->port);
	const struct vdt_group *site;

	if (vdt_addr_is_v4(source))
		return false;
	site = vdt_group_find(groups, &key);
	return site && site->connections >= service->per_source * VDT_SITE_SOURCES &&
	       2 * site->connections >= service->per_source * site->nets;
}

u8 vdt_limit_counts(const struct vdt_group_table *groups, const struct vdt_conn_rules *rules,
		    const struct vdt_addr *source, bool trusted)
{
	const struct vdt_limits *limits = rules->limits;
	const struct vdt_service *service = rules->service;
	u32 reserved = trusted ? 0 : limits->reserved;

	if (count_of(groups, vdt_group_port(0)) + reserved >= limits->connections)
		return VEDETTE_REASON_LIMIT;
	if (!service)
		return VEDETTE_REASON_SERVICE;
	if (service->connections &&
	    count_of(groups, vdt_group_port(service->port)) >= service->connections)
		return VEDETTE_REASON_LIMIT_SERVICE;
	if (service->per_source &&
	    (count_of(groups, vdt_group_source(source, service->port)) >= service->per_source ||
	     is_suspect(groups, service, source)))
		return VEDETTE_REASON_LIMIT_SOURCE;
	return VEDETTE_REASON_SERVICE;
}

bool vdt_limit_queue(const struct vdt_group_table *groups, const struct vdt_wish *wish, u16 port)
{
	if (4 * (u64)wish->queued > 3 * (u64)wish->queue)
		return !wish->trusted;
	return 2 * (u64)wish->queued > wish->queue &&
	       count_of(groups, vdt_group_source(&wish->source, port));
}
