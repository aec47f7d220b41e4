// SPDX-License-Identifier: BSD-3-Clause
#include <inttypes.h>
#include <stdio.h>

#include "lib/nl/client.h"
#include "lib/nl/names.h"
#include "tools/vedette/command.h"
#include "tools/vedette/services.h"
#include "tools/vedette/table.h"
#include "tools/vedette/words.h"

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

static json_t *services_json(const struct vdt_services *services)
{
	json_t *list = json_array();

	for (size_t i = 0; i < services->count; i++)
		json_array_append_new(list, vdt_service_json(&services->items[i]));
	return list;
}

static json_t *stats_json(const struct vdt_nl_stats *stats, const struct vdt_services *services)
{
	return json_pack("{s:o, s:o, s:o, s:I, s:I, s:I, s:{s:I, s:I}}", "counters",
			 counts_json(stats->counter), "observed", counts_json(stats->observed),
			 "services", services_json(services), "flows", (json_int_t)stats->flows,
			 "events", (json_int_t)stats->events, "events_suppressed",
			 (json_int_t)stats->events_suppressed, "xdp", "passed",
			 (json_int_t)stats->xdp_passed, "dropped", (json_int_t)stats->xdp_dropped);
}

static int print_reasons(const struct vdt_nl_stats *stats)
{
	static const char *const heads[] = {"REASON", ">PACKETS", ">BYTES", ">OBSERVED", "MEANING"};
	struct vdt_table *table = vdt_table_new(heads, 5);

	for (unsigned int i = 0; table && i <= VEDETTE_REASON_MAX; i++) {
		vdt_table_cell(table, "%s", vdt_nl_reason_name(i));
		vdt_table_cell(table, "%" PRIu64, stats->counter[i].packets);
		vdt_table_cell(table, "%" PRIu64, stats->counter[i].bytes);
		vdt_table_cell(table, "%" PRIu64, stats->observed[i].packets);
		vdt_table_cell(table, "%s", vdt_nl_reason_text(i));
	}
	return vdt_table_finish(table);
}

static int print_services(const struct vdt_services *services)
{
	static const char *const heads[] = {"SERVICE", "PROTO", ">PORT", ">PASSED", ">DROPPED"};
	struct vdt_table *table = vdt_table_new(heads, 5);

	for (size_t i = 0; table && i < services->count; i++) {
		const struct vdt_nl_service *service = &services->items[i];

		vdt_table_cell(table, "%s", service->name);
		vdt_table_cell(table, "%s", vdt_proto_words(service->proto));
		vdt_table_cell(table, "%u", service->port);
		vdt_table_cell(table, "%" PRIu64, service->passed);
		vdt_table_cell(table, "%" PRIu64, service->dropped);
	}
	return vdt_table_finish(table);
}

static int print_stats(const struct vdt_nl_stats *stats, const struct vdt_services *services)
{
	int code = print_reasons(stats);

	if (!code && services->count) {
		putchar('\n');
		code = print_services(services);
	}
	printf("\nflows remembered: %u\nevents: %" PRIu64 ", and %" PRIu64
	       " packets without one of their own\nXDP: %" PRIu64 " dropped, %" PRIu64
	       " passed on\n",
	       stats->flows, stats->events, stats->events_suppressed, stats->xdp_dropped,
	       stats->xdp_passed);
	return code;
}

int vdt_cmd_stats(const struct vdt_options *options, char **args)
{
	struct vdt_services services = {0};
	struct vdt_nl_stats stats;
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl), err;

	if (code)
		return code;
	err = vdt_nl_stats(nl, &stats);
	if (!err)
		err = vdt_services_get(nl, &services);
	if (err)
		code = vdt_fail_request(nl, err);
	else if (options->json)
		code = vdt_json_finish(stats_json(&stats, &services));
	else
		code = print_stats(&stats, &services);
	vdt_services_done(&services);
	vdt_nl_close(nl);
	return code;
}
