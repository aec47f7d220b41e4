// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/stream/gateway.h"
#include "daemon/stream/listener.h"
#include "daemon/stream/upstream.h"
#include "daemon/stream/viewer.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/tls/server.h"
#include "lib/tls/signer.h"

#define NS_PER_MS 1000000

static const struct timeval sweep_period = {0, 250000}; /* precision of all deadlines */
static const struct timeval flush_delay = {0, 5000};	/* for the rest of a picture to come */
static const struct timeval rotate_period = {43200, 0}; /* life of ticket keys: half a day */

uint64_t vdt_gateway_now(void)
{
	return vdt_clock_boottime() / NS_PER_MS;
}

static void set_text(char *ret, size_t room, const char *text)
{
	size_t len = strnlen(text, room - 1);

	memcpy(ret, text, len);
	ret[len] = '\0';
}

void vdt_gateway_record(struct vdt_gateway *gateway, enum vdt_audit_type type,
			enum vdt_audit_result result, const struct vdt_viewer *viewer,
			uint32_t count, const char *reason)
{
	struct vdt_msg_RECORD msg = {
		.type = type,
		.result = result,
		.count = count,
		.boottime = vdt_clock_boottime(),
		.realtime = vdt_clock_realtime(),
	};

	set_text(msg.object, sizeof(msg.object),
		 viewer ? gateway->encoder.path : gateway->encoder.url);
	set_text(msg.reason, sizeof(msg.reason), reason);
	if (viewer) {
		msg.transport = VDT_AUDIT_RTSPS;
		msg.role = viewer->login.role;
		msg.account_id = viewer->login.account_id;
		set_text(msg.account, sizeof(msg.account), viewer->login.account);
		set_text(msg.source, sizeof(msg.source), viewer->source);
	}
	if (vdt_child_send(gateway->child, VDT_AUDIT, VDT_MSG_RECORD, &msg))
		vdt_log(LOG_WARNING, "a record is lost: audit does not take it");
}

/* the encoder */

static void on_connected(void *ctx, const struct vdt_sdp *sdp)
{
	struct vdt_gateway *gateway = ctx;
	struct vdt_viewer *viewer, *next;

	vdt_gateway_record(gateway, VDT_AUDIT_ENCODER, VDT_AUDIT_OK, NULL, 0, "connected");
	gateway->sdp = *sdp;
	gateway->described = true;
	vdt_fanout_restart(&gateway->fanout);
	for (viewer = LIST_FIRST(&gateway->viewers); viewer; viewer = next) {
		next = LIST_NEXT(viewer, link);
		if (viewer->wait == VDT_WAIT_ENCODER)
			vdt_viewer_go_on(viewer);
	}
}

static void on_lost(void *ctx, const char *why)
{
	struct vdt_gateway *gateway = ctx;

	gateway->described = false;
	if (why) {
		vdt_log(LOG_WARNING, "lost the encoder at %s: %s", gateway->encoder.url, why);
		vdt_gateway_record(gateway, VDT_AUDIT_ENCODER, VDT_AUDIT_FAILED, NULL, 0, "lost");
	} else {
		vdt_gateway_record(gateway, VDT_AUDIT_ENCODER, VDT_AUDIT_OK, NULL, 0, "released");
	}
}

static void on_packet(void *ctx, unsigned int channel, const uint8_t *data, size_t len)
{
	struct vdt_gateway *gateway = ctx;

	if (channel == 0)
		vdt_fanout_rtp(&gateway->fanout, gateway->sdp.payload, data, len,
			       vdt_gateway_now());
	else if (channel == 1)
		vdt_fanout_rtcp(&gateway->fanout, data, len);
}

static void on_drained(void *ctx)
{
	struct vdt_gateway *gateway = ctx;

	if (gateway->fanout.len && !evtimer_pending(gateway->flush, NULL))
		evtimer_add(gateway->flush, &flush_delay);
}

static bool is_wanted(void *ctx)
{
	const struct vdt_gateway *gateway = ctx;

	return gateway->taken;
}

static const struct vdt_upstream_ops upstream_ops = {
	.connected = on_connected,
	.lost = on_lost,
	.packet = on_packet,
	.drained = on_drained,
	.wanted = is_wanted,
};

/* timers */

static void on_flush(evutil_socket_t fd, short what, void *ctx)
{
	struct vdt_gateway *gateway = ctx;

	vdt_fanout_flush(&gateway->fanout);
}

static void on_sweep(evutil_socket_t fd, short what, void *ctx)
{
	struct vdt_gateway *gateway = ctx;
	uint64_t now = vdt_gateway_now();
	struct vdt_viewer *viewer, *next;

	for (viewer = LIST_FIRST(&gateway->viewers); viewer; viewer = next) {
		next = LIST_NEXT(viewer, link);
		vdt_viewer_check(viewer, now);
	}
	while ((viewer = LIST_FIRST(&gateway->gone)))
		vdt_viewer_free(viewer);
	vdt_listener_resume(gateway->listener);
}

static void on_rotate(evutil_socket_t fd, short what, void *ctx)
{
	struct vdt_gateway *gateway = ctx;

	if (gateway->tls && vdt_tls_rotate(gateway->tls))
		vdt_log(LOG_WARNING, "cannot renew the keys of TLS tickets");
}

/* messages */

static struct vdt_gateway *of_child(void *ctx)
{
	return ((struct vdt_child *)ctx)->ctx;
}

static int on_certificate(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_CERTIFICATE *msg = payload;
	struct vdt_gateway *gateway = of_child(ctx);
	SSL_CTX *tls;
	int err = vdt_tls_new(msg->der, msg->der_len, vdt_signer_key(gateway->signer), &tls);

	if (err)
		return err;
	/* A handshake that waits for its signature holds up nobody else. */
	SSL_CTX_set_mode(tls, SSL_MODE_ASYNC);
	SSL_CTX_free(gateway->tls);
	gateway->tls = tls;
	return 0;
}

static int on_signature(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	vdt_signer_answer(of_child(ctx)->signer, payload);
	return 0;
}

void vdt_gateway_log_out(struct vdt_gateway *gateway, uint32_t session)
{
	const struct vdt_msg_LOGOUT msg = {.req = session};

	if (session)
		vdt_child_send(gateway->child, VDT_AUTH, VDT_MSG_LOGOUT, &msg);
}

static int on_login_result(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_LOGIN_RESULT *msg = payload;
	struct vdt_gateway *gateway = of_child(ctx);
	struct vdt_viewer *viewer;

	LIST_FOREACH(viewer, &gateway->viewers, link) {
		if (viewer->wait != VDT_WAIT_LOGIN || viewer->login.req != msg->req)
			continue;
		vdt_gateway_log_out(gateway, vdt_login_answer(&viewer->login, msg));
		vdt_viewer_go_on(viewer);
		return 0;
	}
	/* Who asked is gone. */
	vdt_gateway_log_out(gateway, msg->outcome == VDT_OUTCOME_OK ? msg->req : 0);
	return 0;
}

static void close_viewers(struct vdt_gateway *gateway)
{
	struct vdt_viewer *viewer;

	while ((viewer = LIST_FIRST(&gateway->viewers)))
		vdt_conn_close(&viewer->conn);
}

/* What the policy does not name is not served, to those who watch already neither. */
static void withdraw_stream(struct vdt_gateway *gateway)
{
	vdt_upstream_set(gateway->upstream, NULL);
	gateway->encoder = (struct vdt_encoder){};
	gateway->places = 0;
	close_viewers(gateway);
}

static int on_settings(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_STREAM_SETTINGS *msg = payload;
	struct vdt_gateway *gateway = of_child(ctx);
	struct vdt_encoder encoder;

	if (!*msg->encoder) {
		withdraw_stream(gateway);
		return 0;
	}
	if (vdt_encoder_parse(msg->encoder, &encoder)) {
		vdt_log(LOG_ERR,
			"the policy names no encoder on the loopback: '%s'; "
			"use rtsp://127.0.0.1:PORT/PATH",
			msg->encoder);
		return 0;
	}
	vdt_upstream_set(gateway->upstream, &encoder);
	gateway->encoder = encoder;
	gateway->places = msg->viewers;
	return 0;
}

static int on_unit(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_UNIT *msg = payload;
	struct vdt_gateway *gateway = of_child(ctx);

	gateway->activated = msg->activated;
	if (!gateway->activated)
		close_viewers(gateway);
	return 0;
}

/* Who waits for an answer to his login has no session yet, and may get one. */
static int on_revoked(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_REVOKED *msg = payload;
	struct vdt_gateway *gateway = of_child(ctx);
	struct vdt_viewer *viewer, *next;

	for (viewer = LIST_FIRST(&gateway->viewers); viewer; viewer = next) {
		next = LIST_NEXT(viewer, link);
		if (vdt_login_is_of(&viewer->login, msg))
			vdt_conn_close(&viewer->conn);
	}
	return 0;
}

static const struct vdt_dispatch dispatch[] = {
	{VDT_MSG_CERTIFICATE, on_certificate},
	{VDT_MSG_SIGNATURE, on_signature},
	{VDT_MSG_UNIT, on_unit},
	{VDT_MSG_LOGIN_RESULT, on_login_result},
	{VDT_MSG_REVOKED, on_revoked},
	{VDT_MSG_STREAM_SETTINGS, on_settings},
};

/* life */

static int make_timers(struct vdt_gateway *gateway, struct event_base *base)
{
	gateway->sweep = event_new(base, -1, EV_PERSIST, on_sweep, gateway);
	gateway->rotate = event_new(base, -1, EV_PERSIST, on_rotate, gateway);
	gateway->flush = evtimer_new(base, on_flush, gateway);
	if (!gateway->sweep || !gateway->rotate || !gateway->flush)
		return -ENOMEM;
	evtimer_add(gateway->sweep, &sweep_period);
	evtimer_add(gateway->rotate, &rotate_period);
	return 0;
}

static int start(struct vdt_child *child)
{
	struct vdt_gateway *gateway = calloc(1, sizeof(*gateway));
	int err;

	if (!gateway)
		return -ENOMEM;
	child->ctx = gateway;
	gateway->child = child;
	LIST_INIT(&gateway->viewers);
	LIST_INIT(&gateway->gone);
	err = vdt_tls_start();
	if (!err)
		err = vdt_signer_new(child, vdt_conns_wake, &gateway->signer);
	if (!err)
		err = vdt_conns_init(&gateway->conns, child->base, gateway->signer);
	if (!err)
		err = vdt_fanout_init(&gateway->fanout);
	if (!err)
		err = vdt_upstream_new(child->base, &upstream_ops, gateway, &gateway->upstream);
	if (!err)
		err = vdt_listener_new(gateway, &gateway->listener);
	return err ? err : make_timers(gateway, child->base);
}

static int take_listener(struct vdt_child *child, const char *name, uint16_t port, int fd)
{
	struct vdt_gateway *gateway = child->ctx;

	return vdt_listener_add(gateway->listener, fd);
}

static void lose_peer(struct vdt_child *child, enum vdt_proc peer)
{
	struct vdt_gateway *gateway = child->ctx;

	if (peer == VDT_AUTH)
		vdt_signer_cancel_all(gateway->signer);
}

static void stop(struct vdt_child *child)
{
	struct vdt_gateway *gateway = child->ctx;
	struct vdt_viewer *viewer;

	vdt_listener_free(gateway->listener);
	close_viewers(gateway);
	while ((viewer = LIST_FIRST(&gateway->gone)))
		vdt_viewer_free(viewer);
	vdt_upstream_free(gateway->upstream);
	vdt_conns_done(&gateway->conns);
	event_free(gateway->sweep);
	event_free(gateway->rotate);
	event_free(gateway->flush);
	SSL_CTX_free(gateway->tls);
	vdt_signer_free(gateway->signer);
	free(gateway);
}

const struct vdt_child_ops vdt_gateway_ops = {
	.self = VDT_STREAM,
	.start = start,
	.peer_down = lose_peer,
	.listener = take_listener,
	.stop = stop,
	.table = dispatch,
	.count = sizeof(dispatch) / sizeof(*dispatch),
};
