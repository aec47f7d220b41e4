// SPDX-License-Identifier: GPL-2.0-only
#include <linux/if.h>
#include <linux/inetdevice.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <net/addrconf.h>
#include <net/route.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "eval.h"
#include "headers.h"
#include "packet.h"

static const u8 *fetch(const struct vdt_bytes *bytes, u32 offset, u32 len, u8 *buf)
{
	const struct sk_buff *skb = bytes->source;

	return skb_copy_bits(skb, skb_network_offset(skb) + offset, buf, len) ? NULL : buf;
}

/* Which address is the broadcast of a subnet the routing table knows. */
static bool is_group(const struct vdt_packet *packet, const struct sk_buff *skb)
{
	const struct rtable *route = skb_rtable(skb);

	if (packet->ipv6)
		return packet->dst.byte[0] == 0xff;
	return packet->dst.byte[VDT_ADDR_MAPPED] >= 224 ||
	       (route && route->rt_flags & RTCF_BROADCAST);
}

/* The routing of IPv4 has refused what claims to be from here, unless it was told not to. */
static bool is_own_source(const struct vdt_packet *packet, const struct sk_buff *skb,
			  const struct nf_hook_state *state)
{
	struct in_device *in_device;

	if (packet->ipv6)
		return IS_ENABLED(CONFIG_IPV6) &&
		       ipv6_chk_addr(state->net, &ipv6_hdr(skb)->saddr, state->in, 0);
	in_device = __in_dev_get_rcu(state->in);
	return in_device && IN_DEV_ACCEPT_LOCAL(in_device) &&
	       inet_addr_type(state->net, ip_hdr(skb)->saddr) == RTN_LOCAL;
}

/*
 * Early demultiplexing has found most connections already. It finds half-open ones and those in
 * TIME_WAIT as well, and they are ours too.
 */
static bool is_demuxed(const struct vdt_packet *packet, const struct sk_buff *skb)
{
	return packet->proto == IPPROTO_TCP && skb->sk && skb->sk->sk_state != TCP_LISTEN &&
	       skb->sk->sk_state != TCP_CLOSE;
}

/* What we send to a group comes back to our own listeners by the device it left by. */
static bool is_loopback(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct net_device *device = state->in ?: state->out;

	return (device && device->flags & IFF_LOOPBACK) ||
	       (state->in && skb->pkt_type == PACKET_LOOPBACK);
}

void vdt_packet_read(struct vdt_packet *packet, const struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	const struct net_device *device = state->in ?: state->out;
	const struct vdt_bytes bytes = {
		.head = skb_network_header(skb),
		.head_len = skb_headlen(skb) - skb_network_offset(skb),
		.len = skb->len - skb_network_offset(skb),
		.fetch = fetch,
		.source = skb,
	};

	packet->net = state->net->net_cookie;
	packet->len = bytes.len;
	packet->ifindex = device ? device->ifindex : 0;
	packet->loopback = is_loopback(skb, state);
	vdt_headers_read(packet, &bytes);
	packet->group_dst = is_group(packet, skb);
	if (state->in && state->hook == NF_INET_LOCAL_IN && !packet->loopback) {
		packet->own_src = is_own_source(packet, skb, state);
		packet->flow = is_demuxed(packet, skb);
	}
}
