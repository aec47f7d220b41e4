// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/sock_diag.h>
#include <net/inet6_hashtables.h>
#include <net/inet_hashtables.h>

#include "conn_sock.h"
#include "conn_table.h"
#include "eval.h"
#include "host.h"

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

/* The cookie is made on first use, which changes nothing of the socket but that. */
static u64 cookie_of(const struct sock *sk)
{
	u32 cookie[2];

	sock_diag_save_cookie((struct sock *)sk, cookie);
	return (u64)cookie[1] << 32 | cookie[0];
}

bool vdt_conn_of_sock(const struct sock *sk, struct vdt_conn *ret_conn)
{
	*ret_conn = (struct vdt_conn){
		.sock = (uintptr_t)sk,
		.since = ktime_get_boottime_ns(),
		.source_port = ntohs(sk->sk_dport),
		.port = sk->sk_num,
		.state = sk->sk_state,
	};
	if (sk->sk_protocol != IPPROTO_TCP)
		return false;
	if (sk->sk_family == AF_INET) {
		ret_conn->source = vdt_addr_from_v4(&sk->sk_daddr);
		ret_conn->destination = vdt_addr_from_v4(&sk->sk_rcv_saddr);
#if IS_ENABLED(CONFIG_IPV6)
	} else if (sk->sk_family == AF_INET6) {
		ret_conn->source = vdt_addr_from_v6(&sk->sk_v6_daddr);
		ret_conn->destination = vdt_addr_from_v6(&sk->sk_v6_rcv_saddr);
#endif
	} else {
		return false;
	}
	if (vdt_host_has(&ret_conn->source, sock_net(sk), NULL))
		return false;
	ret_conn->id = cookie_of(sk);
	return true;
}

/* Where a packet goes to, and by which device it came. */
struct way {
	const struct vdt_addr *source, *destination;
	u16 source_port, port;
	int device;
};

/* Without the packet itself, so among sockets that share the port one is taken by hash. */
static struct sock *find_listener(struct net *net, const struct way *way)
{
	struct inet_hashinfo *hashinfo = net->ipv4.tcp_death_row.hashinfo;
#if IS_ENABLED(CONFIG_IPV6)
	struct in6_addr source = v6_of(way->source), destination = v6_of(way->destination);

	if (!vdt_addr_is_v4(way->source))
		return inet6_lookup_listener(net, hashinfo, NULL, 0, &source,
					     htons(way->source_port), &destination, way->port,
					     way->device, 0);
#endif
	return __inet_lookup_listener(net, hashinfo, NULL, 0, v4_of(way->source),
				      htons(way->source_port), v4_of(way->destination), way->port,
				      way->device, 0);
}

struct sock *vdt_conn_listener(const struct vdt_packet *packet, struct net *net)
{
	const struct way way = {
		.source = &packet->src,
		.destination = &packet->dst,
		.source_port = packet->src_port,
		.port = packet->dst_port,
		.device = packet->ifindex,
	};

	return find_listener(net, &way);
}

struct sock *vdt_conn_listener_of(const struct sock *sk, const struct vdt_conn *conn)
{
	const struct way way = {
		.source = &conn->source,
		.destination = &conn->destination,
		.source_port = conn->source_port,
		.port = conn->port,
		.device = READ_ONCE(sk->sk_rx_dst_ifindex),
	};

	return find_listener(sock_net(sk), &way);
}
