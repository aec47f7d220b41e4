// SPDX-License-Identifier: BSD-3-Clause
/* The session of the one who asks: begin it, look at it, end it. */

#include <stdio.h>
#include <string.h>

#include "daemon/web/api.h"
#include "daemon/web/ask.h"
#include "daemon/web/body.h"
#include "daemon/web/identity.h"

#define DEVICE_AGE "; Max-Age=31536000" /* a browser that is known for a year */

static const struct vdt_field login_fields[] = {
	VDT_STRING("name", 1, VDT_NAME_ROOM - 1, .flags = VDT_FIELD_REQUIRED),
	VDT_STRING("password", 1, VDT_PASSWORD_ROOM - 1,
		   .flags = VDT_FIELD_REQUIRED | VDT_FIELD_WRITE_ONLY),
	VDT_STRING("otp", 1, 31, .flags = VDT_FIELD_WRITE_ONLY,
		   .doc = "Of the second factor, or a recovery code."),
	VDT_BOOLEAN("cookie",
		    .doc = "Put the session into a cookie, for a page; else the answer has "
			   "a token, for a program."),
};

const struct vdt_schema vdt_schema_login = {
	.name = "Login",
	VDT_SCHEMA_FIELDS(login_fields),
};

static const struct vdt_field session_fields[] = {
	VDT_STRING("account", 1, VDT_NAME_ROOM - 1, .flags = VDT_FIELD_REQUIRED),
	VDT_INTEGER("account_id", 1, UINT32_MAX, .flags = VDT_FIELD_REQUIRED),
	VDT_WORD("role", vdt_body_roles, .flags = VDT_FIELD_REQUIRED),
	VDT_STRING("id", 16, 16, .rule = &vdt_rule_session,
		   .doc = "The name of the session in lists and in the log."),
	VDT_BOOLEAN("must_change", .doc = "The password must be changed before anything else."),
	VDT_INTEGER("idle_left", 0, UINT32_MAX, .doc = "Seconds, if nothing is done."),
	VDT_INTEGER("absolute_left", 0, UINT32_MAX, .doc = "Seconds, whatever is done."),
	VDT_STRING("token", 1, VDT_TOKEN_ROOM - 1, .doc = "For Authorization: Bearer."),
	VDT_STRING("csrf", 1, VDT_CSRF_ROOM - 1,
		   .doc = "For X-Auth-Token, beside the cookie, in all but GET."),
};

const struct vdt_schema vdt_schema_session = {
	.name = "CurrentSession",
	VDT_SCHEMA_FIELDS(session_fields),
};

/* begin */

static void ask_login(struct vdt_request *request)
{
	bool cookie = json_is_true(json_object_get(request->body, "cookie"));
	struct vdt_msg_LOGIN msg = {
		.req = request->number,
		.transport = VDT_AUDIT_HTTPS,
		.carrier = cookie ? VDT_CARRIER_COOKIE : VDT_CARRIER_BEARER,
	};

	snprintf(msg.source, sizeof(msg.source), "%s", request->source);
	vdt_body_text(request, "name", msg.name, sizeof(msg.name));
	vdt_body_text(request, "password", msg.password, sizeof(msg.password));
	vdt_body_text(request, "otp", msg.otp, sizeof(msg.otp));
	snprintf(msg.device, sizeof(msg.device), "%s", request->device);
	vdt_ask(request, VDT_AUTH, VDT_MSG_LOGIN, &msg);
	explicit_bzero(&msg, sizeof(msg));
}

static void set_cookie(struct vdt_request *request, const char *name, const char *value,
		       const char *age)
{
	char text[VDT_REPLY_HEADER_ROOM];

	snprintf(text, sizeof(text), "%s=%s%s%s", name, value, VDT_COOKIE_FLAGS, age);
	vdt_request_header(request, "set-cookie:", text);
	explicit_bzero(text, sizeof(text));
}

static json_t *describe(const char *account, uint32_t id, unsigned int role,
			const uint8_t session[VDT_AUDIT_SESSION])
{
	char hex[2 * VDT_AUDIT_SESSION + 1];

	for (int i = 0; i < VDT_AUDIT_SESSION; i++)
		snprintf(hex + 2 * i, 3, "%02x", session[i]);
	return json_pack("{s:s, s:I, s:s*, s:s}", "account", account, "account_id", (json_int_t)id,
			 "role", vdt_role_name(role), "id", hex);
}

static void welcome(struct vdt_request *request, const struct vdt_msg_LOGIN_RESULT *msg)
{
	bool cookie = json_is_true(json_object_get(request->body, "cookie"));
	json_t *json = describe(msg->account, msg->account_id, msg->role, msg->session);
	char csrf[VDT_CSRF_ROOM];

	json_object_set_new(json, "must_change", json_boolean(msg->must_change));
	if (cookie && !vdt_identity_csrf(msg->token, csrf)) {
		set_cookie(request, VDT_SESSION_COOKIE, msg->token, "");
		json_object_set_new(json, "csrf", json_string(csrf));
	} else {
		json_object_set_new(json, "token", json_string(msg->token));
	}
	if (*msg->device)
		set_cookie(request, VDT_DEVICE_COOKIE, msg->device, DEVICE_AGE);
	vdt_request_reply(request, 201, json);
}

static void take_result(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	const struct vdt_msg_LOGIN_RESULT *msg = payload;
	char seconds[16];

	if (id != VDT_MSG_LOGIN_RESULT)
		return;
	if (msg->retry_after) {
		snprintf(seconds, sizeof(seconds), "%u", msg->retry_after);
		vdt_request_header(request, "retry-after:", seconds);
	}
	switch (msg->outcome) {
	case VDT_OUTCOME_OK:
		welcome(request, msg);
		break;
	case VDT_OUTCOME_SECOND:
		vdt_request_problem(request, VDT_PROBLEM_SECOND_FACTOR, NULL);
		break;
	case VDT_OUTCOME_BUSY:
		vdt_request_problem(request, VDT_PROBLEM_UNAVAILABLE, NULL);
		break;
	default:
		vdt_request_problem(request, VDT_PROBLEM_UNAUTHENTICATED, NULL);
	}
}

const struct vdt_route_ops vdt_api_log_in = {.begin = ask_login, .message = take_result};

/* look */

static void tell_session(struct vdt_request *request)
{
	const struct vdt_msg_CHECKED *who = &request->who;
	json_t *json = describe(who->account, who->account_id, who->role, who->session);

	json_object_set_new(json, "idle_left", json_integer(who->idle_left));
	json_object_set_new(json, "absolute_left", json_integer(who->absolute_left));
	if (*request->csrf)
		json_object_set_new(json, "csrf", json_string(request->csrf));
	vdt_request_reply(request, 200, json);
}

const struct vdt_route_ops vdt_api_session = {.begin = tell_session};

/* end */

static void ask_end(struct vdt_request *request)
{
	const struct vdt_msg_SESSION_END msg = {.req = request->number, .what = VDT_END_THIS};

	vdt_ask(request, VDT_AUTH, VDT_MSG_SESSION_END, &msg);
}

static void take_end(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	const struct vdt_msg_DONE *msg = payload;

	if (id != VDT_MSG_DONE)
		return;
	if (!msg->code && request->cookie)
		set_cookie(request, VDT_SESSION_COOKIE, "", "; Max-Age=0");
	vdt_request_done(request, msg);
}

const struct vdt_route_ops vdt_api_log_out = {.begin = ask_end, .message = take_end};
