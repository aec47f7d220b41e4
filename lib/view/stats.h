/* SPDX-License-Identifier: BSD-3-Clause */
/* The counters as JSON. Both return a new reference, or NULL without memory. */
#ifndef VDT_VIEW_STATS_H
#define VDT_VIEW_STATS_H

#include <jansson.h>

#include "lib/view/services.h"

json_t *vdt_view_services(const struct vdt_services *services);
json_t *vdt_view_stats(const struct vdt_nl_stats *stats, const struct vdt_services *services);

#endif /* VDT_VIEW_STATS_H */
