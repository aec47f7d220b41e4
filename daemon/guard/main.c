// SPDX-License-Identifier: BSD-3-Clause
/*
 * guard: loads the module and the policy, keeps the policy over reboots, relays kernel events to
 * audit and tells the gateway what the policy says of the stream. Takes nothing from the network:
 * what web asks it does for those whom auth names.
 */

#include <errno.h>
#include <event2/event.h>
#include <limits.h>
#include <netlink/socket.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/guard/early.h"
#include "daemon/guard/hooks.h"
#include "daemon/guard/module.h"
#include "daemon/guard/policy.h"
#include "daemon/guard/ports.h"
#include "daemon/guard/relay.h"
#include "daemon/guard/settings.h"
#include "daemon/guard/source.h"
#include "daemon/guard/strangers.h"
#include "daemon/guard/web.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/ipc/child.h"
#include "lib/sandbox/caps.h"

#define RETRY_MS 200

struct guard {
	struct vdt_child *child;
	struct vdt_nl *requests;
	struct vdt_nl *bell;  /* joined to the events group */
	struct vdt_nl *loads; /* for policies from web */
	struct nl_sock *diag;
	struct event *on_bell, *retry;
	struct vdt_relay relay;
	struct vdt_early *early;
	struct vdt_web web;
	struct vdt_msg_STREAM_SETTINGS settings; /* all zero: the policy has no stream */
	/* version 0: no policy, and audit and auth keep to what they begin with */
	struct vdt_msg_AUDIT_SETTINGS audit;
	struct vdt_msg_ACCESS_SETTINGS access;
	bool knows_policy;
	bool policy_changed;
};

/* Without the kernel there is nothing to guard: vedetted starts us again, and the module with us.
 */
static void give_up(struct guard *guard, const char *what, int err)
{
	vdt_log(LOG_ERR, "%s: %s %s", what, strerror(-err), vdt_nl_error(guard->requests));
	exit(EXIT_FAILURE);
}

/* the active policy */

static void report_kept(struct guard *guard, int err)
{
	struct vdt_msg_RECORD record = {.type = VDT_AUDIT_POLICY_CONFIRM,
					.result = VDT_AUDIT_FAILED,
					.count = 1,
					.boottime = vdt_clock_boottime(),
					.realtime = vdt_clock_realtime(),
					.reason = "cannot be kept for the next boot"};

	if (!err)
		return;
	vdt_log(LOG_ERR, "the confirmed policy cannot be kept for the next boot: %s",
		strerror(-err));
	vdt_child_send(guard->child, VDT_AUDIT, VDT_MSG_RECORD, &record);
}

static void tell_stream(struct guard *guard)
{
	if (guard->knows_policy)
		vdt_child_send(guard->child, VDT_STREAM, VDT_MSG_STREAM_SETTINGS, &guard->settings);
}

static void tell_audit(struct guard *guard)
{
	if (guard->audit.policy_version)
		vdt_child_send(guard->child, VDT_AUDIT, VDT_MSG_AUDIT_SETTINGS, &guard->audit);
}

static void tell_auth(struct guard *guard)
{
	if (guard->access.policy_version)
		vdt_child_send(guard->child, VDT_AUTH, VDT_MSG_ACCESS_SETTINGS, &guard->access);
}

static void take_policy(struct guard *guard)
{
	const struct timeval later = {.tv_usec = RETRY_MS * 1000};
	struct vdt_nl_image image;
	int err, kept;

	guard->policy_changed = false;
	err = vdt_policy_keep(guard->requests, &image, &kept);
	if (err == -EAGAIN) {
		evtimer_add(guard->retry, &later);
		return;
	}
	if (err && err != -ENOENT)
		give_up(guard, "cannot get the policy", err);
	memset(&guard->settings, 0, sizeof(guard->settings));
	if (!err) {
		if (kept == -EAGAIN)
			evtimer_add(guard->retry, &later);
		else
			report_kept(guard, kept);
		vdt_settings_read(&image, &guard->settings);
		vdt_settings_audit(&image, &guard->audit);
		vdt_settings_access(&image, &guard->access);
		vdt_early_set(guard->early, vdt_settings_xdp(&image));
		vdt_nl_image_done(&image);
	}
	guard->knows_policy = true;
	tell_stream(guard);
	tell_audit(guard);
	tell_auth(guard);
}

static void on_retry(evutil_socket_t fd, short what, void *arg)
{
	take_policy(arg);
}

/* kernel events */

static void hear(const struct vdt_nl_event *event, void *ctx)
{
	struct guard *guard = ctx;

	if (event->type == VEDETTE_EVENT_TYPE_POLICY_LOAD ||
	    event->type == VEDETTE_EVENT_TYPE_POLICY_CONFIRM ||
	    event->type == VEDETTE_EVENT_TYPE_FEED_LOAD ||
	    event->type == VEDETTE_EVENT_TYPE_POLICY_REVERT)
		guard->policy_changed = true;
}

static void on_bell(evutil_socket_t fd, short what, void *arg)
{
	struct guard *guard = arg;
	int err = vdt_nl_events_read(guard->bell, hear, guard);

	if (err == -ENOBUFS)
		guard->policy_changed = true; /* perhaps: one of the lost may have said so */
	else if (err && err != -EAGAIN)
		give_up(guard, "cannot listen to the kernel", err);
	if (guard->policy_changed)
		take_policy(guard);
	err = vdt_relay_run(&guard->relay);
	if (err)
		give_up(guard, "cannot get kernel events", err);
}

static int on_kernel_seq(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_KERNEL_SEQ *msg = payload;
	struct guard *guard = ((struct vdt_child *)ctx)->ctx;
	int err = vdt_relay_open(&guard->relay, msg->seq);

	if (err)
		give_up(guard, "cannot get kernel events", err);
	return 0;
}

/* sources, as auth says */

static int on_ban(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct guard *guard = ((struct vdt_child *)ctx)->ctx;

	return vdt_source_ban(guard->requests, payload);
}

static int on_trust(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct guard *guard = ((struct vdt_child *)ctx)->ctx;

	return vdt_source_trust(guard->requests, payload);
}

/* what web asks */

#define WEB_HANDLER(name, MESSAGE) \
	static int on_##name(void *ctx, enum vdt_proc from, const void *payload, int fd) \
	{ \
		struct guard *guard = ((struct vdt_child *)ctx)->ctx; \
\
		vdt_web_##name(&guard->web, (const struct vdt_msg_##MESSAGE *)payload); \
		return 0; \
	}

WEB_HANDLER(grant, GRANT)
WEB_HANDLER(query, QUERY)
WEB_HANDLER(cancel, CANCEL)
WEB_HANDLER(control, CONTROL)
WEB_HANDLER(upload, UPLOAD)
WEB_HANDLER(uploaded, UPLOADED)

/* life */

/* Returns 1 if this process loaded the module, 0 if it was there, or a negative errno. */
static int open_kernel(struct guard *guard)
{
	char path[PATH_MAX];
	int err;

	err = vdt_nl_open(&guard->requests);
	if (err != -ENOENT)
		return err;
	err = vdt_module_load(path);
	if (err) {
		vdt_log(LOG_ERR, "cannot load %s: %s", path, strerror(-err));
		return err;
	}
	vdt_log(LOG_INFO, "loaded %s", path);
	err = vdt_nl_open(&guard->requests);
	return err ? err : 1;
}

static int listen_to_kernel(struct guard *guard)
{
	int err;

	err = vdt_nl_open(&guard->bell);
	if (!err)
		err = vdt_nl_events_join(guard->bell);
	if (err)
		return err;
	guard->on_bell = event_new(guard->child->base, vdt_nl_fd(guard->bell), EV_READ | EV_PERSIST,
				   on_bell, guard);
	guard->retry = evtimer_new(guard->child->base, on_retry, guard);
	if (!guard->on_bell || !guard->retry || event_add(guard->on_bell, NULL) < 0)
		return -ENOMEM;
	return 0;
}

static int listen_to_web(struct guard *guard)
{
	struct vdt_kernel kernel = {.nl = guard->requests};
	int err = vdt_nl_open(&guard->loads);

	if (!err)
		err = vdt_ports_open(&guard->diag);
	kernel.diag = guard->diag;
	return err ? err : vdt_web_init(&guard->web, guard->child, &kernel, guard->loads);
}

static int start(struct vdt_child *child)
{
	static struct guard guard;
	int fresh, err;

	child->ctx = &guard;
	guard.child = child;
	fresh = open_kernel(&guard);
	if (fresh < 0)
		return fresh;
	err = vdt_hooks_attach(guard.requests);
	if (!err) {
		vdt_strangers_show();
		err = vdt_early_new(child->base, guard.requests, &guard.early);
	}
	if (!err)
		err = vdt_caps_set(VDT_CAP(NET_ADMIN)); /* module and programs are loaded once */
	if (!err)
		err = listen_to_kernel(&guard);
	if (!err)
		err = vdt_relay_init(&guard.relay, child, guard.requests, fresh);
	if (!err)
		err = listen_to_web(&guard);
	if (!err)
		err = vdt_policy_restore(guard.requests);
	if (!err)
		take_policy(&guard);
	return err;
}

static void on_peer_up(struct vdt_child *child, enum vdt_proc peer)
{
	if (peer == VDT_STREAM)
		tell_stream(child->ctx);
	if (peer == VDT_AUDIT)
		tell_audit(child->ctx);
	if (peer == VDT_AUTH)
		tell_auth(child->ctx);
}

static void on_peer_down(struct vdt_child *child, enum vdt_proc peer)
{
	struct guard *guard = child->ctx;

	if (peer == VDT_AUDIT)
		vdt_relay_close(&guard->relay);
	else if (peer == VDT_WEB)
		vdt_web_clear(&guard->web);
}

/* The module stays, and the policy with it. */
static void stop(struct vdt_child *child)
{
	struct guard *guard = child->ctx;

	vdt_relay_run(&guard->relay);
	vdt_relay_done(&guard->relay);
	vdt_early_free(guard->early);
	vdt_web_done(&guard->web);
	event_free(guard->on_bell);
	event_free(guard->retry);
	nl_socket_free(guard->diag);
	vdt_nl_close(guard->loads);
	vdt_nl_close(guard->bell);
	vdt_nl_close(guard->requests);
}

int main(void)
{
	static const struct vdt_dispatch table[] = {
		{VDT_MSG_KERNEL_SEQ, on_kernel_seq}, {VDT_MSG_BAN, on_ban},
		{VDT_MSG_TRUST, on_trust},	     {VDT_MSG_GRANT, on_grant},
		{VDT_MSG_QUERY, on_query},	     {VDT_MSG_CANCEL, on_cancel},
		{VDT_MSG_CONTROL, on_control},	     {VDT_MSG_UPLOAD, on_upload},
		{VDT_MSG_UPLOADED, on_uploaded},
	};
	static const struct vdt_child_ops ops = {
		.self = VDT_GUARD,
		.start = start,
		.peer_up = on_peer_up,
		.peer_down = on_peer_down,
		.stop = stop,
		.table = table,
		.count = sizeof(table) / sizeof(table[0]),
	};

	return vdt_child_run(&ops);
}
