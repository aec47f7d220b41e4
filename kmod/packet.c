// SPDX-License-Identifier: GPL-2.0-only
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/if.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "eval.h"
#include "limits.h"
#include "packet.h"

static bool read_tcp(struct vdt_packet *packet, const struct sk_buff *skb, int offset)
{
	struct tcphdr buf;
	const struct tcphdr *tcp = skb_header_pointer(skb, offset, sizeof(buf), &buf);

	if (!tcp)
		return false;
	packet->src_port = ntohs(tcp->source);
	packet->dst_port = ntohs(tcp->dest);
	packet->tcp_flags = ((const u8 *)tcp)[13];
	packet->syn = tcp->syn && !tcp->ack;
	return true;
}

static bool read_udp(struct vdt_packet *packet, const struct sk_buff *skb, int offset)
{
	struct udphdr buf;
	const struct udphdr *udp = skb_header_pointer(skb, offset, sizeof(buf), &buf);

	if (!udp)
		return false;
	packet->src_port = ntohs(udp->source);
	packet->dst_port = ntohs(udp->dest);
	return true;
}

/* The identifier stands at our side of the echo, whichever way the packet goes. */
static bool read_icmp(struct vdt_packet *packet, const struct sk_buff *skb, int offset)
{
	struct icmphdr buf;
	const struct icmphdr *icmp = skb_header_pointer(skb, offset, sizeof(buf), &buf);

	if (!icmp)
		return false;
	packet->icmp_type = icmp->type;
	if (icmp->type == ICMP_ECHO)
		packet->src_port = ntohs(icmp->un.echo.id);
	if (icmp->type == ICMP_ECHOREPLY)
		packet->dst_port = ntohs(icmp->un.echo.id);
	return true;
}

static bool read_icmpv6(struct vdt_packet *packet, const struct sk_buff *skb, int offset)
{
	struct icmp6hdr buf;
	const struct icmp6hdr *icmp = skb_header_pointer(skb, offset, sizeof(buf), &buf);

	if (!icmp)
		return false;
	packet->icmp_type = icmp->icmp6_type;
	if (icmp->icmp6_type == ICMPV6_ECHO_REQUEST)
		packet->src_port = ntohs(icmp->icmp6_identifier);
	if (icmp->icmp6_type == ICMPV6_ECHO_REPLY)
		packet->dst_port = ntohs(icmp->icmp6_identifier);
	return true;
}

static const struct {
	bool (*read)(struct vdt_packet *packet, const struct sk_buff *skb, int offset);
	u8 proto;
	bool ipv6; /* as read by this version of IP; TCP and UDP by both */
} transports[] = {
	{read_tcp, IPPROTO_TCP, false},	  {read_tcp, IPPROTO_TCP, true},
	{read_udp, IPPROTO_UDP, false},	  {read_udp, IPPROTO_UDP, true},
	{read_icmp, IPPROTO_ICMP, false}, {read_icmpv6, IPPROTO_ICMPV6, true},
};

static void read_transport(struct vdt_packet *packet, const struct sk_buff *skb, int offset)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(transports); i++)
		if (transports[i].proto == packet->proto && transports[i].ipv6 == packet->ipv6 &&
		    !transports[i].read(packet, skb, offset))
			packet->fault = VEDETTE_REASON_MALFORMED;
}

/* The stack has checked the header, and has put fragments together. */
static void read_ipv4(struct vdt_packet *packet, const struct sk_buff *skb)
{
	const struct iphdr *ip = ip_hdr(skb);

	packet->src = vdt_addr_from_v4(&ip->saddr);
	packet->dst = vdt_addr_from_v4(&ip->daddr);
	packet->hop_limit = ip->ttl;
	packet->proto = ip->protocol;
	if (ip_is_fragment(ip))
		packet->fault = VEDETTE_REASON_FRAGMENT;
	else
		read_transport(packet, skb, skb_network_offset(skb) + ip->ihl * 4);
}

/*
 * Steps over one extension header. IPv6 fragments are put together only behind the local-in hook. A
 * fragment header on a whole packet (RFC 6946) is no fragment; a routing header has no business
 * here.
 */
static bool skip_header(struct vdt_packet *packet, const struct sk_buff *skb, int *offset)
{
	struct frag_hdr buf;
	const struct ipv6_opt_hdr *opt = skb_header_pointer(skb, *offset, sizeof(*opt), &buf);
	const struct frag_hdr *frag;

	if (!opt || packet->proto == NEXTHDR_ROUTING)
		return false;
	if (packet->proto == NEXTHDR_FRAGMENT) {
		frag = skb_header_pointer(skb, *offset, sizeof(buf), &buf);
		if (!frag)
			return false;
		if (frag->frag_off & htons(IP6_OFFSET | IP6_MF))
			packet->fault = VEDETTE_REASON_FRAGMENT;
		packet->proto = frag->nexthdr;
		*offset += sizeof(*frag);
		return true;
	}
	*offset += packet->proto == NEXTHDR_AUTH ? ipv6_authlen(opt) : ipv6_optlen(opt);
	packet->proto = opt->nexthdr;
	return true;
}

static void read_ipv6(struct vdt_packet *packet, const struct sk_buff *skb)
{
	const struct ipv6hdr *ip = ipv6_hdr(skb);
	int offset = skb_network_offset(skb) + sizeof(*ip), n = 0;

	packet->src = vdt_addr_from_v6(&ip->saddr);
	packet->dst = vdt_addr_from_v6(&ip->daddr);
	packet->hop_limit = ip->hop_limit;
	packet->proto = ip->nexthdr;
	while (ipv6_ext_hdr(packet->proto) && packet->proto != NEXTHDR_NONE && !packet->fault) {
		if (n++ == VDT_EXTENSION_HEADERS_MAX || !skip_header(packet, skb, &offset)) {
			packet->fault = VEDETTE_REASON_EXT_HEADERS;
			return;
		}
	}
	if (!packet->fault)
		read_transport(packet, skb, offset);
}

void vdt_packet_read(struct vdt_packet *packet, const struct sk_buff *skb,
		     const struct nf_hook_state *state)
{
	const struct net_device *device = state->in ?: state->out;

	*packet = (struct vdt_packet){
		.net = state->net->net_cookie,
		.len = skb->len,
		.ifindex = device ? device->ifindex : 0,
		.ipv6 = state->pf == NFPROTO_IPV6,
		.loopback = device && device->flags & IFF_LOOPBACK,
	};
	if (packet->ipv6)
		read_ipv6(packet, skb);
	else
		read_ipv4(packet, skb);
}
