/* SPDX-License-Identifier: GPL-2.0-only */
/* Which packets belong to the device's own connections and questions. */
#ifndef VDT_FLOWS_H
#define VDT_FLOWS_H

#include <linux/types.h>

struct nf_hook_state;
struct sk_buff;
struct vdt_packet;

int vdt_flows_init(void);
void vdt_flows_exit(void);

/* Remembers an outgoing UDP packet or ICMP echo request, so that the answer passes. */
void vdt_flows_note(const struct vdt_packet *packet, const struct sk_buff *skb);

/*
 * Returns whether an incoming packet belongs to a connected socket or answers what was noted. That
 * somebody listens on the port proves nothing.
 */
bool vdt_flows_match(const struct vdt_packet *packet, struct sk_buff *skb,
		     const struct nf_hook_state *state);

/* Noted flows that have not ended. */
u32 vdt_flows_count(void);

#endif /* VDT_FLOWS_H */
