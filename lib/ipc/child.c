// SPDX-License-Identifier: BSD-3-Clause

#include "lib/ipc/child.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/sandbox/filter.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

struct life {
	struct vdt_child child; /* first: what handlers get as ctx is also the life */
	const struct vdt_child_ops *ops;
	struct vdt_dispatch table[VDT_CHILD_ROWS + 5]; /* control rows, then the program's */
	struct vdt_chan_ops chan_ops;
	bool greeted, over;
	int status;
};

static void end_life(struct life *life, int status)
{
	life->status = status;
	life->over = true;
	event_base_loopbreak(life->child.base);
}

/* control messages */

static int install_filter(void)
{
	int err = vdt_filter_install(VDT_CHILD_FILTER);

	close(VDT_CHILD_FILTER);
	return err;
}

/* From here on only what the filter allows. */
static int begin_work(struct life *life)
{
	const struct vdt_msg_READY ready = {};
	int err;

	err = life->ops->start(&life->child);
	if (err) {
		vdt_log(LOG_ERR, "cannot start: %s", strerror(-err));
		return err;
	}
	err = install_filter();
	if (err) {
		vdt_log(LOG_ERR, "cannot put the system call filter in force: %s", strerror(-err));
		return err;
	}
	return vdt_chan_send(life->child.super, VDT_MSG_READY, &ready, -1);
}

static int on_hello(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_HELLO *hello = payload;
	struct life *life = ctx;

	if (life->greeted)
		return -EPROTO;
	if (hello->build != vdt_msg_build() || hello->self != life->ops->self) {
		vdt_log(LOG_ERR, "vedetted and %s are of different builds, install both anew",
			vdt_proc_name(life->ops->self));
		end_life(life, EXIT_FAILURE);
		return 0;
	}
	life->greeted = true;
	life->child.provision = hello->provision;
	if (begin_work(life))
		end_life(life, EXIT_FAILURE);
	return 0;
}

static void lose_peer(struct life *life, enum vdt_proc peer)
{
	if (!life->child.peer[peer])
		return;
	vdt_chan_free(life->child.peer[peer]);
	life->child.peer[peer] = NULL;
	if (life->ops->peer_down)
		life->ops->peer_down(&life->child, peer);
}

static int on_peer(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_PEER *peer = payload;
	struct life *life = ctx;
	struct vdt_chan *chan;
	int err;

	lose_peer(life, peer->proc);
	err = vdt_chan_new(life->child.base, fd, life->ops->self, peer->proc, &life->chan_ops, life,
			   &chan);
	if (err)
		return err;
	vdt_chan_expect(chan, (pid_t)peer->pid);
	life->child.peer[peer->proc] = chan;
	if (life->ops->peer_up)
		life->ops->peer_up(&life->child, peer->proc);
	return 0;
}

static int on_listener(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_LISTENER *listener = payload;
	struct life *life = ctx;

	if (life->ops->listener)
		return life->ops->listener(&life->child, listener->name, listener->port, fd);
	close(fd);
	return -EPROTO;
}

static int on_shutdown(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct life *life = ctx;
	int i;

	/* Peers that ended before us may have left us their last words. */
	for (i = 0; i < VDT_PROC_COUNT; i++)
		vdt_chan_drain(life->child.peer[i]);
	if (life->ops->stop)
		life->ops->stop(&life->child);
	end_life(life, EXIT_SUCCESS);
	return 0;
}

static const struct vdt_dispatch control[] = {
	{VDT_MSG_HELLO, on_hello},
	{VDT_MSG_PEER, on_peer},
	{VDT_MSG_LISTENER, on_listener},
	{VDT_MSG_SHUTDOWN, on_shutdown},
};

/* channels */

static void report_fault(struct life *life, enum vdt_proc peer, int error)
{
	const struct vdt_msg_FAULT fault = {.proc = (uint8_t)peer, .error = error};

	vdt_log(LOG_ERR, "%s broke the rules of the message table: %s", vdt_proc_name(peer),
		strerror(-error));
	vdt_chan_send(life->child.super, VDT_MSG_FAULT, &fault, -1);
}

static void on_closed(void *ctx, enum vdt_proc peer, int err)
{
	struct life *life = ctx;

	if (peer == VDT_SUPER) {
		life->child.super = NULL; /* freed behind us */
		end_life(life, EXIT_FAILURE);
		return;
	}
	if (err)
		report_fault(life, peer, err);
	lose_peer(life, peer);
}

/* life */

static int init_life(struct life *life, const struct vdt_child_ops *ops)
{
	const unsigned int n = ARRAY_SIZE(control);
	int err;

	if (ops->count > VDT_CHILD_ROWS)
		return -E2BIG;
	life->ops = ops;
	life->child.self = ops->self;
	memcpy(life->table, control, sizeof(control));
	if (ops->count)
		memcpy(life->table + n, ops->table, ops->count * sizeof(*ops->table));
	life->chan_ops = (struct vdt_chan_ops){
		.table = life->table, .count = n + ops->count, .closed = on_closed};
	life->child.base = event_base_new();
	if (!life->child.base)
		return -ENOMEM;
	err = vdt_chan_new(life->child.base, VDT_CHILD_CHANNEL, ops->self, VDT_SUPER,
			   &life->chan_ops, life, &life->child.super);
	if (!err)
		vdt_chan_expect(life->child.super, getppid());
	return err;
}

static void done_life(struct life *life)
{
	int i;

	for (i = 0; i < VDT_PROC_COUNT; i++)
		vdt_chan_free(life->child.peer[i]);
	vdt_chan_free(life->child.super);
	if (life->child.base)
		event_base_free(life->child.base);
}

int vdt_child_run(const struct vdt_child_ops *ops)
{
	struct life life = {.status = EXIT_FAILURE};
	int err;

	vdt_log_open(vdt_proc_name(ops->self));
	/* Secrets stay out of core files and of other processes of this uid. exec() reset it. */
	prctl(PR_SET_DUMPABLE, 0);
	signal(SIGPIPE, SIG_IGN);
	err = init_life(&life, ops);
	if (err)
		vdt_log(LOG_ERR, "%s is started by vedetted, not by hand: %s",
			vdt_proc_name(ops->self), strerror(-err));
	else if (ops->turn)
		ops->turn(&life.child);
	else
		event_base_dispatch(life.child.base);
	done_life(&life);
	return life.status;
}

bool vdt_child_over(const struct vdt_child *child)
{
	return ((const struct life *)child)->over;
}

int vdt_child_send(struct vdt_child *child, enum vdt_proc peer, enum vdt_msg id,
		   const void *payload)
{
	struct vdt_chan *chan = peer == VDT_SUPER ? child->super : child->peer[peer];

	return chan ? vdt_chan_send(chan, id, payload, -1) : -ENOTCONN;
}
