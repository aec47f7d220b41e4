/* SPDX-License-Identifier: GPL-2.0-only */
/* Which packets belong to the device's own connections and questions. */
#ifndef VDT_FLOWS_H
#define VDT_FLOWS_H

#include <linux/types.h>

struct vdt_flow_owner;
struct vdt_packet;

int vdt_flows_init(void);
void vdt_flows_exit(void);

/*
 * Remembers an outgoing UDP packet or ICMP echo request that the policy allows, so that the answer
 * passes, and the next packet of the same socket.
 */
void vdt_flows_note(const struct vdt_packet *packet, const struct vdt_flow_owner *owner);

/* Returns whether the outgoing packet belongs to such a flow; if so prolongs it. */
bool vdt_flows_renew(const struct vdt_packet *packet, const struct vdt_flow_owner *owner);

/*
 * Returns whether an incoming packet, one without a fault, belongs to a TCP connection of the
 * namespace flow_net or answers what was noted; what was asked of a group is answered from the link
 * only. That somebody listens on the port proves nothing, nor does a connected socket of UDP: its
 * connect() sends nothing that could have been judged. Asks nothing of the packet but its fields:
 * under RCU, in softirq or with bottom halves off.
 */
bool vdt_flows_match(const struct vdt_packet *packet);

/* Noted flows that have not ended. */
u32 vdt_flows_count(void);

#endif /* VDT_FLOWS_H */
