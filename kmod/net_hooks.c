// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/net_namespace.h>

#include "bans.h"
#include "conns.h"
#include "egress_device.h"
#include "egress_hook.h"
#include "egress_names.h"
#include "enforce.h"
#include "eval.h"
#include "events.h"
#include "flows.h"
#include "fragments.h"
#include "net_hooks.h"
#include "packet.h"
#include "policy.h"
#include "udp_peers.h"

/* The limits of a UDP service. */
static void ask(const struct vdt_policy *policy, const struct vdt_packet *packet,
		struct vdt_verdict *verdict)
{
	u8 reason = vdt_udp_peers_ask(policy, verdict->service, packet);

	if (!reason)
		return;
	verdict->pass = false;
	verdict->reason = reason;
}

/* What is behind the verdict: the limits of the service, the answers of a resolver. */
static void follow(const struct vdt_policy *policy, const struct vdt_packet *packet,
		   const struct sk_buff *skb, struct net *net, struct vdt_verdict *verdict)
{
	if (verdict->reason == VEDETTE_REASON_FLOW)
		vdt_egress_names_hear(policy, packet, skb);
	else if (verdict->reason == VEDETTE_REASON_SERVICE && packet->proto == IPPROTO_UDP)
		ask(policy, packet, verdict);
	else if (verdict->reason == VEDETTE_REASON_SERVICE)
		vdt_conns_limit(policy, packet, skb, net, verdict);
}

/* Netfilter holds RCU around its hooks. */
static unsigned int local_in(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct vdt_packet packet = {.find_flow = vdt_flows_match, .flow_net = state->net};
	const struct vdt_image *image = vdt_policy_rcu();
	struct vdt_verdict verdict;

	if (!vdt_enforce_covers(image, state->net))
		return NF_ACCEPT;
	vdt_packet_read(&packet, skb, state);
	if (packet.fault == VEDETTE_REASON_FRAGMENT && vdt_fragments_observed(image))
		return NF_ACCEPT;
	packet.banned = !packet.loopback && vdt_bans_drop(&packet.src);
	verdict = vdt_eval_in(vdt_enforce_rules(image), &packet);
	if (image)
		follow(image->policy, &packet, skb, state->net, &verdict);
	return vdt_enforce(image, &packet, &verdict, VEDETTE_EVENT_TYPE_PACKET_DROP) ? NF_ACCEPT
										     : NF_DROP;
}

/*
 * Before every other filter on the way in, so that none of them can let pass or see what we drop;
 * behind them on the way out, where they may still change the packet.
 */
static const struct nf_hook_ops hooks[] = {
	{
		.hook = vdt_fragments_pre_routing,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_PRE_ROUTING,
		.priority = NF_IP_PRI_FIRST,
	},
	{
		.hook = vdt_fragments_pre_routing,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_PRE_ROUTING,
		.priority = NF_IP6_PRI_FIRST,
	},
	{
		.hook = local_in,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP_PRI_FIRST,
	},
	{
		.hook = local_in,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP6_PRI_FIRST,
	},
	{
		.hook = vdt_egress_local_out,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP_PRI_LAST,
	},
	{
		.hook = vdt_egress_local_out,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP6_PRI_LAST,
	},
	{
		.hook = vdt_egress_forward,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_FORWARD,
		.priority = NF_IP_PRI_LAST,
	},
	{
		.hook = vdt_egress_forward,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_FORWARD,
		.priority = NF_IP6_PRI_LAST,
	},
};

static int __net_init hook_net(struct net *net)
{
	return nf_register_net_hooks(net, hooks, ARRAY_SIZE(hooks));
}

static void __net_exit unhook_net(struct net *net)
{
	nf_unregister_net_hooks(net, hooks, ARRAY_SIZE(hooks));
}

static struct pernet_operations net_ops = {
	.init = hook_net,
	.exit = unhook_net,
};

static void unhook(void)
{
	unregister_pernet_subsys(&net_ops);
	synchronize_net();
}

int vdt_net_hooks_init(void)
{
	int err = register_pernet_subsys(&net_ops);

	if (err)
		return err;
	err = vdt_egress_device_init();
	if (err)
		unhook();
	return err;
}

void vdt_net_hooks_exit(void)
{
	vdt_egress_device_exit();
	unhook();
}
