// SPDX-License-Identifier: BSD-3-Clause
#include <inttypes.h>
#include <stdio.h>

#include "lib/nl/client.h"
#include "lib/nl/names.h"
#include "lib/view/services.h"
#include "lib/view/stats.h"
#include "lib/view/words.h"
#include "tools/vedette/command.h"
#include "tools/vedette/table.h"

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
		code = vdt_json_finish(vdt_view_stats(&stats, &services));
	else
		code = print_stats(&stats, &services);
	vdt_services_done(&services);
	vdt_nl_close(nl);
	return code;
}
