// SPDX-License-Identifier: BSD-3-Clause
/* /api/v1/users/me/password, and the proof that it is still me. */
#include "daemon/web/answer.h"
#include "daemon/web/api.h"
#include "daemon/web/ask.h"
#include "daemon/web/body.h"

static const struct vdt_field password_fields[] = {
	VDT_STRING("current", 1, VDT_PASSWORD_ROOM - 1,
		   .flags = VDT_FIELD_REQUIRED | VDT_FIELD_WRITE_ONLY),
	VDT_STRING("password", 1, VDT_PASSWORD_ROOM - 1,
		   .flags = VDT_FIELD_REQUIRED | VDT_FIELD_WRITE_ONLY, .doc = "The new one."),
};
const struct vdt_schema vdt_schema_password = {
	.name = "PasswordChange",
	VDT_SCHEMA_FIELDS(password_fields),
};

static const struct vdt_field proof_fields[] = {
	VDT_STRING("password", 1, VDT_PASSWORD_ROOM - 1,
		   .flags = VDT_FIELD_REQUIRED | VDT_FIELD_WRITE_ONLY),
	VDT_STRING("otp", 1, 31, .flags = VDT_FIELD_WRITE_ONLY,
		   .doc = "Needed if the account logs in with a second factor."),
};
const struct vdt_schema vdt_schema_proof = {
	.name = "Proof",
	VDT_SCHEMA_FIELDS(proof_fields),
};

static void begin_password(struct vdt_request *request)
{
	struct vdt_msg_PASSWORD ask = {.req = request->number};

	vdt_body_text(request, "current", ask.current, sizeof(ask.current));
	vdt_body_text(request, "password", ask.password, sizeof(ask.password));
	vdt_ask(request, VDT_AUTH, VDT_MSG_PASSWORD, &ask);
	vdt_msg_wipe(VDT_MSG_PASSWORD, &ask);
}

const struct vdt_route_ops vdt_api_password = {
	.begin = begin_password,
	.message = vdt_answer_proof,
};

static void begin_reauthentication(struct vdt_request *request)
{
	struct vdt_msg_REAUTH ask = {.req = request->number};

	vdt_body_text(request, "password", ask.password, sizeof(ask.password));
	vdt_body_text(request, "otp", ask.otp, sizeof(ask.otp));
	vdt_ask(request, VDT_AUTH, VDT_MSG_REAUTH, &ask);
	vdt_msg_wipe(VDT_MSG_REAUTH, &ask);
}

const struct vdt_route_ops vdt_api_reauthentication = {
	.begin = begin_reauthentication,
	.message = vdt_answer_proof,
};
