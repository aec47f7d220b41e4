/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* The decision on one packet. Reads the packet and the rules, changes nothing. */
#ifndef VDT_EVAL_H
#define VDT_EVAL_H

#include "core.h"
#include "addr.h"

struct net;
struct vdt_rules;

struct vdt_packet {
	struct vdt_addr src, dst;
	u64 net;		/* network namespace, for the flows */
	u32 len;		/* bytes, with the IP header */
	u32 ifindex;		/* device it came in or goes out by */
	u16 src_port, dst_port; /* host order; TCP and UDP, and the identifier of an ICMP echo */
	u8 proto;		/* transport, behind all extension headers */
	u8 hop_limit;
	u8 icmp_type, icmp_code;
	u8 tcp_flags;	/* the 13th byte of the TCP header */
	u8 fault;	/* enum vedette_reason to drop it for, what its headers show; 0: none */
	bool ipv6;	/* version of the packet, whatever the addresses look like */
	bool loopback;	/* came in, or goes out, by the loopback device */
	bool own_src;	/* the source is an address of this host */
	bool group_dst; /* the destination is a multicast or broadcast address */

	bool syn; /* TCP: SYN without ACK, the wish for a new connection */

	bool stack; /* outgoing: the IP stack itself made it, on behalf of no process's socket */

	/* What the tables know of it; the hooks ask them before the evaluator is asked. */
	bool flow; /* belongs to a TCP connection or an outgoing flow of ours */
	/* incoming: looks for a flow, when all depends on it and `flow` is not set; may be NULL */
	bool (*find_flow)(const struct vdt_packet *packet);
	struct net *flow_net; /* where to look */
	bool answer; /* outgoing: belongs to a connection that came in, or to a peer that asked */
	bool banned; /* incoming: the source is banned */
	u64 exes;    /* outgoing: executables of the policy that the sender is, bits of exes */
	u64 names;   /* outgoing: egress rules whose DNS name stands for dst, bits of egress */
};

static inline bool vdt_packet_is_echo_request(const struct vdt_packet *packet)
{
	return packet->ipv6
		       ? packet->proto == IPPROTO_ICMPV6 && packet->icmp_type == ICMPV6_ECHO_REQUEST
		       : packet->proto == IPPROTO_ICMP && packet->icmp_type == ICMP_ECHO;
}

struct vdt_verdict {
	bool pass;
	u8 reason;   /* enum vedette_reason */
	s16 service; /* index of the service that decided, or -1 */
	s32 rule;    /* index of the egress rule that decided; VEDETTE_REASON_EGRESS_RULE only */
};

/*
 * The verdict on an incoming packet. What passes as VEDETTE_REASON_SERVICE still has to keep the
 * limits of the service. Without a policy nothing but loopback, IPv6 control and own flows passes.
 */
struct vdt_verdict vdt_eval_in(const struct vdt_rules *rules, const struct vdt_packet *packet);

/*
 * The verdict on an incoming fragment, before it is put together: the reason to drop it, or 0. The
 * ports are judged on the whole packet, by vdt_eval_in().
 */
u8 vdt_eval_fragment(const struct vdt_rules *rules, const struct vdt_packet *packet);

/*
 * The verdict on an outgoing packet (egress.c). What passes as VEDETTE_REASON_EGRESS_RULE still has
 * to keep the limit of new destinations. Without a policy nothing but loopback, what the network
 * itself needs, and answers passes. A frame that is not IP has zero for its addresses and protocol.
 */
struct vdt_verdict vdt_eval_out(const struct vdt_rules *rules, const struct vdt_packet *packet);

#endif /* VDT_EVAL_H */
