/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Kernel events on their way to audit. The multicast group is only the bell: what is relayed always
 * comes out of the kernel's ring, from where audit's log ends. So restarts of either side, a full
 * socket and a slow disk are all the same case.
 */
#ifndef VDT_GUARD_RELAY_H
#define VDT_GUARD_RELAY_H

#include "lib/ipc/child.h"
#include "lib/nl/client.h"

struct vdt_relay {
	struct vdt_child *child;
	struct vdt_nl *nl;
	uint64_t last;	     /* seq of the last event relayed */
	bool fresh;	     /* this guard loaded the module: older numbers are of an older one */
	bool open;	     /* audit has said where its log ends */
	int err;	     /* of the run under way */
	struct event *retry; /* while audit's queue is full */
};

/* Returns 0 or -ENOMEM. */
int vdt_relay_init(struct vdt_relay *relay, struct vdt_child *child, struct vdt_nl *nl, bool fresh);
void vdt_relay_done(struct vdt_relay *relay);
/* Audit's log ends with kernel event @seq. Returns 0 or a negative errno of the netlink client. */
int vdt_relay_open(struct vdt_relay *relay, uint64_t seq);
/* Audit is gone. */
void vdt_relay_close(struct vdt_relay *relay);
/* Relay what is new. Returns 0 or a negative errno of the netlink client. */
int vdt_relay_run(struct vdt_relay *relay);

#endif /* VDT_GUARD_RELAY_H */
