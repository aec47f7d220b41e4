// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/presence.h"

#include <string.h>

static struct vdt_visit *find(struct vdt_presence *presence, uint32_t req)
{
	for (unsigned int i = 0; i < VDT_PRESENCE; i++)
		if (presence->visit[i].req == req)
			return &presence->visit[i];
	return NULL;
}

static void leave(struct vdt_visit *visit)
{
	memset(visit, 0, sizeof(*visit));
}

void vdt_presence_add(struct vdt_presence *presence, const struct vdt_visit *visit)
{
	struct vdt_visit *place = find(presence, 0);

	if (place)
		*place = *visit;
}

void vdt_presence_remove(struct vdt_presence *presence, uint32_t req)
{
	struct vdt_visit *visit = find(presence, req);

	if (visit)
		leave(visit);
}

void vdt_presence_revoke(struct vdt_presence *presence, uint32_t account)
{
	for (unsigned int i = 0; i < VDT_PRESENCE; i++)
		if (presence->visit[i].account == account)
			leave(&presence->visit[i]);
}

void vdt_presence_clear(struct vdt_presence *presence)
{
	memset(presence, 0, sizeof(*presence));
}

const struct vdt_visit *vdt_presence_by_id(const struct vdt_presence *presence,
					   const uint8_t id[VDT_AUDIT_SESSION])
{
	for (unsigned int i = 0; i < VDT_PRESENCE; i++)
		if (presence->visit[i].req && !memcmp(presence->visit[i].id, id, VDT_AUDIT_SESSION))
			return &presence->visit[i];
	return NULL;
}

static bool is_first(const struct vdt_presence *presence, unsigned int index)
{
	for (unsigned int i = 0; i < index; i++)
		if (presence->visit[i].req &&
		    vdt_source_same(&presence->visit[i].from, &presence->visit[index].from))
			return false;
	return true;
}

void vdt_presence_each(const struct vdt_presence *presence,
		       void (*each)(void *ctx, const struct vdt_source *source), void *ctx)
{
	for (unsigned int i = 0; i < VDT_PRESENCE; i++)
		if (presence->visit[i].req && is_first(presence, i))
			each(ctx, &presence->visit[i].from);
}
