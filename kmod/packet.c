// SPDX-License-Identifier: GPL-2.0-only
#include <linux/if.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/skbuff.h>
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

/* The device's address ranges and subnet broadcasts are the routing table's knowledge. */
static bool is_group(const struct vdt_packet *packet, const struct sk_buff *skb)
{
	const struct rtable *route = skb_rtable(skb);

	if (packet->ipv6)
		return packet->dst.byte[0] == 0xff;
	return route && route->rt_flags & (RTCF_BROADCAST | RTCF_MULTICAST);
}

/*
 * Early demultiplexing has found most connections already. It finds half-open ones and those in
 * TIME_WAIT as well, and they are ours too; of UDP it counts only who is connected.
 */
static bool is_demuxed(const struct vdt_packet *packet, const struct sk_buff *skb)
{
	if (!skb->sk)
		return false;
	if (packet->proto == IPPROTO_TCP)
		return skb->sk->sk_state != TCP_LISTEN && skb->sk->sk_state != TCP_CLOSE;
	return packet->proto == IPPROTO_UDP && skb->sk->sk_state == TCP_ESTABLISHED;
}

/* What we send to a group comes back to our own listeners by the device it left by. */
static bool is_loopback(const struct net_device *device, const struct sk_buff *skb, u8 hook)
{
	return (device && device->flags & IFF_LOOPBACK) ||
	       (hook == NF_INET_LOCAL_IN && skb->pkt_type == PACKET_LOOPBACK);
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

	*packet = (struct vdt_packet){
		.net = state->net->net_cookie,
		.len = bytes.len,
		.ifindex = device ? device->ifindex : 0,
		.loopback = is_loopback(device, skb, state->hook),
	};
	vdt_headers_read(packet, &bytes);
	packet->group_dst = is_group(packet, skb);
	packet->flow = state->hook == NF_INET_LOCAL_IN && is_demuxed(packet, skb);
}
