// SPDX-License-Identifier: BSD-3-Clause
/* /api/v1/users/{id}/tokens: how the programs of a service account prove who they are. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/web/answer.h"
#include "daemon/web/api.h"
#include "daemon/web/ask.h"
#include "daemon/web/body.h"

#define TOKEN_FIELDS \
	VDT_INTEGER("id", 1, UINT32_MAX, .flags = VDT_FIELD_REQUIRED), \
		VDT_STRING("name", 0, VDT_NAME_ROOM - 1, .flags = VDT_FIELD_REQUIRED), \
		VDT_WORD("role", vdt_body_roles, .flags = VDT_FIELD_REQUIRED), \
		VDT_INTEGER("created", 0, INT64_MAX, .flags = VDT_FIELD_REQUIRED), \
		VDT_INTEGER("expires", 0, INT64_MAX, .flags = VDT_FIELD_REQUIRED, \
			    .doc = "Seconds since 1970, UTC; 0: never."), \
		VDT_INTEGER("last_use", 0, INT64_MAX, .flags = VDT_FIELD_REQUIRED), \
		VDT_STRING("certificate", 64, 64, .rule = &vdt_rule_fingerprint)

static const struct vdt_field listed_fields[] = {TOKEN_FIELDS};
static const struct vdt_schema listed = {
	.name = "Token",
	VDT_SCHEMA_FIELDS(listed_fields),
};
static const struct vdt_field a_token = VDT_OBJECT(NULL, &listed);
static const struct vdt_field tokens_fields[] = {
	VDT_ARRAY("tokens", 0, VDT_ANSWER_MEMBERS, &a_token, .flags = VDT_FIELD_REQUIRED),
};
const struct vdt_schema vdt_schema_tokens = {
	.name = "Tokens",
	VDT_SCHEMA_FIELDS(tokens_fields),
};

static const struct vdt_field token_fields[] = {
	TOKEN_FIELDS,
	VDT_STRING("token", 1, VDT_TOKEN_ROOM - 1,
		   .doc = "What the program sends as Bearer. Never shown again."),
};
const struct vdt_schema vdt_schema_token = {
	.name = "TokenMade",
	VDT_SCHEMA_FIELDS(token_fields),
};

static const struct vdt_field new_fields[] = {
	VDT_STRING("name", 1, VDT_NAME_ROOM - 1, .flags = VDT_FIELD_REQUIRED,
		   .doc = "What it is for."),
	VDT_WORD("role", vdt_body_roles, .flags = VDT_FIELD_REQUIRED,
		 .doc = "Not above that of the account."),
	VDT_INTEGER("expires", 0, INT64_MAX, .doc = "Seconds since 1970, UTC; 0: never."),
	VDT_STRING("certificate", 64, 64, .rule = &vdt_rule_fingerprint,
		   .doc = "SHA-256 of a TLS client certificate, instead of a token."),
};
const struct vdt_schema vdt_schema_token_new = {
	.name = "TokenNew",
	VDT_SCHEMA_FIELDS(new_fields),
};

static json_t *token_json(const void *payload)
{
	const struct vdt_msg_TOKEN *token = payload;
	json_t *json = json_pack("{s:I, s:s, s:s*, s:I, s:I, s:I}", "id", (json_int_t)token->id,
				 "name", token->name, "role", vdt_role_name(token->role), "created",
				 (json_int_t)token->created, "expires", (json_int_t)token->expires,
				 "last_use", (json_int_t)token->last_use);

	if (token->certificate_len)
		json_object_set_new(json, "certificate",
				    vdt_answer_hex(token->certificate, token->certificate_len));
	if (token->token[0])
		json_object_set_new(json, "token", json_string(token->token));
	return json;
}

static struct vdt_msg_TOKEN_EDIT new_edit(const struct vdt_request *request,
					  enum vdt_token_edit what)
{
	return (struct vdt_msg_TOKEN_EDIT){
		.req = request->number,
		.what = what,
		.account_id = strtoul(request->param[0], NULL, 10),
	};
}

static const struct vdt_answer_list tokens = {"tokens", VDT_MSG_TOKEN, token_json};

static void begin_list(struct vdt_request *request)
{
	const struct vdt_msg_TOKEN_EDIT ask = new_edit(request, VDT_TOKEN_LIST);

	vdt_ask(request, VDT_AUTH, VDT_MSG_TOKEN_EDIT, &ask);
}

static void list_message(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	vdt_answer_list(request, &tokens, id, payload);
}

const struct vdt_route_ops vdt_api_tokens_list = {
	.begin = begin_list,
	.message = list_message,
	.end = vdt_answer_list_end,
};

/* 64 digits, as the schema has seen. */
static void read_fingerprint(const struct vdt_request *request, struct vdt_msg_TOKEN_EDIT *edit)
{
	char text[2 * sizeof(edit->certificate) + 1];

	if (!vdt_body_text(request, "certificate", text, sizeof(text)))
		return;
	for (size_t i = 0; i < sizeof(edit->certificate); i++) {
		const char byte[] = {text[2 * i], text[2 * i + 1], '\0'};

		edit->certificate[i] = strtoul(byte, NULL, 16);
	}
	edit->certificate_len = sizeof(edit->certificate);
}

static void begin_make(struct vdt_request *request)
{
	struct vdt_msg_TOKEN_EDIT ask = new_edit(request, VDT_TOKEN_CREATE);

	vdt_body_text(request, "name", ask.name, sizeof(ask.name));
	ask.role = vdt_body_role(request);
	ask.expires = vdt_body_number(request, "expires", 0);
	read_fingerprint(request, &ask);
	vdt_ask(request, VDT_AUTH, VDT_MSG_TOKEN_EDIT, &ask);
}

static void answer_made(struct vdt_request *request, json_t *token)
{
	char location[VDT_REPLY_HEADER_ROOM];

	snprintf(location, sizeof(location), "/api/v1/users/%s/tokens/%" JSON_INTEGER_FORMAT,
		 request->param[0], json_integer_value(json_object_get(token, "id")));
	vdt_request_header(request, "location:", location);
	vdt_request_reply(request, 201, token);
}

static void make_message(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	const struct vdt_msg_DONE *done = payload;
	json_t *token = request->state;

	if (id == VDT_MSG_TOKEN && !token) {
		request->state = token_json(payload);
	} else if (id == VDT_MSG_DONE && !done->code && token) {
		request->state = NULL;
		answer_made(request, token);
	} else if (id == VDT_MSG_DONE) {
		vdt_request_done(request, done);
	}
}

const struct vdt_route_ops vdt_api_token_make = {
	.begin = begin_make,
	.message = make_message,
	.end = vdt_answer_list_end,
};

static void begin_revoke(struct vdt_request *request)
{
	struct vdt_msg_TOKEN_EDIT ask = new_edit(request, VDT_TOKEN_REVOKE);

	ask.id = strtoul(request->param[1], NULL, 10);
	vdt_ask(request, VDT_AUTH, VDT_MSG_TOKEN_EDIT, &ask);
}

const struct vdt_route_ops vdt_api_token_revoke = {
	.begin = begin_revoke,
	.message = vdt_answer_done,
};
