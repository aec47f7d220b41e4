// SPDX-License-Identifier: BSD-3-Clause
/* Who is connected, by connection, by source, by limit; and cutting one. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/nl/client.h"
#include "lib/view/conns.h"
#include "lib/view/words.h"
#include "tools/vedette/command.h"
#include "tools/vedette/table.h"

/* Where the rows go: one of the two is NULL. */
struct listing {
	json_t *array;
	struct vdt_table *table;
};

static void add_conn(const struct vdt_nl_conn *conn, void *ctx)
{
	struct listing *list = ctx;
	char source[VDT_ADDRESS_WORDS];

	if (list->array) {
		json_array_append_new(list->array, vdt_view_conn(conn));
		return;
	}
	vdt_table_cell(list->table, "%" PRIu64, conn->id);
	vdt_table_cell(list->table, "%s", *conn->service ? conn->service : "-");
	vdt_table_cell(list->table, "%u", conn->port);
	vdt_table_cell(list->table, conn->source_len == 16 ? "[%s]:%u" : "%s:%u",
		       vdt_address_words(conn->source, conn->source_len, source),
		       conn->source_port);
	vdt_table_cell(list->table, "%" PRIu64 " s", conn->age);
	vdt_table_cell(list->table, "%s%s", vdt_conn_state_words(conn->state),
		       conn->trusted ? ", trusted" : "");
}

static void add_source(const struct vdt_nl_source *source, void *ctx)
{
	struct listing *list = ctx;
	char words[VDT_ADDRESS_WORDS];

	if (list->array) {
		json_array_append_new(list->array, vdt_view_source(source));
		return;
	}
	vdt_address_words(source->source, source->source_len, words);
	vdt_table_cell(list->table, "%s/%u", words, source->prefix_length);
	vdt_table_cell(list->table, "%u", source->connections);
	vdt_table_cell(list->table, "%u", source->half_open);
}

static void print_bound(struct vdt_table *table, uint32_t bound)
{
	if (bound)
		vdt_table_cell(table, "%u", bound);
	else
		vdt_table_cell(table, "-");
}

static void add_limit(const struct vdt_nl_limit *limit, void *ctx)
{
	struct listing *list = ctx;

	if (list->array) {
		json_array_append_new(list->array, vdt_view_limit(limit));
		return;
	}
	vdt_table_cell(list->table, "%s", *limit->service ? limit->service : "all services");
	vdt_table_cell(list->table, "%u", limit->connections);
	print_bound(list->table, limit->limit);
	print_bound(list->table, limit->per_source);
	print_bound(list->table, limit->reserved);
	if (*limit->service)
		vdt_table_cell(list->table, "-");
	else
		vdt_table_cell(list->table, "%u of %u", limit->half_open, limit->half_open_limit);
	vdt_table_cell(list->table, "%" PRIu64, limit->refused);
}

static int ask(struct vdt_nl *nl, const struct vdt_options *options, struct listing *list)
{
	if (options->sources)
		return vdt_nl_sources(nl, add_source, list);
	if (options->limits)
		return vdt_nl_limits(nl, add_limit, list);
	return vdt_nl_conns(nl, add_conn, list);
}

static struct vdt_table *new_table(const struct vdt_options *options)
{
	static const char *const conns[] = {">ID", "SERVICE", ">PORT", "PEER", ">AGE", "STATE"};
	static const char *const sources[] = {"SOURCE", ">CONNECTIONS", ">HANDSHAKES"};
	static const char *const limits[] = {"SERVICE",	  ">CONNECTIONS", ">LIMIT",  ">PER SOURCE",
					     ">RESERVED", ">HANDSHAKES",  ">REFUSED"};

	if (options->sources)
		return vdt_table_new(sources, 3);
	if (options->limits)
		return vdt_table_new(limits, 7);
	return vdt_table_new(conns, 6);
}

static int list(struct vdt_nl *nl, const struct vdt_options *options)
{
	struct listing list = {0};
	int code, err;

	if (options->json)
		list.array = json_array();
	else
		list.table = new_table(options);
	err = list.array || list.table ? ask(nl, options, &list) : -ENOMEM;
	if (err)
		code = vdt_fail_request(nl, err);
	else if (list.array)
		code = vdt_json_finish(json_incref(list.array));
	else
		code = vdt_table_finish(list.table);
	json_decref(list.array);
	if (err)
		vdt_table_free(list.table);
	return code;
}

int vdt_cmd_connections(const struct vdt_options *options, char **args)
{
	struct vdt_nl *nl;
	int code;

	if (options->sources && options->limits)
		return vdt_fail(VDT_EXIT_USAGE, "--sources and --limits exclude each other");
	code = vdt_command_open(&nl);
	if (code)
		return code;
	code = list(nl, options);
	vdt_nl_close(nl);
	return code;
}

int vdt_cmd_connections_cut(const struct vdt_options *options, char **args)
{
	struct vdt_nl *nl;
	uint64_t id;
	char *end;
	int code, err;

	errno = 0;
	id = strtoull(args[0], &end, 10);
	if (errno || *end || *args[0] < '0' || *args[0] > '9')
		return vdt_fail(VDT_EXIT_USAGE,
				"'%s' is no id of a connection; `vedette connections` lists them",
				args[0]);
	code = vdt_command_open(&nl);
	if (code)
		return code;
	err = vdt_nl_conn_cut(nl, id);
	if (err)
		code = vdt_fail_request(nl, err);
	else if (options->json)
		code = vdt_json_finish(json_pack("{s:I}", "id", (json_int_t)id));
	else
		printf("connection %" PRIu64 " is cut\n", id);
	vdt_nl_close(nl);
	return code;
}
