/* SPDX-License-Identifier: BSD-3-Clause */
/* Who listens and what the policy says of it, as JSON. */
#ifndef VDT_VIEW_PORTS_H
#define VDT_VIEW_PORTS_H

#include <jansson.h>

#include "lib/ports/judge.h"

/* sockets, and unserved: the services that nobody serves. Without owners if @rules is blind. A new
 * reference, or NULL without memory. */
json_t *vdt_view_ports(const struct vdt_sockets *sockets, const struct vdt_rules *rules);

#endif /* VDT_VIEW_PORTS_H */
