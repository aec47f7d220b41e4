/* SPDX-License-Identifier: GPL-2.0-only */
/* Which packets belong to the device's own connections and questions. */
#ifndef VDT_FLOWS_H
#define VDT_FLOWS_H

#include <linux/types.h>

struct net;
struct vdt_packet;

int vdt_flows_init(void);
void vdt_flows_exit(void);

/* Remembers an outgoing UDP packet or ICMP echo request, so that the answer passes. */
void vdt_flows_note(const struct vdt_packet *packet);

/*
 * Returns whether an incoming packet belongs to a connected socket of the namespace or answers what
 * was noted. That somebody listens on the port proves nothing. Asks nothing of the packet but its
 * fields: under RCU, in softirq or with bottom halves off.
 */
bool vdt_flows_match(const struct vdt_packet *packet, struct net *net);

/* Noted flows that have not ended. */
u32 vdt_flows_count(void);

#endif /* VDT_FLOWS_H */
