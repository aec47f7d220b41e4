// SPDX-License-Identifier: BSD-3-Clause
/* feed show */
#include <errno.h>
#include <inttypes.h>

#include "lib/nl/client.h"
#include "lib/view/feeds.h"
#include "tools/vedette/command.h"
#include "tools/vedette/table.h"

/* Where a feed goes: one of the two is NULL. */
struct feed_list {
	json_t *array;
	struct vdt_table *table;
};

static void add_feed(const struct vdt_nl_feed *feed, void *ctx)
{
	struct feed_list *list = ctx;

	if (list->array) {
		json_array_append_new(list->array, vdt_view_feed(feed));
		return;
	}
	vdt_table_cell(list->table, "%s", feed->identity.name);
	vdt_table_cell(list->table, "%" PRIu64, feed->identity.version);
	vdt_table_cell(list->table, "%" PRIu64, feed->minimum);
	vdt_table_cell(list->table, "%u", feed->prefixes);
}

int vdt_cmd_feed_show(const struct vdt_options *options, char **args)
{
	static const char *const heads[] = {"FEED", ">VERSION", ">AT LEAST", ">PREFIXES"};
	struct feed_list list = {0};
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl), err;

	if (code)
		return code;
	if (options->json)
		list.array = json_array();
	else
		list.table = vdt_table_new(heads, 4);
	err = list.array || list.table ? vdt_nl_feeds(nl, add_feed, &list) : -ENOMEM;
	if (err)
		code = vdt_fail_request(nl, err);
	else if (list.array)
		code = vdt_json_finish(json_incref(list.array));
	else
		code = vdt_table_finish(list.table);
	json_decref(list.array);
	if (err)
		vdt_table_free(list.table);
	vdt_nl_close(nl);
	return code;
}
