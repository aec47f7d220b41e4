// SPDX-License-Identifier: GPL-2.0-only
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/nsproxy.h>
#include <linux/prctl.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <net/inet_sock.h>
#include <net/ip.h>
#include <net/sock.h>

#include "addr.h"
#include "egress_hook.h"
#include "enforce.h"
#include "events.h"
#include "exe.h"
#include "host.h"
#include "image.h"
#include "lock.h"
#include "policy.h"
#include "policy_parse.h"
#include "socket_eval.h"
#include "sockets.h"
#include "stats.h"

/* Other names for a TCP socket and its ports; not all of them are known to the oldest kernel. */
enum {
	PROTO_SMC = 256,
	PROTO_MPTCP = 262,
};

static bool is_observed(const struct vdt_image *image)
{
	return image && image->policy->mode == VEDETTE_MODE_OBSERVE;
}

static int refuse(const struct vdt_socket_call *call, u8 reason, bool observed)
{
	vdt_event_socket(reason, call->proto, call->port, observed);
	if (observed) {
		vdt_stats_add_observed(reason, 0);
		return 0;
	}
	vdt_stats_add(reason, 0);
	return -EACCES;
}

/* Fills in who asks, and judges. */
static int judge(struct vdt_socket_call *call, const struct net *net)
{
	struct vdt_verdict verdict = {.pass = true};
	const struct vdt_image *image;
	bool observed;

	vdt_exe_refresh();
	rcu_read_lock();
	image = vdt_policy_rcu();
	observed = is_observed(image);
	if (vdt_enforce_covers(image, net)) {
		call->exes = vdt_exe_mask(image);
		call->supervisor = vdt_exe_is_supervisor();
		verdict = vdt_socket_eval(image ? image->policy : NULL, call);
	}
	rcu_read_unlock();
	return verdict.pass ? 0 : refuse(call, verdict.reason, observed);
}

/*
 * AF_SMC has ports of TCP that no other family's calls show. What does not fit into an event,
 * the family, is told as port 0.
 */
static bool goes_around(int family, int type)
{
	switch (family) {
	case AF_PACKET:
	case AF_XDP:
	case AF_SMC:
		return true;
	case AF_INET:
	case AF_INET6:
		return type == SOCK_RAW;
	default:
		return false;
	}
}

int vdt_socket_create(int family, int type, int kern)
{
	struct vdt_socket_call call = {.op = VDT_SOCKET_CREATE};

	if (kern || !goes_around(family, type))
		return 0;
	return judge(&call, current->nsproxy->net_ns);
}

static bool is_inet(const struct socket *sock)
{
	const struct sock *sk = sock->sk;

	return sk && !sk->sk_kern_sock && (sk->sk_family == AF_INET || sk->sk_family == AF_INET6);
}

static u16 proto_of(const struct sock *sk)
{
	return sk->sk_protocol == PROTO_MPTCP || sk->sk_protocol == PROTO_SMC ? IPPROTO_TCP
									      : sk->sk_protocol;
}

static bool is_ephemeral(const struct sock *sk, u16 port)
{
	int low, high;

	inet_get_local_port_range(sock_net(sk), &low, &high);
	return port >= low && port <= high;
}

/* Returns whether the address is long enough to say something; if not, the protocol refuses it. */
static bool read_address(const struct sock *sk, const struct sockaddr *address, int len,
			 struct vdt_addr *ret_addr, u16 *ret_port)
{
	const struct sockaddr_in6 *six = (const void *)address;
	const struct sockaddr_in *four = (const void *)address;

	if (sk->sk_family == AF_INET && len >= sizeof(*four)) {
		*ret_addr = vdt_addr_from_v4(&four->sin_addr);
		*ret_port = ntohs(four->sin_port);
		return true;
	}
	if (sk->sk_family == AF_INET6 && len >= SIN6_LEN_RFC2133) {
		*ret_addr = vdt_addr_from_v6(&six->sin6_addr);
		*ret_port = ntohs(six->sin6_port);
		return true;
	}
	return false;
}

int vdt_socket_bind(struct socket *sock, const struct sockaddr *address, int len)
{
	struct vdt_socket_call call = {.op = VDT_SOCKET_BIND};
	struct vdt_addr addr;

	if (!is_inet(sock) || !read_address(sock->sk, address, len, &addr, &call.port))
		return 0;
	call.proto = proto_of(sock->sk);
	call.loopback = vdt_addr_is_loopback(&addr);
	call.ephemeral = is_ephemeral(sock->sk, call.port);
	return judge(&call, sock_net(sock->sk));
}

static struct vdt_addr bound_address(const struct sock *sk)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6)
		return vdt_addr_from_v6(&sk->sk_v6_rcv_saddr);
#endif
	return vdt_addr_from_v4(&inet_sk(sk)->inet_rcv_saddr);
}

static int judge_bound(struct socket *sock, u8 op)
{
	struct vdt_socket_call call = {.op = op};
	struct vdt_addr addr;

	if (!is_inet(sock))
		return 0;
	addr = bound_address(sock->sk);
	call.proto = proto_of(sock->sk);
	call.port = inet_sk(sock->sk)->inet_num;
	call.loopback = vdt_addr_is_loopback(&addr);
	return judge(&call, sock_net(sock->sk));
}

int vdt_socket_listen(struct socket *sock)
{
	return judge_bound(sock, VDT_SOCKET_LISTEN);
}

int vdt_socket_accept(struct socket *sock)
{
	return judge_bound(sock, VDT_SOCKET_ACCEPT);
}

/* To no address means to oneself. */
static bool is_here(const struct vdt_addr *addr, struct net *net)
{
	static const struct vdt_addr any4 = {.byte = {[10] = 0xff, [11] = 0xff}};

	return vdt_addr_is_any(addr) || vdt_addr_equal(addr, &any4) ||
	       vdt_host_has(addr, net, NULL);
}

/*
 * Fails fast and names who wanted it; every packet is judged all the same. What UDP sends is judged
 * by packet only, for its connect() sends nothing and is what resolvers sort addresses with.
 */
int vdt_socket_connect(struct socket *sock, const struct sockaddr *address, int len)
{
	struct vdt_packet packet = {.proto = IPPROTO_TCP, .syn = true, .own_src = true};
	struct vdt_socket_call call = {.proto = IPPROTO_TCP};
	struct vdt_verdict verdict = {.pass = true};
	const struct vdt_image *image;
	bool observed;

	if (!is_inet(sock) || proto_of(sock->sk) != IPPROTO_TCP ||
	    address->sa_family == AF_UNSPEC ||
	    !read_address(sock->sk, address, len, &packet.dst, &packet.dst_port))
		return 0;
	packet.ipv6 = !vdt_addr_is_v4(&packet.dst);
	call.port = packet.dst_port;
	vdt_exe_refresh();
	rcu_read_lock();
	image = vdt_policy_rcu();
	observed = is_observed(image);
	packet.loopback = is_here(&packet.dst, sock_net(sock->sk));
	if (vdt_enforce_covers(image, sock_net(sock->sk))) {
		vdt_egress_read_sender(&packet, image, sock->sk);
		verdict = vdt_eval_out(vdt_enforce_rules(image), &packet);
	}
	rcu_read_unlock();
	return verdict.pass ? 0 : refuse(&call, verdict.reason, observed);
}

static bool is_told_by_process(unsigned long what)
{
	return what == PR_SET_MM_EXE_FILE || what == PR_SET_MM_MAP || what == PR_SET_MM_AUXV;
}

/*
 * A process that has unmapped its own program may say that it runs another one, and any that it was
 * started otherwise than it was (updater.h). What integrity and the lock allow to some programs
 * alone is not for observation of the network to give away.
 */
int vdt_socket_prctl(int option, unsigned long arg2)
{
	const struct vdt_socket_call call = {};
	const struct vdt_image *image;
	bool observed;

	if (option != PR_SET_MM || !is_told_by_process(arg2))
		return 0;
	rcu_read_lock();
	image = vdt_policy_rcu();
	observed = is_observed(image) && !image->policy->integrity.enforce && !vdt_locked();
	rcu_read_unlock();
	return refuse(&call, VEDETTE_REASON_EXECUTABLE, observed);
}
