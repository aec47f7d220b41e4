// SPDX-License-Identifier: BSD-3-Clause
/* /api/v1/users: the accounts, which auth keeps. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/web/admit.h"
#include "daemon/web/answer.h"
#include "daemon/web/api.h"
#include "daemon/web/ask.h"
#include "daemon/web/body.h"

static const struct vdt_field made_fields[] = {
	VDT_INTEGER("id", 1, UINT32_MAX, .flags = VDT_FIELD_REQUIRED),
};
const struct vdt_schema vdt_schema_made = {
	.name = "Made",
	.doc = "The number of what was made.",
	VDT_SCHEMA_FIELDS(made_fields),
};

static const struct vdt_field user_fields[] = {
	VDT_INTEGER("id", 1, UINT32_MAX, .flags = VDT_FIELD_REQUIRED, .doc = "Never given twice."),
	VDT_STRING("name", 1, 31, .flags = VDT_FIELD_REQUIRED, .rule = &vdt_rule_account),
	VDT_WORD("role", vdt_body_roles, .flags = VDT_FIELD_REQUIRED),
	VDT_BOOLEAN("disabled", .flags = VDT_FIELD_REQUIRED, .doc = "May not log in."),
	VDT_BOOLEAN("must_change", .flags = VDT_FIELD_REQUIRED,
		    .doc = "Has to change the password before anything else."),
	VDT_BOOLEAN("otp", .flags = VDT_FIELD_REQUIRED, .doc = "Logs in with a second factor."),
	VDT_BOOLEAN("service", .flags = VDT_FIELD_REQUIRED,
		    .doc = "A program: it has access tokens and no password."),
	VDT_INTEGER("revision", 0, UINT32_MAX, .flags = VDT_FIELD_REQUIRED,
		    .doc = "Counts changes; the ETag is the same number."),
	VDT_INTEGER("created", 0, INT64_MAX, .flags = VDT_FIELD_REQUIRED,
		    .doc = "Seconds since 1970, UTC."),
	VDT_INTEGER("last_login", 0, INT64_MAX, .flags = VDT_FIELD_REQUIRED,
		    .doc = "Seconds since 1970, UTC; 0: never."),
};
const struct vdt_schema vdt_schema_user = {
	.name = "User",
	.doc = "An account.",
	VDT_SCHEMA_FIELDS(user_fields),
};

static const struct vdt_field a_user = VDT_OBJECT(NULL, &vdt_schema_user);
static const struct vdt_field users_fields[] = {
	VDT_ARRAY("users", 0, VDT_ANSWER_MEMBERS, &a_user, .flags = VDT_FIELD_REQUIRED),
};
const struct vdt_schema vdt_schema_users = {
	.name = "Users",
	VDT_SCHEMA_FIELDS(users_fields),
};

static const struct vdt_field new_fields[] = {
	VDT_STRING("name", 1, 31, .flags = VDT_FIELD_REQUIRED, .rule = &vdt_rule_account,
		   .doc = "Unique, whether letters are small or large."),
	VDT_WORD("role", vdt_body_roles, .flags = VDT_FIELD_REQUIRED),
	VDT_STRING("password", 1, VDT_PASSWORD_ROOM - 1, .flags = VDT_FIELD_WRITE_ONLY,
		   .doc = "Needed unless it is a service account, which has none."),
	VDT_BOOLEAN("service"),
	VDT_BOOLEAN("disabled"),
};
const struct vdt_schema vdt_schema_user_new = {
	.name = "UserNew",
	VDT_SCHEMA_FIELDS(new_fields),
};

static const struct vdt_field change_fields[] = {
	VDT_STRING("name", 1, 31, .rule = &vdt_rule_account),
	VDT_WORD("role", vdt_body_roles),
	VDT_STRING("password", 1, VDT_PASSWORD_ROOM - 1, .flags = VDT_FIELD_WRITE_ONLY,
		   .doc = "A new one, which its owner has to change at the next login."),
	VDT_BOOLEAN("disabled"),
};
const struct vdt_schema vdt_schema_user_change = {
	.name = "UserChange",
	.doc = "Members that are left out stay as they are.",
	VDT_SCHEMA_FIELDS(change_fields),
};

static json_t *user_json(const void *payload)
{
	const struct vdt_msg_ACCOUNT *account = payload;

	return json_pack("{s:I, s:s, s:s*, s:b, s:b, s:b, s:b, s:I, s:I, s:I}", "id",
			 (json_int_t)account->id, "name", account->name, "role",
			 vdt_role_name(account->role), "disabled",
			 !!(account->flags & VDT_ACCOUNT_DISABLED), "must_change",
			 !!(account->flags & VDT_ACCOUNT_MUST_CHANGE), "otp",
			 !!(account->flags & VDT_ACCOUNT_OTP), "service",
			 !!(account->flags & VDT_ACCOUNT_SERVICE), "revision",
			 (json_int_t)account->revision, "created", (json_int_t)account->created,
			 "last_login", (json_int_t)account->last_login);
}

/* The account in the path; its form was looked at. */
static uint32_t account_id(const struct vdt_request *request)
{
	return strtoul(request->param[0], NULL, 10);
}

static const struct vdt_answer_list users = {"users", VDT_MSG_ACCOUNT, user_json};

static void begin_list(struct vdt_request *request)
{
	const struct vdt_msg_ACCOUNT_LIST ask = {.req = request->number};

	vdt_ask(request, VDT_AUTH, VDT_MSG_ACCOUNT_LIST, &ask);
}

static void list_message(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	vdt_answer_list(request, &users, id, payload);
}

const struct vdt_route_ops vdt_api_users_list = {
	.begin = begin_list,
	.message = list_message,
	.end = vdt_answer_list_end,
};

static void begin_show(struct vdt_request *request)
{
	const struct vdt_msg_ACCOUNT_LIST ask = {.req = request->number, .id = account_id(request)};

	vdt_ask(request, VDT_AUTH, VDT_MSG_ACCOUNT_LIST, &ask);
}

static void set_etag(struct vdt_request *request, uint32_t revision)
{
	char etag[16];

	snprintf(etag, sizeof(etag), "\"%" PRIu32 "\"", revision);
	vdt_request_header(request, "etag:", etag);
}

static void show_message(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	const struct vdt_msg_ACCOUNT *account = payload;
	const struct vdt_msg_DONE *done = payload;
	json_t *user = request->state;

	if (id == VDT_MSG_ACCOUNT && !user) {
		set_etag(request, account->revision);
		request->state = user_json(account);
	} else if (id == VDT_MSG_DONE && !done->code && user) {
		request->state = NULL;
		vdt_request_reply(request, 200, user);
	} else if (id == VDT_MSG_DONE && !done->code) {
		vdt_request_problem(request, VDT_PROBLEM_NOT_FOUND, NULL);
	} else if (id == VDT_MSG_DONE) {
		vdt_request_done(request, done);
	}
}

const struct vdt_route_ops vdt_api_user_show = {
	.begin = begin_show,
	.message = show_message,
	.end = vdt_answer_list_end,
};

/* The fields of a body that are there; @ret_edit is zero but for them. */
static void read_body(const struct vdt_request *request, struct vdt_msg_ACCOUNT_EDIT *ret_edit)
{
	*ret_edit = (struct vdt_msg_ACCOUNT_EDIT){.req = request->number};
	if (vdt_body_text(request, "name", ret_edit->name, sizeof(ret_edit->name)))
		ret_edit->fields |= VDT_ACCOUNT_HAS_NAME;
	if (vdt_body_text(request, "password", ret_edit->password, sizeof(ret_edit->password)))
		ret_edit->fields |= VDT_ACCOUNT_HAS_PASSWORD;
	if (vdt_body_has(request, "role"))
		ret_edit->fields |= VDT_ACCOUNT_HAS_ROLE;
	if (vdt_body_has(request, "disabled"))
		ret_edit->fields |= VDT_ACCOUNT_HAS_DISABLED;
	ret_edit->role = vdt_body_role(request);
	if (vdt_body_true(request, "disabled"))
		ret_edit->flags |= VDT_ACCOUNT_DISABLED;
	if (vdt_body_true(request, "service"))
		ret_edit->flags |= VDT_ACCOUNT_SERVICE;
}

static void ask_edit(struct vdt_request *request, struct vdt_msg_ACCOUNT_EDIT *edit)
{
	vdt_ask(request, VDT_AUTH, VDT_MSG_ACCOUNT_EDIT, edit);
	vdt_msg_wipe(VDT_MSG_ACCOUNT_EDIT, edit);
}

static void begin_make(struct vdt_request *request)
{
	bool service = vdt_body_true(request, "service");
	struct vdt_msg_ACCOUNT_EDIT edit;

	if (service == vdt_body_has(request, "password")) {
		vdt_admit_refuse_one(request, "/password",
				     service ? "a service account has no password" : "is required");
		return;
	}
	read_body(request, &edit);
	edit.what = VDT_ACCOUNT_CREATE;
	ask_edit(request, &edit);
}

static void make_message(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	if (id == VDT_MSG_DONE)
		vdt_answer_made(request, payload, "/api/v1/users");
}

const struct vdt_route_ops vdt_api_user_make = {
	.begin = begin_make,
	.message = make_message,
};

/*
 * The revision that If-Match names. Returns false if the request was answered: a tag that we never
 * gave matches nothing, and "*" would be no protection against the change of another.
 */
static bool read_if_match(struct vdt_request *request, uint32_t *ret_revision)
{
	static const struct vdt_field revision = VDT_INTEGER("If-Match", 0, UINT32_MAX);
	struct vdt_schema_errors errors;

	if (vdt_schema_check_text(&revision, request->if_match, &errors)) {
		vdt_request_problem(request, VDT_PROBLEM_PRECONDITION, NULL);
		return false;
	}
	*ret_revision = strtoul(request->if_match, NULL, 10);
	return true;
}

static void begin_change(struct vdt_request *request)
{
	struct vdt_msg_ACCOUNT_EDIT edit;

	read_body(request, &edit);
	edit.what = VDT_ACCOUNT_CHANGE;
	edit.id = account_id(request);
	if (!edit.fields)
		vdt_admit_refuse_one(request, "", "must have a member");
	else if (read_if_match(request, &edit.revision))
		ask_edit(request, &edit);
	vdt_msg_wipe(VDT_MSG_ACCOUNT_EDIT, &edit);
}

const struct vdt_route_ops vdt_api_user_change = {
	.begin = begin_change,
	.message = vdt_answer_done,
};

static void begin_delete(struct vdt_request *request)
{
	struct vdt_msg_ACCOUNT_EDIT edit = {
		.req = request->number,
		.what = VDT_ACCOUNT_DELETE,
		.id = account_id(request),
	};

	if (read_if_match(request, &edit.revision))
		ask_edit(request, &edit);
}

const struct vdt_route_ops vdt_api_user_delete = {
	.begin = begin_delete,
	.message = vdt_answer_done,
};
