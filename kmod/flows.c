// SPDX-License-Identifier: GPL-2.0-only
#include <linux/inetdevice.h>
#include <linux/ktime.h>
#include <linux/netdevice.h>
#include <linux/random.h>
#include <net/addrconf.h>
#include <net/inet6_hashtables.h>
#include <net/inet_hashtables.h>
#include <net/sock.h>

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
	return vdt_flow_count(flows, ktime_get_coarse_boottime_ns());
}

static bool is_echo_reply(const struct vdt_packet *packet)
{
	return packet->ipv6
		       ? packet->proto == IPPROTO_ICMPV6 && packet->icmp_type == ICMPV6_ECHO_REPLY
		       : packet->proto == IPPROTO_ICMP && packet->icmp_type == ICMP_ECHOREPLY;
}

static struct vdt_flow flow_out(const struct vdt_packet *packet)
{
	return (struct vdt_flow){
		.net = packet->net,
		.remote = packet->dst,
		.local_port = packet->src_port,
		.remote_port = packet->dst_port,
		.proto = packet->proto,
	};
}

static struct vdt_flow flow_in(const struct vdt_packet *packet)
{
	return (struct vdt_flow){
		.net = packet->net,
		.remote = packet->src,
		.local_port = packet->dst_port,
		.remote_port = packet->src_port,
		.proto = packet->proto,
	};
}

/* The answers to a group come from many, none of them from the address that was asked. */
static struct vdt_flow of_group(struct vdt_flow flow, const struct vdt_packet *packet)
{
	memset(&flow.remote, 0, sizeof(flow.remote));
	flow.ifindex = packet->ifindex;
	return flow;
}

static u64 lasts(const struct vdt_packet *packet)
{
	return packet->proto == IPPROTO_UDP ? VDT_FLOW_UDP_NS : VDT_FLOW_ECHO_NS;
}

static bool has_answer(const struct vdt_packet *packet)
{
	return packet->proto == IPPROTO_UDP || vdt_packet_is_echo_request(packet);
}

void vdt_flows_note(const struct vdt_packet *packet, const struct vdt_flow_owner *owner)
{
	struct vdt_flow flow = flow_out(packet);
	u64 now = ktime_get_coarse_boottime_ns();

	if (!has_answer(packet))
		return;
	if (packet->group_dst)
		flow = of_group(flow, packet);
	vdt_flow_add(flows, &flow, owner, now, now + lasts(packet));
}

/* A flow to a group does not say to which one, so each of its packets has to be allowed. */
bool vdt_flows_renew(const struct vdt_packet *packet, const struct vdt_flow_owner *owner)
{
	const struct vdt_flow flow = flow_out(packet);
	u64 now = ktime_get_coarse_boottime_ns();

	return has_answer(packet) && !packet->group_dst &&
	       vdt_flow_renew(flows, &flow, owner, now, now + lasts(packet));
}

static __be32 v4_of(const struct vdt_addr *addr)
{
	__be32 four;

	memcpy(&four, addr->byte + VDT_ADDR_MAPPED, sizeof(four));
	return four;
}

static struct in6_addr v6_of(const struct vdt_addr *addr)
{
	struct in6_addr six;

	memcpy(&six, addr->byte, sizeof(six));
	return six;
}

static struct sock *find_tcp4(const struct vdt_packet *packet, struct net *net)
{
	return __inet_lookup_established(net, net->ipv4.tcp_death_row.hashinfo, v4_of(&packet->src),
					 htons(packet->src_port), v4_of(&packet->dst),
					 packet->dst_port, packet->ifindex, 0);
}

#if IS_ENABLED(CONFIG_IPV6)
static struct sock *find_tcp6(const struct vdt_packet *packet, struct net *net)
{
	struct in6_addr src = v6_of(&packet->src), dst = v6_of(&packet->dst);

	return __inet6_lookup_established(net, net->ipv4.tcp_death_row.hashinfo, &src,
					  htons(packet->src_port), &dst, packet->dst_port,
					  packet->ifindex, 0);
}
#else
static struct sock *find_tcp6(const struct vdt_packet *packet, struct net *net)
{
	return NULL;
}
#endif

/* Half-open sockets (TCP_NEW_SYN_RECV) and those in TIME_WAIT are connections of ours as well. */
static bool match_tcp(const struct vdt_packet *packet, struct net *net)
{
	struct sock *sk = packet->ipv6 ? find_tcp6(packet, net) : find_tcp4(packet, net);

	if (sk)
		sock_gen_put(sk);
	return sk;
}

/* A device without an address, which asks for one, cannot tell. */
static bool is_on_link4(const struct vdt_packet *packet, const struct net_device *device)
{
	const struct in_device *in = __in_dev_get_rcu(device);
	const struct in_ifaddr *address;

	if (!in || !rcu_access_pointer(in->ifa_list))
		return true;
	in_dev_for_each_ifa_rcu(address, in) {
		if (inet_ifa_match(v4_of(&packet->src), address))
			return true;
	}
	return false;
}

#if IS_ENABLED(CONFIG_IPV6)
static bool is_on_link6(const struct vdt_packet *packet, struct net_device *device)
{
	struct in6_addr src = v6_of(&packet->src);

	return vdt_addr_is_link_local6(&packet->src) || ipv6_chk_prefix(&src, device);
}
#else
static bool is_on_link6(const struct vdt_packet *packet, struct net_device *device)
{
	return false;
}
#endif

static bool is_on_link(const struct vdt_packet *packet, struct net *net)
{
	struct net_device *device = dev_get_by_index_rcu(net, packet->ifindex);

	if (!device)
		return false;
	return packet->ipv6 ? is_on_link6(packet, device) : is_on_link4(packet, device);
}

static bool match_noted(const struct vdt_packet *packet)
{
	u64 now = ktime_get_coarse_boottime_ns();
	struct vdt_flow flow;

	if (!vdt_flow_may_be(flows, packet->dst_port, now))
		return false;
	flow = flow_in(packet);
	if (vdt_flow_has(flows, &flow, now))
		return true;
	flow = of_group(flow, packet);
	return vdt_flow_has(flows, &flow, now) && is_on_link(packet, packet->flow_net);
}

bool vdt_flows_match(const struct vdt_packet *packet)
{
	if (packet->proto == IPPROTO_TCP)
		return match_tcp(packet, packet->flow_net);
	return (packet->proto == IPPROTO_UDP || is_echo_reply(packet)) && match_noted(packet);
}
