/* SPDX-License-Identifier: GPL-2.0-only */
/* The way out: packets of the device's own, and those that it would pass on for others. */
#ifndef VDT_EGRESS_HOOK_H
#define VDT_EGRESS_HOOK_H

#include <linux/types.h>

struct net;
struct net_device;
struct nf_hook_state;
struct sk_buff;
struct sock;
struct vdt_image;
struct vdt_packet;
struct vdt_verdict;

int vdt_egress_init(void);
void vdt_egress_exit(void);

/* Hooks of netfilter: NF_INET_LOCAL_OUT and NF_INET_FORWARD of both families. */
unsigned int vdt_egress_local_out(void *priv, struct sk_buff *skb,
				  const struct nf_hook_state *state);
unsigned int vdt_egress_forward(void *priv, struct sk_buff *skb, const struct nf_hook_state *state);

/* Whether the source of a packet that leaves by the device is an address of this host. Under RCU.
 */
bool vdt_egress_is_own(const struct vdt_packet *packet, struct net *net,
		       const struct net_device *device);

/* Fills in the executables and the names. Under RCU, as the sender as far as a process sends. */
void vdt_egress_read_sender(struct vdt_packet *packet, const struct vdt_image *image,
			    const struct sock *sk);

/*
 * Turns the verdict on something new that a rule allows to a drop when it is over a limit. sk: TCP
 * socket whose connection is to be remembered, or NULL.
 */
void vdt_egress_limit(struct vdt_verdict *verdict, const struct vdt_image *image,
		      const struct vdt_packet *packet, struct sock *sk);

/*
 * To be called when the policy has changed from `before` to `image` and no packet is judged by the
 * old one any more; either may be NULL. May sleep.
 */
void vdt_egress_policy_changed(const struct vdt_image *before, const struct vdt_image *image);

#endif /* VDT_EGRESS_HOOK_H */
