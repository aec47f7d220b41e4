// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/netfilter.h>
#include <linux/random.h>
#include <linux/skbuff.h>
#include <net/inet6_hashtables.h>
#include <net/inet_hashtables.h>
#include <net/route.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "eval.h"
#include "flow_table.h"
#include "flows.h"
#include "limits.h"

/* Written by init and exit only. */
static struct vdt_flow_table *flows;

int vdt_flows_init(void)
{
	siphash_key_t key;

	get_random_bytes(&key, sizeof(key));
	flows = vdt_flow_table_new(&key);
	return flows ? 0 : -ENOMEM;
}

void vdt_flows_exit(void)
{
	vdt_flow_table_free(flows);
}

u32 vdt_flows_count(void)
{
	return vdt_flow_count(flows, ktime_get_boottime_ns());
}

static bool is_echo(const struct vdt_packet *packet)
{
	return packet->ipv6
		       ? packet->proto == IPPROTO_ICMPV6 && packet->icmp_type == ICMPV6_ECHO_REQUEST
		       : packet->proto == IPPROTO_ICMP && packet->icmp_type == ICMP_ECHO;
}

static bool is_echo_reply(const struct vdt_packet *packet)
{
	return packet->ipv6
		       ? packet->proto == IPPROTO_ICMPV6 && packet->icmp_type == ICMPV6_ECHO_REPLY
		       : packet->proto == IPPROTO_ICMP && packet->icmp_type == ICMP_ECHOREPLY;
}

/* Many may answer, none of them from the address that was asked. */
static bool is_to_group(const struct vdt_packet *packet, const struct sk_buff *skb)
{
	const struct rtable *route = skb_rtable(skb);

	if (packet->ipv6)
		return packet->dst.byte[0] == 0xff;
	return route && route->rt_flags & (RTCF_BROADCAST | RTCF_MULTICAST);
}

void vdt_flows_note(const struct vdt_packet *packet, const struct sk_buff *skb)
{
	struct vdt_flow flow = {
		.net = packet->net,
		.remote = packet->dst,
		.local_port = packet->src_port,
		.remote_port = packet->dst_port,
		.proto = packet->proto,
	};
	u64 now = ktime_get_boottime_ns(), lasts = VDT_FLOW_UDP_NS;

	if (packet->proto != IPPROTO_UDP && !is_echo(packet))
		return;
	if (packet->proto != IPPROTO_UDP)
		lasts = VDT_FLOW_ECHO_NS;
	if (is_to_group(packet, skb))
		memset(&flow.remote, 0, sizeof(flow.remote));
	vdt_flow_add(flows, &flow, now + lasts);
}

static struct sock *find_tcp4(const struct vdt_packet *packet, struct sk_buff *skb, struct net *net)
{
	const struct iphdr *ip = ip_hdr(skb);

	return __inet_lookup_established(net, net->ipv4.tcp_death_row.hashinfo, ip->saddr,
					 htons(packet->src_port), ip->daddr, packet->dst_port,
					 inet_iif(skb), inet_sdif(skb));
}

#if IS_ENABLED(CONFIG_IPV6)
static struct sock *find_tcp6(const struct vdt_packet *packet, struct sk_buff *skb, struct net *net)
{
	const struct ipv6hdr *ip = ipv6_hdr(skb);

	return __inet6_lookup_established(net, net->ipv4.tcp_death_row.hashinfo, &ip->saddr,
					  htons(packet->src_port), &ip->daddr, packet->dst_port,
					  inet6_iif(skb), inet6_sdif(skb));
}
#else
static struct sock *find_tcp6(const struct vdt_packet *packet, struct sk_buff *skb, struct net *net)
{
	return NULL;
}
#endif

/* Half-open sockets (TCP_NEW_SYN_RECV) and those in TIME_WAIT are connections of ours as well. */
static bool match_tcp(const struct vdt_packet *packet, struct sk_buff *skb, struct net *net)
{
	struct sock *sk;

	if (skb->sk)
		return skb->sk->sk_state != TCP_LISTEN && skb->sk->sk_state != TCP_CLOSE;
	sk = packet->ipv6 ? find_tcp6(packet, skb, net) : find_tcp4(packet, skb, net);
	if (sk)
		sock_gen_put(sk);
	return sk;
}

static bool match_noted(const struct vdt_packet *packet)
{
	const struct vdt_flow flow = {
		.net = packet->net,
		.remote = packet->src,
		.local_port = packet->dst_port,
		.remote_port = packet->src_port,
		.proto = packet->proto,
	};

	return vdt_flow_has(flows, &flow, ktime_get_boottime_ns());
}

/* The stack's early demultiplexing finds connected UDP sockets, and only these. */
static bool match_udp(const struct vdt_packet *packet, const struct sk_buff *skb)
{
	if (skb->sk && skb->sk->sk_state == TCP_ESTABLISHED)
		return true;
	return match_noted(packet);
}

bool vdt_flows_match(const struct vdt_packet *packet, struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	if (packet->loopback || packet->fault)
		return false;
	if (packet->proto == IPPROTO_TCP)
		return !packet->syn && match_tcp(packet, skb, state->net);
	if (packet->proto == IPPROTO_UDP)
		return match_udp(packet, skb);
	return is_echo_reply(packet) && match_noted(packet);
}
