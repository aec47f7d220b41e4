// SPDX-License-Identifier: BSD-3-Clause
/* /api/v1/sessions: who is logged in, and the end of it. */
#include <stdlib.h>

#include "daemon/web/answer.h"
#include "daemon/web/api.h"
#include "daemon/web/ask.h"
#include "daemon/web/body.h"
#include "lib/audit/sentence.h"

static const char *const transports[] = {"console", "rtsps",   "https", "onvif",
					 "ssh",	    "netlink", NULL};

static const struct vdt_field session_fields[] = {
	VDT_STRING("id", 16, 16, .flags = VDT_FIELD_REQUIRED, .rule = &vdt_rule_session,
		   .doc = "Its name here and in the log; it opens nothing."),
	VDT_INTEGER("account_id", 1, UINT32_MAX, .flags = VDT_FIELD_REQUIRED),
	VDT_STRING("account", 1, 31, .flags = VDT_FIELD_REQUIRED, .rule = &vdt_rule_account),
	VDT_WORD("role", vdt_body_roles, .flags = VDT_FIELD_REQUIRED),
	VDT_WORD("transport", transports, .flags = VDT_FIELD_REQUIRED),
	VDT_BOOLEAN("own", .flags = VDT_FIELD_REQUIRED, .doc = "The one that asks."),
	VDT_STRING("source", 0, VDT_ADDRESS_ROOM - 1, .flags = VDT_FIELD_REQUIRED),
	VDT_INTEGER("created", 0, INT64_MAX, .flags = VDT_FIELD_REQUIRED,
		    .doc = "Seconds since 1970, UTC."),
	VDT_INTEGER("idle_left", 0, UINT32_MAX, .flags = VDT_FIELD_REQUIRED, .doc = "Seconds."),
	VDT_INTEGER("absolute_left", 0, UINT32_MAX, .flags = VDT_FIELD_REQUIRED, .doc = "Seconds."),
};
static const struct vdt_schema session_schema = {
	.name = "SessionListed",
	VDT_SCHEMA_FIELDS(session_fields),
};
static const struct vdt_field a_session = VDT_OBJECT(NULL, &session_schema);
static const struct vdt_field sessions_fields[] = {
	VDT_ARRAY("sessions", 0, VDT_ANSWER_MEMBERS, &a_session, .flags = VDT_FIELD_REQUIRED),
};
const struct vdt_schema vdt_schema_sessions = {
	.name = "Sessions",
	VDT_SCHEMA_FIELDS(sessions_fields),
};

static json_t *session_json(const void *payload)
{
	const struct vdt_msg_SESSION *session = payload;

	return json_pack("{s:o, s:I, s:s, s:s*, s:s, s:b, s:s, s:I, s:I, s:I}", "id",
			 vdt_answer_hex(session->session, session->session_len), "account_id",
			 (json_int_t)session->account_id, "account", session->account, "role",
			 vdt_role_name(session->role), "transport",
			 vdt_audit_transport_name(session->transport), "own", session->own,
			 "source", session->source, "created", (json_int_t)session->created,
			 "idle_left", (json_int_t)session->idle_left, "absolute_left",
			 (json_int_t)session->absolute_left);
}

static const struct vdt_answer_list sessions = {"sessions", VDT_MSG_SESSION, session_json};

static void list_message(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	vdt_answer_list(request, &sessions, id, payload);
}

static void begin_mine(struct vdt_request *request)
{
	const struct vdt_msg_SESSION_LIST ask = {.req = request->number};

	vdt_ask(request, VDT_AUTH, VDT_MSG_SESSION_LIST, &ask);
}

const struct vdt_route_ops vdt_api_sessions_mine = {
	.begin = begin_mine,
	.message = list_message,
	.end = vdt_answer_list_end,
};

static void begin_all(struct vdt_request *request)
{
	const struct vdt_msg_SESSION_LIST ask = {.req = request->number, .all = 1};

	vdt_ask(request, VDT_AUTH, VDT_MSG_SESSION_LIST, &ask);
}

const struct vdt_route_ops vdt_api_sessions_all = {
	.begin = begin_all,
	.message = list_message,
	.end = vdt_answer_list_end,
};

static void begin_end_one(struct vdt_request *request)
{
	struct vdt_msg_SESSION_END ask = {.req = request->number, .what = VDT_END_ONE};

	for (size_t i = 0; i < sizeof(ask.session); i++) {
		const char byte[] = {request->param[0][2 * i], request->param[0][2 * i + 1], '\0'};

		ask.session[i] = strtoul(byte, NULL, 16);
	}
	ask.session_len = sizeof(ask.session);
	vdt_ask(request, VDT_AUTH, VDT_MSG_SESSION_END, &ask);
}

const struct vdt_route_ops vdt_api_session_end = {
	.begin = begin_end_one,
	.message = vdt_answer_done,
};

static void begin_end_mine(struct vdt_request *request)
{
	const struct vdt_msg_SESSION_END ask = {.req = request->number, .what = VDT_END_MINE};

	vdt_ask(request, VDT_AUTH, VDT_MSG_SESSION_END, &ask);
}

const struct vdt_route_ops vdt_api_sessions_end_mine = {
	.begin = begin_end_mine,
	.message = vdt_answer_done,
};

static void begin_end_account(struct vdt_request *request)
{
	const struct vdt_msg_SESSION_END ask = {
		.req = request->number,
		.what = VDT_END_ACCOUNT,
		.account_id = strtoul(request->param[0], NULL, 10),
	};

	vdt_ask(request, VDT_AUTH, VDT_MSG_SESSION_END, &ask);
}

const struct vdt_route_ops vdt_api_sessions_end_account = {
	.begin = begin_end_account,
	.message = vdt_answer_done,
};
