// SPDX-License-Identifier: BSD-3-Clause
/* What is said between a viewer and the gateway: requests in, verdicts carried out, replies out. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/stream/transport.h"
#include "daemon/stream/upstream.h"
#include "daemon/stream/viewer.h"

#define REPLY_ROOM   (2 * VDT_RTSP_LINE + VDT_SDP_ROOM)
#define RTCP_MAX     2048 /* bytes of a packet from a viewer; nobody has more to report */
#define FRAME_MARKER '$'

/* A reply being written. Overflow cannot happen with the bounds of the parser; it would cut. */
struct reply {
	size_t len;
	char text[REPLY_ROOM];
};

__attribute__((format(printf, 2, 3))) static void add(struct reply *reply, const char *format, ...)
{
	size_t room = sizeof(reply->text) - reply->len;
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(reply->text + reply->len, room, format, args);
	va_end(args);
	if (len > 0)
		reply->len += (size_t)len < room ? (size_t)len : room - 1;
}

static void start_reply(struct reply *reply, unsigned int status, const struct vdt_rtsp *req)
{
	struct vdt_span cseq = vdt_rtsp_get(req, "CSeq");
	unsigned long number;

	reply->len = 0;
	add(reply, "RTSP/1.0 %u %s\r\n", status, vdt_rtsp_phrase(status));
	if (!vdt_span_number(cseq, UINT32_MAX, &number))
		add(reply, "CSeq: %lu\r\n", number);
}

static void send_reply(struct vdt_viewer *viewer, const struct reply *reply)
{
	viewer->reply = malloc(reply->len);
	if (!viewer->reply) {
		vdt_conn_close(&viewer->conn);
		return;
	}
	memcpy(viewer->reply, reply->text, reply->len);
	viewer->reply_len = reply->len;
	viewer->reply_sent = 0;
}

static void add_description(struct reply *reply, const struct vdt_viewer *viewer,
			    struct vdt_span url)
{
	char text[VDT_SDP_ROOM];
	struct vdt_span base = vdt_span_cut(&url, '?');
	size_t len = vdt_sdp_write(&viewer->gateway->sdp, text);

	add(reply, "Content-Base: %.*s%s\r\n", (int)base.len, base.at,
	    base.at[base.len - 1] == '/' ? "" : "/");
	add(reply, "Content-Type: application/sdp\r\nContent-Length: %zu\r\n\r\n%s", len, text);
}

static void add_headers(struct reply *reply, const struct vdt_viewer *viewer,
			const struct vdt_verdict *verdict, const struct vdt_rtsp *req)
{
	struct vdt_span require = vdt_rtsp_get(req, "Require");

	if (viewer->session.id[0])
		add(reply, "Session: %s;timeout=%d\r\n", viewer->session.id, VDT_SESSION_TIMEOUT);
	if (verdict->allow)
		add(reply, "%s: %s\r\n", verdict->status == 200 ? "Public" : "Allow",
		    vdt_session_methods);
	if (verdict->status == 401)
		add(reply, "WWW-Authenticate: Basic realm=\"" VDT_LOGIN_REALM "\"\r\n");
	if (verdict->status == 551 && require.at)
		add(reply, "Unsupported: %.*s\r\n", (int)require.len, require.at);
	if (verdict->status == 200 && vdt_span_is(req->method, "SETUP"))
		add(reply, "Transport: " VDT_TRANSPORT_REPLY ";ssrc=%08X\r\n",
		    viewer->gateway->fanout.out.ssrc);
}

static void stop_pictures(struct vdt_viewer *viewer)
{
	struct vdt_gateway *gateway = viewer->gateway;

	if (!viewer->playing)
		return;
	viewer->playing = false;
	vdt_gateway_record(gateway, VDT_AUDIT_VIEWER_STOP, VDT_AUDIT_OK, viewer,
			   viewer->sink.queue.gaps, "");
	vdt_fanout_remove(&gateway->fanout, &viewer->sink);
}

static void start_pictures(struct vdt_viewer *viewer)
{
	struct vdt_gateway *gateway = viewer->gateway;

	viewer->playing = true;
	vdt_gateway_record(gateway, VDT_AUDIT_VIEWER_START, VDT_AUDIT_OK, viewer, 0, "");
	vdt_fanout_add(&gateway->fanout, &viewer->sink);
	vdt_upstream_want(gateway->upstream);
}

void vdt_dialogue_end(struct vdt_viewer *viewer)
{
	stop_pictures(viewer);
	if (viewer->placed)
		viewer->gateway->taken--;
	viewer->placed = false;
}

static void carry_out(struct vdt_viewer *viewer, enum vdt_action action)
{
	switch (action) {
	case VDT_ACTION_SETUP:
		viewer->placed = true;
		viewer->gateway->taken++;
		break;
	case VDT_ACTION_PLAY:
		start_pictures(viewer);
		break;
	case VDT_ACTION_PAUSE:
		stop_pictures(viewer);
		break;
	case VDT_ACTION_TEARDOWN:
		vdt_dialogue_end(viewer);
		break;
	case VDT_ACTION_NONE:
	case VDT_ACTION_DESCRIBE:
		break;
	}
}

/* Returns false if the request has to be looked at again when auth has answered. */
static bool identify(struct vdt_viewer *viewer, const struct vdt_rtsp *req,
		     struct vdt_verdict *verdict)
{
	struct vdt_login *login = &viewer->login;

	if (!viewer->gateway->activated) {
		viewer->ending = true;
		verdict->status = 401;
		return true;
	}
	switch (vdt_login_judge(login, viewer->gateway->child, viewer->source,
				vdt_rtsp_get(req, "Authorization"))) {
	case VDT_LOGIN_ASKED:
		vdt_viewer_wait(viewer, VDT_WAIT_LOGIN, VDT_VIEWER_ASK_MS);
		return false;
	case VDT_LOGIN_REFUSED:
		if (viewer->wait != VDT_WAIT_REFUSAL) {
			vdt_viewer_wait(viewer, VDT_WAIT_REFUSAL, VDT_LOGIN_DELAY_MS);
			return false;
		}
		viewer->ending = !vdt_login_retry(login);
		verdict->status = 401;
		return true;
	case VDT_LOGIN_GRANTED:
		viewer->session.login = true;
		return true;
	case VDT_LOGIN_NONE:
		return true;
	}
	return true;
}

/* Returns false if the request has to be looked at again when the encoder is there. */
static bool find_description(struct vdt_viewer *viewer, struct vdt_verdict *verdict)
{
	bool overdue = viewer->wait == VDT_WAIT_ENCODER;

	vdt_upstream_want(viewer->gateway->upstream);
	if (viewer->gateway->described)
		return true;
	if (!overdue) {
		vdt_viewer_wait(viewer, VDT_WAIT_ENCODER, VDT_VIEWER_DESCRIBE_MS);
		return false;
	}
	*verdict = (struct vdt_verdict){.status = 503};
	return true;
}

static void answer(struct vdt_viewer *viewer, const struct vdt_rtsp *req,
		   const struct vdt_verdict *verdict)
{
	struct reply reply;

	start_reply(&reply, verdict->status, req);
	add_headers(&reply, viewer, verdict, req);
	if (verdict->action == VDT_ACTION_DESCRIBE)
		add_description(&reply, viewer, req->url);
	else
		add(&reply, "\r\n");
	send_reply(viewer, &reply);
}

/* Returns false if the request has to be looked at again later. */
static bool handle(struct vdt_viewer *viewer, const struct vdt_rtsp *req)
{
	struct vdt_gateway *gateway = viewer->gateway;
	const struct vdt_session_env env = {
		.path = gateway->encoder.path,
		.full = gateway->taken >= gateway->places,
	};
	struct vdt_verdict verdict = {0};

	viewer->spoke = true;
	viewer->alive = vdt_gateway_now();
	if (!identify(viewer, req, &verdict))
		return false;
	if (!verdict.status)
		verdict = vdt_session_judge(&viewer->session, &env, req);
	if (verdict.action == VDT_ACTION_DESCRIBE && !find_description(viewer, &verdict))
		return false;
	viewer->wait = VDT_WAIT_NONE;
	if (verdict.status == 453)
		vdt_gateway_record(gateway, VDT_AUDIT_VIEWER_REFUSE, VDT_AUDIT_REFUSED, viewer, 0,
				   "as many viewers as the policy allows");
	answer(viewer, req, &verdict);
	if (viewer->conn.phase == VDT_CONN_OPEN)
		carry_out(viewer, verdict.action);
	return true;
}

void vdt_dialogue_overdue(struct vdt_viewer *viewer)
{
	if (viewer->wait == VDT_WAIT_LOGIN) {
		viewer->login.state = VDT_LOGIN_REFUSED;
		viewer->wait = VDT_WAIT_REFUSAL;
	}
	vdt_conn_resume(&viewer->conn);
}

static void refuse_bytes(struct vdt_viewer *viewer, int err)
{
	const struct vdt_rtsp none = {0};
	const struct vdt_verdict verdict = {.status = err == -E2BIG ? 413 : 400};

	viewer->ending = true;
	answer(viewer, &none, &verdict);
}

/* Returns the bytes used; 0 if more are needed or the viewer has to wait. */
static size_t take_request(struct vdt_viewer *viewer)
{
	const struct vdt_conn *conn = &viewer->conn;
	struct vdt_rtsp req;
	int got;

	/* Some clients send an empty line after a body. */
	if (conn->in[0] == '\r' || conn->in[0] == '\n')
		return 1;
	got = vdt_rtsp_request(conn->in, conn->in_len, viewer->session.login ? VDT_RTSP_BODY : 0,
			       &req);
	if (got < 0)
		refuse_bytes(viewer, got);
	return got > 0 && handle(viewer, &req) ? req.size : 0;
}

/* What viewers report of their reception: a sign of life. */
static size_t take_frame(struct vdt_viewer *viewer)
{
	const uint8_t *frame = (const uint8_t *)viewer->conn.in;
	size_t size;

	if (viewer->session.state == VDT_SESSION_INIT) {
		vdt_conn_close(&viewer->conn);
		return 0;
	}
	if (viewer->conn.in_len < VDT_FRAME_HEAD)
		return 0;
	size = frame[2] << 8 | frame[3];
	if (frame[1] >= VDT_TRANSPORT_CHANNELS || size > RTCP_MAX) {
		vdt_conn_close(&viewer->conn);
		return 0;
	}
	viewer->alive = vdt_gateway_now();
	viewer->skip = VDT_FRAME_HEAD + size;
	return 0;
}

static size_t take_skipped(struct vdt_viewer *viewer)
{
	size_t len = viewer->skip < viewer->conn.in_len ? viewer->skip : viewer->conn.in_len;

	viewer->skip -= len;
	return len;
}

static size_t take(struct vdt_viewer *viewer)
{
	if (!viewer->skip && viewer->conn.in[0] == FRAME_MARKER)
		take_frame(viewer);
	else if (!viewer->skip)
		return take_request(viewer);
	return viewer->skip ? take_skipped(viewer) : 0;
}

static void note_partial(struct vdt_viewer *viewer, bool progress)
{
	bool partial = viewer->conn.in_len && !viewer->conn.paused;

	if (!partial)
		viewer->partial = 0;
	else if (progress || !viewer->partial)
		viewer->partial = vdt_gateway_now();
}

void vdt_dialogue_input(struct vdt_viewer *viewer)
{
	struct vdt_conn *conn = &viewer->conn;
	size_t used = 1, total = 0;

	while (used && conn->in_len && !viewer->reply && !conn->paused) {
		used = take(viewer);
		if (conn->phase == VDT_CONN_OPEN && used)
			vdt_conn_consume(conn, used);
		if (conn->phase == VDT_CONN_OPEN && viewer->reply)
			vdt_viewer_pump(viewer);
		if (conn->phase != VDT_CONN_OPEN)
			return;
		total += used;
	}
	if (viewer->reply && !conn->paused)
		vdt_conn_pause(conn);
	note_partial(viewer, total);
}
