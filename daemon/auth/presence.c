// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/presence.h"

#include <string.h>

static void replace(struct vdt_presence *presence, uint32_t old, uint32_t req,
		    const struct vdt_source *source)
{
	for (unsigned int i = 0; i < VDT_PRESENCE; i++) {
		if (presence->session[i].req != old)
			continue;
		presence->session[i].req = req;
		presence->session[i].source = *source;
		return;
	}
}

void vdt_presence_add(struct vdt_presence *presence, uint32_t req, const struct vdt_source *source)
{
	replace(presence, 0, req, source);
}

void vdt_presence_remove(struct vdt_presence *presence, uint32_t req)
{
	const struct vdt_source none = {0};

	replace(presence, req, 0, &none);
}

void vdt_presence_clear(struct vdt_presence *presence)
{
	memset(presence, 0, sizeof(*presence));
}

static bool is_first(const struct vdt_presence *presence, unsigned int index)
{
	for (unsigned int i = 0; i < index; i++)
		if (presence->session[i].req &&
		    vdt_source_same(&presence->session[i].source, &presence->session[index].source))
			return false;
	return true;
}

void vdt_presence_each(const struct vdt_presence *presence,
		       void (*each)(void *ctx, const struct vdt_source *source), void *ctx)
{
	for (unsigned int i = 0; i < VDT_PRESENCE; i++)
		if (presence->session[i].req && is_first(presence, i))
			each(ctx, &presence->session[i].source);
}
