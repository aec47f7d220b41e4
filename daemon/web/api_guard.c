// SPDX-License-Identifier: BSD-3-Clause
/* What guard tells of the kernel's side and does to it: each is one question, and the classes are
 * those of VDT_QUERIES and VDT_CONTROLS in lib/ipc/msgs.h. */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/web/answer.h"
#include "daemon/web/api.h"
#include "daemon/web/ask.h"
#include "daemon/web/body.h"

const struct vdt_schema vdt_schema_report = {
	.name = "Report",
	.doc = "The same as `vedette COMMAND --json` prints; see the manual page vedette(8).",
	.open = true,
};

static const struct vdt_field ban_fields[] = {
	VDT_STRING("address", 2, 45, .flags = VDT_FIELD_REQUIRED, .rule = &vdt_rule_address),
	VDT_INTEGER("seconds", 0, 31536000, .doc = "0: by its offences."),
};
const struct vdt_schema vdt_schema_ban = {
	.name = "Ban",
	VDT_SCHEMA_FIELDS(ban_fields),
};

static const struct vdt_field version_fields[] = {
	VDT_INTEGER("version", 0, INT64_MAX, .doc = "Which one; 0: whichever waits."),
};
const struct vdt_schema vdt_schema_version = {
	.name = "PolicyVersion",
	VDT_SCHEMA_FIELDS(version_fields),
};

static void ask_guard(struct vdt_request *request, enum vdt_query what)
{
	const char *after = vdt_request_query(request, "after");
	const char *limit = vdt_request_query(request, "limit");
	const struct vdt_msg_QUERY ask = {
		.req = request->number,
		.what = what,
		.after = after ? strtoull(after, NULL, 10) : 0,
		.limit = limit ? strtoul(limit, NULL, 10) : 0,
	};

	vdt_answer_relay_ask(request, VDT_GUARD, VDT_MSG_QUERY, &ask);
}

#define QUERY_OPS(name, what) \
	static void begin_##name(struct vdt_request *request) \
	{ \
		ask_guard(request, VDT_QUERY_##what); \
	} \
	const struct vdt_route_ops vdt_api_##name = { \
		.begin = begin_##name, \
		.message = vdt_answer_relay, \
		.end = vdt_answer_relay_end, \
	}

QUERY_OPS(status, STATUS);
QUERY_OPS(ports, PORTS);
QUERY_OPS(services, SERVICES);
QUERY_OPS(connections, CONNECTIONS);
QUERY_OPS(sources, SOURCES);
QUERY_OPS(limits, LIMITS);
QUERY_OPS(bans, BANS);
QUERY_OPS(stats, STATS);
QUERY_OPS(policy, POLICY);
QUERY_OPS(feeds, FEEDS);
QUERY_OPS(integrity, INTEGRITY);
QUERY_OPS(denials, DENIALS);

static void control(struct vdt_request *request, enum vdt_control what, uint64_t number,
		    const char *argument)
{
	struct vdt_msg_CONTROL ask = {.req = request->number, .what = what, .number = number};

	snprintf(ask.argument, sizeof(ask.argument), "%s", argument);
	vdt_ask(request, VDT_GUARD, VDT_MSG_CONTROL, &ask);
}

static void begin_ban(struct vdt_request *request)
{
	char address[64];

	vdt_body_text(request, "address", address, sizeof(address));
	control(request, VDT_CONTROL_BAN, vdt_body_number(request, "seconds", 0), address);
}

static void begin_unban(struct vdt_request *request)
{
	control(request, VDT_CONTROL_UNBAN, 0, request->param[0]);
}

static void begin_cut(struct vdt_request *request)
{
	control(request, VDT_CONTROL_CUT, strtoull(request->param[0], NULL, 10), "");
}

static void begin_confirm(struct vdt_request *request)
{
	control(request, VDT_CONTROL_POLICY_CONFIRM, vdt_body_number(request, "version", 0), "");
}

static void begin_lock(struct vdt_request *request)
{
	control(request, VDT_CONTROL_LOCK, 0, "");
}

const struct vdt_route_ops vdt_api_ban = {.begin = begin_ban, .message = vdt_answer_done};
const struct vdt_route_ops vdt_api_unban = {.begin = begin_unban, .message = vdt_answer_done};
const struct vdt_route_ops vdt_api_cut = {.begin = begin_cut, .message = vdt_answer_done};
const struct vdt_route_ops vdt_api_policy_confirm = {
	.begin = begin_confirm,
	.message = vdt_answer_done,
};
const struct vdt_route_ops vdt_api_lock = {.begin = begin_lock, .message = vdt_answer_done};
