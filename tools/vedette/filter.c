// SPDX-License-Identifier: BSD-3-Clause
/* The bans: list, ban, unban. */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/nl/bans.h"
#include "lib/nl/client.h"
#include "lib/view/bans.h"
#include "lib/view/words.h"
#include "tools/vedette/command.h"
#include "tools/vedette/duration.h"
#include "tools/vedette/table.h"

#define SECONDS_MAX 31536000u

static int read_address(const char *text, uint8_t ret_address[16], uint8_t *ret_len)
{
	if (inet_pton(AF_INET, text, ret_address) == 1)
		*ret_len = 4;
	else if (inet_pton(AF_INET6, text, ret_address) == 1)
		*ret_len = 16;
	else
		return vdt_fail(VDT_EXIT_USAGE,
				"'%s' is not an IPv4 or IPv6 address; networks are for the deny "
				"sets of the policy",
				text);
	return VDT_EXIT_DONE;
}

/* list */

struct list {
	struct vdt_table *table; /* or */
	json_t *json;
};

static void list_ban(const struct vdt_nl_ban *ban, void *ctx)
{
	char network[VDT_ADDRESS_WORDS], left[VDT_TIME_WORDS];
	struct list *list = ctx;

	if (list->json) {
		json_array_append_new(list->json, vdt_view_ban(ban));
		return;
	}
	vdt_table_cell(list->table, "%s",
		       vdt_network_words(ban->source, ban->source_len, ban->bits, network));
	vdt_table_cell(list->table, "%s", vdt_time_words(ban->seconds, left));
	vdt_table_cell(list->table, "%u", ban->offences);
	vdt_table_cell(list->table, "%" PRIu64, ban->dropped);
	vdt_table_cell(list->table, "%s", ban->spare ? "sessions" : "nobody");
	vdt_table_cell(list->table, "%s", ban->text);
}

int vdt_cmd_filter_list(const struct vdt_options *options, char **args)
{
	static const char *const heads[] = {"SOURCE",	"ENDS IN", ">OFFENCES",
					    ">DROPPED", "SPARES",  "WHY"};
	struct list list = {0};
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl), err;

	if (code)
		return code;
	if (options->json)
		list.json = json_array();
	else
		list.table = vdt_table_new(heads, 6);
	err = list.json || list.table ? vdt_nl_bans(nl, list_ban, &list) : -ENOMEM;
	if (err) {
		code = vdt_fail_request(nl, err);
		json_decref(list.json);
		vdt_table_free(list.table);
	} else if (options->json) {
		code = vdt_json_finish(json_pack("{s:o}", "bans", list.json));
	} else {
		code = vdt_table_finish(list.table);
	}
	vdt_nl_close(nl);
	return code;
}

/* ban and unban */

static int print_banned(const struct vdt_nl_ban *ban)
{
	char network[VDT_ADDRESS_WORDS], left[VDT_TIME_WORDS];

	printf("%s is banned for %s, offence %u\n",
	       vdt_network_words(ban->source, ban->source_len, ban->bits, network),
	       vdt_time_words(ban->seconds, left), ban->offences);
	return VDT_EXIT_DONE;
}

static int read_wish(const struct vdt_options *options, char **args, struct vdt_nl_ban *ret_wish)
{
	int code = read_address(args[0], ret_wish->source, &ret_wish->source_len);

	if (code)
		return code;
	if (args[1] && vdt_duration_parse(args[1], SECONDS_MAX, &ret_wish->seconds))
		return vdt_fail(VDT_EXIT_USAGE,
				"'%s' is not a time: a number with s, m, h or d behind it, at most "
				"365d",
				args[1]);
	ret_wish->spare = options->spare;
	if (options->why)
		snprintf(ret_wish->text, sizeof(ret_wish->text), "%s", options->why);
	return VDT_EXIT_DONE;
}

int vdt_cmd_filter_ban(const struct vdt_options *options, char **args)
{
	struct vdt_nl_ban wish = {0}, ban;
	struct vdt_nl *nl;
	int code = read_wish(options, args, &wish), err;

	if (!code)
		code = vdt_command_open(&nl);
	if (code)
		return code;
	err = vdt_nl_ban_add(nl, &wish, &ban);
	if (err)
		code = vdt_fail_request(nl, err);
	else
		code = options->json ? vdt_json_finish(vdt_view_ban(&ban)) : print_banned(&ban);
	vdt_nl_close(nl);
	return code;
}

static int print_lifted(const struct vdt_nl_ban *ban)
{
	char network[VDT_ADDRESS_WORDS];

	printf("%s is no longer banned\n",
	       vdt_network_words(ban->source, ban->source_len, ban->bits, network));
	return VDT_EXIT_DONE;
}

int vdt_cmd_filter_unban(const struct vdt_options *options, char **args)
{
	struct vdt_nl_ban ban;
	uint8_t source[16], len;
	struct vdt_nl *nl;
	int code = read_address(args[0], source, &len), err;

	if (!code)
		code = vdt_command_open(&nl);
	if (code)
		return code;
	err = vdt_nl_ban_del(nl, source, len, &ban);
	if (err)
		code = vdt_fail_request(nl, err);
	else
		code = options->json ? vdt_json_finish(vdt_view_network(&ban)) : print_lifted(&ban);
	vdt_nl_close(nl);
	return code;
}
