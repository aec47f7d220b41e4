/* SPDX-License-Identifier: BSD-3-Clause */
/* A channel: one end of a SOCK_SEQPACKET pair between two processes, with the checks of msgs.h at
 * the door. */
#ifndef VDT_IPC_CHAN_H
#define VDT_IPC_CHAN_H

#include <sys/types.h>

#include "lib/ipc/msgs.h"

struct event_base;
struct vdt_chan;

/* Messages that may wait for a slow peer; when more pile up, vdt_chan_send() refuses. */
#define VDT_CHAN_QUEUE 256

/*
 * What a process does with one kind of message. @payload points to the struct vdt_msg_X, valid for
 * the call only; @fd is owned by the handler (-1 when none came). Returns 0, or a negative errno:
 * the message broke a rule, the channel is dropped.
 */
typedef int (*vdt_handler)(void *ctx, enum vdt_proc from, const void *payload, int fd);

/* One row per message that a process takes; any other message drops the channel. */
struct vdt_dispatch {
	enum vdt_msg id;
	vdt_handler handle;
};

struct vdt_chan_ops {
	const struct vdt_dispatch *table;
	unsigned int count;
	/* The peer is gone (@err 0) or broke the rules (@err negative errno). The channel is freed
	 * after the call. */
	void (*closed)(void *ctx, enum vdt_proc peer, int err);
};

/*
 * A connected pair for two processes: close-on-exec, non-blocking, and every message stamped by the
 * kernel with its sender. Returns 0 or a negative errno.
 */
int vdt_chan_pair(int ret_fd[2]);

/*
 * Watch @fd (owned by the channel from now on, also on failure) for messages between @self and
 * @peer. Returns 0, or -ENOMEM.
 */
int vdt_chan_new(struct event_base *base, int fd, enum vdt_proc self, enum vdt_proc peer,
		 const struct vdt_chan_ops *ops, void *ctx, struct vdt_chan **ret_chan);
/*
 * Take messages from process @pid only, by the kernel's word: a channel end that leaked to somebody
 * else is of no use there. Needs an end made by vdt_chan_pair(). Without this call anyone may send.
 */
void vdt_chan_expect(struct vdt_chan *chan, pid_t pid);
/* Take what has arrived already, at most VDT_CHAN_QUEUE messages, without going through the event
 * loop. NULL is fine. */
void vdt_chan_drain(struct vdt_chan *chan);
/* Messages that wait for the peer to take them; whoever has much to tell stops at half of
 * VDT_CHAN_QUEUE. NULL is fine: 0. */
unsigned int vdt_chan_waiting(const struct vdt_chan *chan);
/* The descriptor, readable when a message waits; it stays the channel's. */
int vdt_chan_fd(const struct vdt_chan *chan);
/* Close and free; NULL is fine, and so is a call from a handler or from ops->closed. Does not call
 * ops->closed. */
void vdt_chan_free(struct vdt_chan *chan);
/*
 * Send @payload, the struct vdt_msg_X of @id; @fd, if not -1, is passed along and stays the
 * caller's. Never blocks: what the socket does not take waits in a queue of at most VDT_CHAN_QUEUE
 * messages. Returns 0, -EPERM (the table does not allow this message on this channel), -EBADMSG
 * (a field breaks the table), -EINVAL (a descriptor too many or missing), -ENOBUFS (queue full),
 * -ENOMEM, -EMFILE, -EPIPE.
 */
int vdt_chan_send(struct vdt_chan *chan, enum vdt_msg id, const void *payload, int fd);

#endif /* VDT_IPC_CHAN_H */
