// SPDX-License-Identifier: BSD-3-Clause
/* /api/v1/users/me/otp: one-time passwords as a second factor (RFC 6238). */
#include <stdlib.h>
#include <string.h>

#include "daemon/web/answer.h"
#include "daemon/web/api.h"
#include "daemon/web/ask.h"
#include "daemon/web/body.h"

static const struct vdt_field a_code = VDT_STRING(NULL, 1, 31);
static const struct vdt_field otp_fields[] = {
	VDT_STRING("secret", 1, 63, .flags = VDT_FIELD_REQUIRED,
		   .doc = "For the authenticator, in base 32; SHA-1, 6 digits, 30 seconds."),
	VDT_ARRAY(
		"codes", 0, 16, &a_code, .flags = VDT_FIELD_REQUIRED,
		.doc = "Each is good for one login without the authenticator. Never shown again."),
};
const struct vdt_schema vdt_schema_otp = {
	.name = "Otp",
	VDT_SCHEMA_FIELDS(otp_fields),
};

static const struct vdt_field code_fields[] = {
	VDT_STRING("code", 1, 31, .flags = VDT_FIELD_REQUIRED | VDT_FIELD_WRITE_ONLY),
};
const struct vdt_schema vdt_schema_otp_code = {
	.name = "OtpCode",
	VDT_SCHEMA_FIELDS(code_fields),
};

static void ask_otp(struct vdt_request *request, enum vdt_otp_edit what, uint32_t account_id)
{
	struct vdt_msg_OTP ask = {
		.req = request->number,
		.what = what,
		.account_id = account_id,
	};

	vdt_body_text(request, "code", ask.code, sizeof(ask.code));
	vdt_ask(request, VDT_AUTH, VDT_MSG_OTP, &ask);
	vdt_msg_wipe(VDT_MSG_OTP, &ask);
}

static void begin_enrolment(struct vdt_request *request)
{
	ask_otp(request, VDT_OTP_BEGIN, 0);
}

/* "ABCD-EFGH IJKL-MNOP …" as a list. */
static json_t *codes_json(const char *codes)
{
	json_t *list = json_array();

	while (*(codes += strspn(codes, " \n"))) {
		size_t len = strcspn(codes, " \n");

		json_array_append_new(list, json_stringn(codes, len));
		codes += len;
	}
	return list;
}

static void enrolment_message(struct vdt_request *request, enum vdt_msg id, const void *payload,
			      int fd)
{
	const struct vdt_msg_OTP_SECRET *otp = payload;
	const struct vdt_msg_DONE *done = payload;

	if (id == VDT_MSG_OTP_SECRET && !request->state) {
		request->state = json_pack("{s:s, s:o}", "secret", otp->secret, "codes",
					   codes_json(otp->codes));
	} else if (id == VDT_MSG_DONE && !done->code && request->state) {
		vdt_request_reply(request, 201, request->state);
		request->state = NULL;
	} else if (id == VDT_MSG_DONE) {
		vdt_request_done(request, done);
	}
}

const struct vdt_route_ops vdt_api_otp_begin = {
	.begin = begin_enrolment,
	.message = enrolment_message,
	.end = vdt_answer_list_end,
};

static void begin_confirm(struct vdt_request *request)
{
	ask_otp(request, VDT_OTP_CONFIRM, 0);
}

const struct vdt_route_ops vdt_api_otp_confirm = {
	.begin = begin_confirm,
	.message = vdt_answer_proof,
};

static void begin_off(struct vdt_request *request)
{
	ask_otp(request, VDT_OTP_OFF, 0);
}

const struct vdt_route_ops vdt_api_otp_off = {
	.begin = begin_off,
	.message = vdt_answer_done,
};

static void begin_off_other(struct vdt_request *request)
{
	ask_otp(request, VDT_OTP_OFF, strtoul(request->param[0], NULL, 10));
}

const struct vdt_route_ops vdt_api_otp_off_other = {
	.begin = begin_off_other,
	.message = vdt_answer_done,
};
