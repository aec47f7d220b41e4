// SPDX-License-Identifier: BSD-3-Clause
/*
 * A viewer's side of a connection against the parser and the session machine. The first byte says
 * whether the account is known and whether the house is full; the rest is what the viewer sends.
 * What an encoder may answer goes through the same bytes.
 */
#include <assert.h>
#include <stdlib.h>

#include "daemon/stream/login.h"
#include "daemon/stream/rtp.h"
#include "daemon/stream/sdp.h"
#include "daemon/stream/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The spans of a message lie inside it, in order. */
static void check_message(const struct vdt_rtsp *msg, const char *at)
{
	const char *end = at + msg->size;

	assert(msg->count <= VDT_RTSP_HEADERS);
	for (unsigned int i = 0; i < msg->count; i++) {
		const struct vdt_rtsp_header *header = &msg->header[i];

		assert(header->name.at >= at && header->name.at + header->name.len < end);
		assert(header->value.at + header->value.len < end);
	}
	assert(msg->body.at + msg->body.len == end);
}

static void check_session(const struct vdt_session *before, const struct vdt_session *after,
			  const struct vdt_verdict *verdict)
{
	assert(verdict->status >= 200 && verdict->status <= 599);
	assert(verdict->status == 200 || verdict->action == VDT_ACTION_NONE);
	assert(before->login || verdict->action == VDT_ACTION_NONE);
	assert(before->login || after->state == VDT_SESSION_INIT);
	assert((after->state == VDT_SESSION_INIT) == !after->id[0]);
}

static void fuzz_login(const struct vdt_rtsp *req)
{
	struct vdt_span header = vdt_rtsp_get(req, "Authorization");
	char name[VDT_NAME_ROOM], password[VDT_PASSWORD_ROOM];

	if (header.at && !vdt_login_basic(header, name, password))
		assert(strlen(name) + strlen(password) < header.len);
}

/* Put the id that the session got in the place where a client would: fuzzers do not guess 128 bits.
 */
static void know_id(struct vdt_session *session)
{
	if (session->id[0])
		memset(session->id, '0', sizeof(session->id) - 1);
}

static void fuzz_dialogue(const char *at, size_t len, uint8_t flags)
{
	const struct vdt_session_env env = {.path = "/main", .full = flags & 2};
	struct vdt_session session = {.login = flags & 1};
	struct vdt_rtsp req;

	while (len && vdt_rtsp_request(at, len, session.login ? VDT_RTSP_BODY : 0, &req) > 0) {
		struct vdt_session before = session;
		struct vdt_verdict verdict;

		check_message(&req, at);
		fuzz_login(&req);
		verdict = vdt_session_judge(&session, &env, &req);
		check_session(&before, &session, &verdict);
		know_id(&session);
		at += req.size;
		len -= req.size;
	}
}

static void fuzz_encoder(const char *at, size_t len)
{
	struct vdt_sdp sdp, again;
	char text[VDT_SDP_ROOM];
	struct vdt_rtsp answer;
	struct vdt_rtp rtp;

	vdt_rtp_parse((const uint8_t *)at, len, &rtp);
	if (vdt_rtsp_response(at, len, VDT_RTSP_BODY, &answer) > 0)
		check_message(&answer, at);
	if (!vdt_sdp_parse((struct vdt_span){at, len}, &sdp)) {
		size_t written = vdt_sdp_write(&sdp, text);

		assert(written < sizeof(text));
		assert(!vdt_sdp_parse((struct vdt_span){text, written}, &again));
		assert(!strcmp(sdp.format, again.format));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* In memory of its own size, so that a byte too far is seen. */
	char *copy;

	if (!size)
		return 0;
	copy = malloc(size - 1 ? size - 1 : 1);
	memcpy(copy, data + 1, size - 1);
	fuzz_dialogue(copy, size - 1, data[0]);
	fuzz_encoder(copy, size - 1);
	free(copy);
	return 0;
}
