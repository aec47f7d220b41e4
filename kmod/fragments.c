// SPDX-License-Identifier: GPL-2.0-only
#include <linux/inetdevice.h>
#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <net/addrconf.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/net_namespace.h>
#include <net/route.h>

#include "bans.h"
#include "enforce.h"
#include "eval.h"
#include "fragments.h"
#include "packet.h"
#include "policy.h"

/* Most packets are told by one look. */
static bool may_be_fragment(const struct sk_buff *skb, u8 pf)
{
	if (pf == NFPROTO_IPV4)
		return ip_is_fragment(ip_hdr(skb));
	switch (ipv6_hdr(skb)->nexthdr) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_ICMPV6:
		return false;
	default:
		return true;
	}
}

/* Routing has not said yet. What is for others passes as it came. */
static bool is_for_us(const struct vdt_packet *packet, const struct sk_buff *skb,
		      const struct nf_hook_state *state)
{
	if (packet->group_dst)
		return true;
	if (!packet->ipv6)
		return inet_addr_type(state->net, ip_hdr(skb)->daddr) != RTN_UNICAST;
	return IS_ENABLED(CONFIG_IPV6) &&
	       ipv6_chk_addr(state->net, &ipv6_hdr(skb)->daddr, state->in, 0);
}

/* By itself, so that a whole packet does not pay for the room on the stack. */
static noinline unsigned int judge(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct vdt_image *image = vdt_policy_rcu();
	struct vdt_verdict verdict = {.service = -1};
	struct vdt_packet packet = {};

	if (!vdt_enforce_covers(image, state->net))
		return NF_ACCEPT;
	vdt_packet_read(&packet, skb, state);
	if (packet.fault != VEDETTE_REASON_FRAGMENT || !is_for_us(&packet, skb, state))
		return NF_ACCEPT;
	packet.banned = vdt_bans_drop(&packet.src);
	verdict.reason = vdt_eval_fragment(vdt_enforce_rules(image), &packet);
	if (!verdict.reason ||
	    vdt_enforce(image, &packet, &verdict, VEDETTE_EVENT_TYPE_PACKET_DROP))
		return NF_ACCEPT;
	return NF_DROP;
}

unsigned int vdt_fragments_pre_routing(void *priv, struct sk_buff *skb,
				       const struct nf_hook_state *state)
{
	return may_be_fragment(skb, state->pf) ? judge(skb, state) : NF_ACCEPT;
}

bool vdt_fragments_observed(const struct vdt_image *image)
{
	return image && image->policy->mode == VEDETTE_MODE_OBSERVE;
}
