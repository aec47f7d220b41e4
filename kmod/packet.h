/* SPDX-License-Identifier: GPL-2.0-only */
/* From an skb to what the evaluator reads. */
#ifndef VDT_PACKET_H
#define VDT_PACKET_H

struct nf_hook_state;
struct sk_buff;
struct vdt_packet;

/*
 * Fills in all but `flow`, for a packet in a local-in or local-out hook. Sets `malformed` or
 * `fragment` instead of failing.
 */
void vdt_packet_read(struct vdt_packet *packet, const struct sk_buff *skb,
		     const struct nf_hook_state *state);

#endif /* VDT_PACKET_H */
