// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/web.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "daemon/web/ask.h"
#include "daemon/web/door.h"
#include "daemon/web/events.h"
#include "daemon/web/gate.h"
#include "daemon/web/http.h"
#include "daemon/web/key.h"
#include "daemon/web/loop.h"
#include "lib/base/log.h"
#include "lib/crypto/random.h"
#include "lib/tls/server.h"

static struct vdt_web *of_child(void *ctx)
{
	return ((struct vdt_child *)ctx)->ctx;
}

/* messages */

static int on_certificate(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_CERTIFICATE *msg = payload;
	struct vdt_web *web = of_child(ctx);
	int err = vdt_tls_identify(vdt_loop_tls(web->loop), msg->der, msg->der_len,
				   vdt_key_remote(web->key));

	if (!err) {
		web->certificate = *msg;
		web->certified = true;
	}
	return err;
}

static int on_signature(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	vdt_key_answer(of_child(ctx)->key, payload);
	return 0;
}

static int on_unit(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_UNIT *msg = payload;

	of_child(ctx)->activated = msg->activated;
	return 0;
}

static int on_revoked(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_REVOKED *msg = payload;

	vdt_http_revoke(msg->account_id, msg->session, msg->session_len);
	return 0;
}

static int on_event(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	vdt_events_tell(payload);
	return 0;
}

static void answer(struct vdt_web *web, enum vdt_proc from, uint32_t number, enum vdt_msg id,
		   const void *payload, int fd)
{
	struct vdt_gate *gate = vdt_http_find(web, number, from);

	if (gate)
		vdt_gate_message(gate, id, payload, fd);
	else if (fd >= 0)
		close(fd); /* the request is over */
}

/* The messages that answer a request. */
#define ANSWERS(X) \
	X(LOGIN_RESULT) \
	X(CHECKED) \
	X(DONE) \
	X(SESSION) \
	X(OTP_SECRET) \
	X(ACCOUNT) \
	X(TOKEN) \
	X(LOCK_RULES) \
	X(LOCKED) \
	X(PKCS10) \
	X(TEXT) \
	X(UPLOAD_TO)

#define HANDLER(name) \
	static int on_##name(void *ctx, enum vdt_proc from, const void *payload, int fd) \
	{ \
		const struct vdt_msg_##name *msg = payload; \
\
		answer(of_child(ctx), from, msg->req, VDT_MSG_##name, payload, fd); \
		return 0; \
	}
ANSWERS(HANDLER)

#define ROW(name) {VDT_MSG_##name, on_##name},
static const struct vdt_dispatch table[] = {{VDT_MSG_CERTIFICATE, on_certificate},
					    {VDT_MSG_SIGNATURE, on_signature},
					    {VDT_MSG_UNIT, on_unit},
					    {VDT_MSG_REVOKED, on_revoked},
					    {VDT_MSG_EVENT, on_event},

					    ANSWERS(ROW)};

/* life */

static int start(struct vdt_child *child)
{
	struct vdt_web *web = calloc(1, sizeof(*web));
	size_t seed; /* so that no stranger knows which members collide */
	int err;

	if (!web)
		return -ENOMEM;
	child->ctx = web;
	web->child = child;
	LIST_INIT(&web->asking);
	gethostname(web->hostname, sizeof(web->hostname) - 1);
	err = vdt_random(&seed, sizeof(seed));
	if (!err)
		err = vdt_tls_start();
	json_object_seed(seed);
	if (!err)
		err = vdt_key_new(child, &web->key);
	if (!err)
		err = vdt_loop_new(web, &web->loop);
	if (!err)
		err = vdt_door_new(web, &web->door);
	if (!err)
		err = vdt_loop_watch(web->loop, vdt_chan_fd(child->super));
	return err;
}

static void turn(struct vdt_child *child)
{
	/* Until start() there is no other loop. */
	while (!vdt_child_over(child) && !child->ctx)
		event_base_loop(child->base, EVLOOP_ONCE);
	if (!vdt_child_over(child))
		vdt_loop_turn(of_child(child)->loop);
}

static void peer_up(struct vdt_child *child, enum vdt_proc peer)
{
	int err = vdt_loop_watch(of_child(child)->loop, vdt_chan_fd(child->peer[peer]));

	if (err)
		vdt_log(LOG_ERR, "cannot wait for %s", vdt_proc_name(peer));
}

static void peer_down(struct vdt_child *child, enum vdt_proc peer)
{
	vdt_ask_lost(of_child(child), peer);
}

static int take_listener(struct vdt_child *child, const char *name, uint16_t port, int fd)
{
	return vdt_door_add(of_child(child)->door, fd);
}

/* Ends what is being done; who waits is told by the connection's end. */
static void stop(struct vdt_child *child)
{
	struct vdt_web *web = of_child(child);

	vdt_ask_lost(web, VDT_AUTH);
}

const struct vdt_child_ops vdt_web_ops = {
	.self = VDT_WEB,
	.start = start,
	.peer_up = peer_up,
	.peer_down = peer_down,
	.listener = take_listener,
	.turn = turn,
	.stop = stop,
	.table = table,
	.count = sizeof(table) / sizeof(*table),
};
