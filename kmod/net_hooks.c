// SPDX-License-Identifier: GPL-2.0-only
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/net_namespace.h>

#include "bans.h"
#include "enforce.h"
#include "eval.h"
#include "events.h"
#include "flows.h"
#include "net_hooks.h"
#include "packet.h"
#include "policy.h"
#include "udp_peers.h"

/* Netfilter holds RCU around its hooks. */
static unsigned int local_in(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct vdt_image *image = vdt_policy_rcu();
	struct vdt_verdict verdict;
	struct vdt_packet packet;

	if (!vdt_enforce_covers(image, state->net))
		return NF_ACCEPT;
	vdt_packet_read(&packet, skb, state);
	if (!packet.flow)
		packet.flow = vdt_flows_match(&packet, state->net);
	packet.banned = !packet.loopback && vdt_bans_drop(&packet.src);
	verdict = vdt_eval_in(vdt_enforce_rules(image), &packet);
	if (image)
		vdt_udp_peers_limit(image->policy, &packet, &verdict);
	return vdt_enforce(image, &packet, &verdict, VEDETTE_EVENT_TYPE_PACKET_DROP) ? NF_ACCEPT
										     : NF_DROP;
}

/* Answers of a service are no questions of ours, and must not push those out of the table. */
static bool is_service(const struct vdt_image *image, const struct vdt_packet *packet)
{
	return image && vdt_policy_service(image->policy, packet->proto, packet->src_port) >= 0;
}

static unsigned int local_out(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct vdt_packet packet;

	vdt_packet_read(&packet, skb, state);
	if (!packet.loopback && !packet.fault && !is_service(vdt_policy_rcu(), &packet))
		vdt_flows_note(&packet);
	return NF_ACCEPT;
}

/* Before every other filter, so that none of them can let pass or see what we drop. */
static const struct nf_hook_ops hooks[] = {
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
		.hook = local_out,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP_PRI_LAST,
	},
	{
		.hook = local_out,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_OUT,
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

int vdt_net_hooks_init(void)
{
	return register_pernet_subsys(&net_ops);
}

void vdt_net_hooks_exit(void)
{
	unregister_pernet_subsys(&net_ops);
	synchronize_net();
}
