// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/loop.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <event2/event.h>

#include "daemon/web/ask.h"
#include "daemon/web/door.h"
#include "daemon/web/events.h"
#include "daemon/web/http.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/tls/server.h"

#define FILES	     256  /* plan.c gives the process as many */
#define HEADERS	     8192 /* bytes of one request's headers; more is cut off */
#define SERVICE_ROOM 4096
#define SETTLE_TIME  20 /* seconds for a handshake, and between two parts of a body */
#define REST_TIME    60 /* seconds that a connection may rest between requests */
#define TICK \
	250000 /* microseconds: precision of all deadlines, and how long what had to \
		   wait for room in a channel waits */
#define ROTATE_TIME (43200 * VDT_NS_PER_SECOND) /* life of ticket keys: half a day */

struct vdt_loop {
	struct vdt_web *web;
	struct lws_context *context;
	struct lws_vhost *vhost;
	SSL_CTX *tls;
	int news; /* epoll of the channels; the context closes it */
	lws_sorted_usec_list_t tick;
	uint64_t rotated;
};

/* What every answer says, also those that libwebsockets makes itself: nothing may be loaded, run,
 * framed, guessed or kept. */
static const struct lws_protocol_vhost_options headers[] = {
	{&headers[1], NULL, "content-security-policy:",
	 "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"},
	{&headers[2], NULL, "x-content-type-options:", "nosniff"},
	{&headers[3], NULL, "x-frame-options:", "DENY"},
	{&headers[4], NULL, "referrer-policy:", "no-referrer"},
	{&headers[5], NULL,
	 "permissions-policy:", "camera=(), geolocation=(), microphone=(), usb=()"},
	{&headers[6], NULL, "cross-origin-resource-policy:", "same-origin"},
	{NULL, NULL, "cache-control:", "no-store"},
};

struct vdt_web *vdt_loop_web(struct lws_context *context)
{
	const struct vdt_loop *loop = lws_context_user(context);

	return loop->web;
}

static void take_news(struct vdt_loop *loop)
{
	event_base_loop(loop->web->child->base, EVLOOP_NONBLOCK | EVLOOP_ONCE);
}

static int on_news(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		   size_t len)
{
	if (reason == LWS_CALLBACK_RAW_RX_FILE)
		take_news(lws_context_user(lws_get_context(wsi)));
	return 0;
}

/* The context of a virtual host's TLS is made by libwebsockets; the rest of it is ours. */
static int set_tls(struct vdt_loop *loop, SSL_CTX *tls)
{
	loop->tls = tls;
	return vdt_tls_policy(tls);
}

static int on_http(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		   size_t len)
{
	if (reason == LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS)
		return set_tls(lws_context_user(lws_get_context(wsi)), user);
	return vdt_http(wsi, reason, user, in, len);
}

static const struct lws_protocols protocols[] = {
	{.name = "http", .callback = on_http, .per_session_data_size = sizeof(void *)},
	{.name = "news", .callback = on_news},
	{.name = "door", .callback = vdt_door_callback},
	{},
};

static void on_tick(lws_sorted_usec_list_t *tick)
{
	struct vdt_loop *loop = lws_container_of(tick, struct vdt_loop, tick);
	uint64_t now;

	lws_sul_schedule(loop->context, 0, tick, on_tick, TICK);
	take_news(loop);
	now = vdt_clock_boottime(); /* not before what the news have noted as their time */
	vdt_ask_sweep(loop->web, now);
	vdt_events_sweep(now);
	vdt_http_sweep(loop->web, now);
	vdt_door_sweep(loop->web->door, now);
	if (now - loop->rotated > ROTATE_TIME) {
		loop->rotated = now;
		if (vdt_tls_rotate(loop->tls))
			vdt_log(LOG_WARNING, "cannot renew the keys of TLS tickets");
	}
}

/*
 * libwebsockets would look itself whether it speaks to a terminal, and for the time zone; the
 * filter ends the process for either.
 */
static void pass_on(int level, const char *line)
{
	vdt_log(LOG_ERR, "%.*s", (int)strcspn(line, "\n"), line);
}

static struct lws_context_creation_info plan_context(struct vdt_loop *loop)
{
	return (struct lws_context_creation_info){
		.port = CONTEXT_PORT_NO_LISTEN_SERVER,
		.protocols = protocols,
		.headers = headers,
		.uid = -1,
		.gid = -1,
		.user = loop,
		.fd_limit_per_thread = FILES,
		.pt_serv_buf_size = SERVICE_ROOM,
		.max_http_header_data2 = HEADERS,
		.timeout_secs = SETTLE_TIME,
		.timeout_secs_ah_idle = SETTLE_TIME,
		.keepalive_timeout = REST_TIME,
		.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
			   LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX |
			   LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
			   LWS_SERVER_OPTION_SKIP_SERVER_CANONICAL_NAME |
			   LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS,
	};
}

int vdt_loop_new(struct vdt_web *web, struct vdt_loop **ret_loop)
{
	struct vdt_loop *loop = calloc(1, sizeof(*loop));
	struct lws_context_creation_info plan;

	if (!loop)
		return -ENOMEM;
	*ret_loop = loop; /* the callbacks look for it */
	loop->web = web;
	loop->rotated = vdt_clock_boottime();
	lws_set_log_level(LLL_ERR, pass_on);
	plan = plan_context(loop);
	loop->context = lws_create_context(&plan);
	if (loop->context)
		loop->vhost = lws_create_vhost(loop->context, &plan);
	loop->news = epoll_create1(EPOLL_CLOEXEC);
	if (!loop->vhost || !loop->tls || loop->news < 0 || vdt_loop_file(loop, "news", loop->news))
		return -ENOMEM;
	lws_sul_schedule(loop->context, 0, &loop->tick, on_tick, TICK);
	/* From here on it is strangers who would make it speak, without a bound. */
	lws_set_log_level(0, pass_on);
	return 0;
}

void vdt_loop_free(struct vdt_loop *loop)
{
	if (loop && loop->context)
		lws_context_destroy(loop->context);
	free(loop);
}

void vdt_loop_turn(struct vdt_loop *loop)
{
	while (!vdt_child_over(loop->web->child))
		if (lws_service(loop->context, 0) < 0)
			return;
}

int vdt_loop_watch(struct vdt_loop *loop, int fd)
{
	struct epoll_event event = {.events = EPOLLIN};

	return epoll_ctl(loop->news, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

int vdt_loop_file(struct vdt_loop *loop, const char *name, int fd)
{
	lws_sock_file_fd_type file = {.filefd = fd};

	return lws_adopt_descriptor_vhost(loop->vhost, LWS_ADOPT_RAW_FILE_DESC, file, name, NULL)
		       ? 0
		       : -ENOMEM;
}

struct lws_vhost *vdt_loop_vhost(struct vdt_loop *loop)
{
	return loop->vhost;
}

SSL_CTX *vdt_loop_tls(struct vdt_loop *loop)
{
	return loop->tls;
}
