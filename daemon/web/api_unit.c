// SPDX-License-Identifier: BSD-3-Clause
/* The unit: has it an owner, and how does it get one? */

#include <stdio.h>
#include <string.h>

#include "daemon/web/api.h"
#include "daemon/web/ask.h"
#include "daemon/web/body.h"
#include "daemon/web/web.h"

#define CODE_MAX 63 /* fields of ACTIVATE, without NUL */

static const struct vdt_field unit_fields[] = {
	VDT_BOOLEAN("activated", .flags = VDT_FIELD_REQUIRED,
		    .doc = "Whether there is an administrator."),
};

const struct vdt_schema vdt_schema_unit = {
	.name = "Unit",
	.doc = "What everybody may know of this unit.",
	VDT_SCHEMA_FIELDS(unit_fields),
};

static const struct vdt_field activation_fields[] = {
	VDT_STRING("code", 1, CODE_MAX, .flags = VDT_FIELD_REQUIRED | VDT_FIELD_WRITE_ONLY,
		   .doc = "The code that came with the unit."),
	VDT_STRING("name", 1, VDT_NAME_ROOM - 1, .flags = VDT_FIELD_REQUIRED,
		   .rule = &vdt_rule_account, .doc = "Of the first administrator."),
	VDT_STRING("password", 1, VDT_PASSWORD_ROOM - 1,
		   .flags = VDT_FIELD_REQUIRED | VDT_FIELD_WRITE_ONLY),
};

const struct vdt_schema vdt_schema_activation = {
	.name = "Activation",
	.doc = "Proof of possession, and the first administrator.",
	VDT_SCHEMA_FIELDS(activation_fields),
};

static void tell_unit(struct vdt_request *request)
{
	vdt_request_reply(request, 200, json_pack("{s:b}", "activated", request->web->activated));
}

const struct vdt_route_ops vdt_api_unit = {.begin = tell_unit};

static void ask_activation(struct vdt_request *request)
{
	struct vdt_msg_ACTIVATE msg = {.req = request->number};

	snprintf(msg.source, sizeof(msg.source), "%s", request->source);
	vdt_body_text(request, "code", msg.code, sizeof(msg.code));
	vdt_body_text(request, "name", msg.name, sizeof(msg.name));
	vdt_body_text(request, "password", msg.password, sizeof(msg.password));
	vdt_ask(request, VDT_AUTH, VDT_MSG_ACTIVATE, &msg);
	explicit_bzero(&msg, sizeof(msg));
}

static void take_done(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	if (id == VDT_MSG_DONE)
		vdt_request_done(request, payload);
}

const struct vdt_route_ops vdt_api_activate = {.begin = ask_activation, .message = take_done};
