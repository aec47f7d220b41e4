// SPDX-License-Identifier: BSD-3-Clause
#include "lib/view/stats.h"

#include "lib/nl/names.h"

static json_t *counts_json(const struct vdt_nl_count *counts)
{
	json_t *object = json_object();

	for (unsigned int i = 0; i <= VEDETTE_REASON_MAX; i++)
		json_object_set_new(object, vdt_nl_reason_name(i),
				    json_pack("{s:I, s:I}", "packets",
					      (json_int_t)counts[i].packets, "bytes",
					      (json_int_t)counts[i].bytes));
	return object;
}

json_t *vdt_view_services(const struct vdt_services *services)
{
	json_t *list = json_array();

	for (size_t i = 0; i < services->count; i++)
		json_array_append_new(list, vdt_service_json(&services->items[i]));
	return list;
}

json_t *vdt_view_stats(const struct vdt_nl_stats *stats, const struct vdt_services *services)
{
	return json_pack("{s:o, s:o, s:o, s:I, s:I, s:I, s:{s:I, s:I}}", "counters",
			 counts_json(stats->counter), "observed", counts_json(stats->observed),
			 "services", vdt_view_services(services), "flows", (json_int_t)stats->flows,
			 "events", (json_int_t)stats->events, "events_suppressed",
			 (json_int_t)stats->events_suppressed, "xdp", "passed",
			 (json_int_t)stats->xdp_passed, "dropped", (json_int_t)stats->xdp_dropped);
}
