/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* The decision on a system call that makes, binds or opens a socket. */
#ifndef VDT_SOCKET_EVAL_H
#define VDT_SOCKET_EVAL_H

#include "core.h"
#include "eval.h"

struct vdt_policy;

enum vdt_socket_op {
	VDT_SOCKET_CREATE, /* of a kind that goes around the rules for packets and ports */
	VDT_SOCKET_BIND,
	VDT_SOCKET_LISTEN,
	VDT_SOCKET_ACCEPT,
};

struct vdt_socket_call {
	u64 exes;	 /* executables of the policy that the caller runs, bits of exes */
	u16 proto;	 /* IPPROTO_*; what shares the ports of TCP comes as TCP */
	u16 port;	 /* local, host order; 0: the kernel takes one */
	u8 op;		 /* enum vdt_socket_op */
	bool supervisor; /* the caller runs the supervisor */
	bool loopback;	 /* the local address is a loopback address */
	bool ephemeral;	 /* the port is of the range that the kernel takes from */
};

/*
 * policy may be NULL. A port of a service is for the executable of the service; the supervisor may
 * open it on behalf of that, but not take connections. Other ports are for loopback and for
 * clients.
 */
struct vdt_verdict vdt_socket_eval(const struct vdt_policy *policy,
				   const struct vdt_socket_call *call);

#endif /* VDT_SOCKET_EVAL_H */
