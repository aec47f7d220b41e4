/* SPDX-License-Identifier: GPL-2.0-only */
/* From an skb to what the evaluator reads. */
#ifndef VDT_PACKET_H
#define VDT_PACKET_H

struct nf_hook_state;
struct sk_buff;
struct vdt_packet;

/*
 * Fills in what the skb tells, for a packet in a hook of netfilter: never fails, what is wrong with
 * the packet is its `fault`; the rest stays as it is. `flow` is set where the stack has found a
 * connection of TCP already, otherwise vdt_flows_match() has to say. Any context, under RCU.
 */
void vdt_packet_read(struct vdt_packet *packet, const struct sk_buff *skb,
		     const struct nf_hook_state *state);

#endif /* VDT_PACKET_H */
