/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* The decision on one incoming packet. Reads the packet and the policy, changes nothing. */
#ifndef VDT_EVAL_H
#define VDT_EVAL_H

#include "core.h"
#include "addr.h"

struct vdt_policy;

struct vdt_packet {
	struct vdt_addr src, dst;
	u64 net;		/* network namespace, for the flows */
	u32 len;		/* bytes, with the IP header */
	u16 src_port, dst_port; /* host order; TCP and UDP, and the identifier of an ICMP echo */
	u8 proto;		/* transport, behind all extension headers */
	u8 hop_limit;
	u8 icmp_type;
	bool ipv6;	/* version of the packet, whatever the addresses look like */
	bool loopback;	/* came in by the loopback device */
	bool syn;	/* TCP: SYN without ACK, the wish for a new connection */
	bool flow;	/* belongs to a connected socket or an outgoing flow of ours */
	bool malformed; /* headers cannot be parsed; the fields after hop_limit mean nothing */
	bool fragment;	/* a piece of an IPv6 packet, ditto */
};

struct vdt_verdict {
	bool pass;
	u8 reason;   /* enum vedette_reason */
	s16 service; /* index of the service that decided, or -1 */
};

/* policy may be NULL: then nothing but loopback, IPv6 control and own flows passes. */
struct vdt_verdict vdt_eval(const struct vdt_policy *policy, const struct vdt_packet *packet);

#endif /* VDT_EVAL_H */
