/* SPDX-License-Identifier: BSD-3-Clause */
/* The services of the active policy, all of one moment. */
#ifndef VDT_VIEW_SERVICES_H
#define VDT_VIEW_SERVICES_H

#include <stddef.h>

#include <jansson.h>

#include "lib/nl/client.h"

struct vdt_services {
	struct vdt_nl_service *items;
	size_t count;
	int failed; /* negative errno of collecting */
};

/* Released with vdt_services_done(), also after a failure. Asks again while the policy changes
 * under it, a few times. Returns 0 or a negative errno. */
int vdt_services_get(struct vdt_nl *nl, struct vdt_services *ret_services);
void vdt_services_done(struct vdt_services *services);

/* name, proto, port, loopback_only, from, exe, passed, dropped */
json_t *vdt_service_json(const struct vdt_nl_service *service);

#endif /* VDT_VIEW_SERVICES_H */
