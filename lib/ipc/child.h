/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The life of a child of vedetted: take the control channel (descriptor 3) and the compiled seccomp
 * filter (descriptor 4), wait for HELLO, run the start function, put the filter in force, say READY
 * and turn the event loop until SHUTDOWN. Uid, capabilities, Landlock and resource limits are
 * already in force when main() starts. A peer that breaks the rules of msgs.h is reported to
 * vedetted, which restarts it.
 */
#ifndef VDT_IPC_CHILD_H
#define VDT_IPC_CHILD_H

#include <stdbool.h>

#include "lib/ipc/chan.h"

struct vdt_child {
	enum vdt_proc self;
	struct event_base *base;
	struct vdt_chan *super;
	struct vdt_chan *peer[VDT_PROC_COUNT]; /* NULL while that peer is not running */
	enum vdt_provision provision;	       /* started by `vedetted --provision` */
	void *ctx;			       /* the program's own */
};

struct vdt_child_ops {
	enum vdt_proc self;
	/* Everything that needs more than the filter allows: open files, create contexts. 0 or
	 * negative errno (fatal). */
	int (*start)(struct vdt_child *child);
	/* A channel to @peer came (also again, after it was restarted) or went. Optional. */
	void (*peer_up)(struct vdt_child *child, enum vdt_proc peer);
	void (*peer_down)(struct vdt_child *child, enum vdt_proc peer);
	/* A listening socket was handed out; owned by the program. Optional. */
	int (*listener)(struct vdt_child *child, const char *name, uint16_t port, int fd);
	/* Turn the event loop until vdt_child_over(): for a program that has another loop around
	 * it. Optional. */
	void (*turn)(struct vdt_child *child);
	/* Orderly end. Optional. */
	void (*stop)(struct vdt_child *child);
	/* Messages from peers (and RECORD from vedetted); ctx of the handlers is the struct
	 * vdt_child. At most VDT_CHILD_ROWS. */
	const struct vdt_dispatch *table;
	unsigned int count;
};

#define VDT_CHILD_CHANNEL 3 /* descriptor of the control channel */
#define VDT_CHILD_FILTER  4 /* descriptor of the compiled seccomp filter */
#define VDT_CHILD_ROWS	  48

/* Runs the child to its end; returns the exit status for main(). */
int vdt_child_run(const struct vdt_child_ops *ops);

/* Whether the event loop of the child is to end. */
bool vdt_child_over(const struct vdt_child *child);

/* Send to a peer by name. -ENOTCONN while it is not running, else as vdt_chan_send(). */
int vdt_child_send(struct vdt_child *child, enum vdt_proc peer, enum vdt_msg id,
		   const void *payload);

#endif /* VDT_IPC_CHILD_H */
