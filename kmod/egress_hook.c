// SPDX-License-Identifier: GPL-2.0-only
#include <linux/inetdevice.h>
#include <linux/ktime.h>
#include <linux/netfilter.h>
#include <linux/preempt.h>
#include <linux/random.h>
#include <linux/skbuff.h>
#include <net/addrconf.h>
#include <net/ip.h>
#include <net/mptcp.h>
#include <net/route.h>
#include <net/sock.h>
#include <net/tcp.h>
#include <net/tcp_states.h>

#include "egress_conns.h"
#include "egress_hook.h"
#include "egress_names.h"
#include "enforce.h"
#include "eval.h"
#include "exe.h"
#include "fan_out.h"
#include "flow_table.h"
#include "flows.h"
#include "image.h"
#include "packet.h"
#include "policy.h"
#include "udp_peers.h"

/* Written by init and exit only. */
static struct vdt_fan_out *fan_out;

int vdt_egress_init(void)
{
	siphash_key_t key;
	int err = vdt_egress_names_init();

	if (err)
		return err;
	get_random_bytes(&key, sizeof(key));
	fan_out = vdt_fan_out_new(&key, ktime_get_boottime_ns());
	if (!fan_out) {
		vdt_egress_names_exit();
		return -ENOMEM;
	}
	return 0;
}

/* No packet is looked at any more. */
void vdt_egress_exit(void)
{
	vdt_egress_conns_exit();
	vdt_fan_out_free(fan_out);
	vdt_egress_names_exit();
}

void vdt_egress_policy_changed(const struct vdt_image *before, const struct vdt_image *image)
{
	vdt_egress_conns_judge(before, image);
}

#if IS_ENABLED(CONFIG_IPV6)
static bool is_own6(const struct vdt_packet *packet, struct net *net,
		    const struct net_device *device)
{
	struct in6_addr src;

	memcpy(&src, packet->src.byte, sizeof(src));
	return ipv6_chk_addr(net, &src, device, 0);
}
#else
static bool is_own6(const struct vdt_packet *packet, struct net *net,
		    const struct net_device *device)
{
	return false;
}
#endif

bool vdt_egress_is_own(const struct vdt_packet *packet, struct net *net,
		       const struct net_device *device)
{
	__be32 src;

	if (packet->ipv6)
		return is_own6(packet, net, device);
	memcpy(&src, packet->src.byte + VDT_ADDR_MAPPED, sizeof(src));
	return inet_addr_type_dev_table(net, device, src) == RTN_LOCAL;
}

/*
 * Packets without a socket, of handshakes, and of the control sockets by which the stack refuses,
 * reports errors, and speaks to the neighbours. A process cannot make these.
 */
static bool is_stack(const struct sock *sk)
{
	return !sk || !sk_fullsock(sk) || (sk->sk_kern_sock && sk->sk_type == SOCK_RAW);
}

static bool is_tcp_socket(const struct sock *sk)
{
	return sk && sk_fullsock(sk) && sk->sk_type == SOCK_STREAM &&
	       sk->sk_protocol == IPPROTO_TCP;
}

/* What a socket sends through a tunnel is still its own, but none of its connection outside. */
static bool is_tcp(const struct vdt_packet *packet, const struct sock *sk)
{
	return packet->proto == IPPROTO_TCP && is_tcp_socket(sk);
}

static bool is_ephemeral(const struct sock *sk, u16 port)
{
	int low, high;

	inet_get_local_port_range(sock_net(sk), &low, &high);
	return port >= low && port <= high;
}

/*
 * A socket that the stack made for a connection that came in has the port of its listener without
 * having been bound to it: sk_clone_lock() takes that mark away, and nothing else does while the
 * socket keeps the port.
 */
static bool came_in(const struct vdt_image *image, const struct vdt_packet *packet,
		    const struct sock *sk)
{
	if (sk->sk_state == TCP_SYN_RECV || sk->sk_state == TCP_LISTEN)
		return true;
	if (sk->sk_userlocks & SOCK_BINDPORT_LOCK)
		return false;
	return !is_ephemeral(sk, packet->src_port) ||
	       (image && vdt_policy_service(image->policy, IPPROTO_TCP, packet->src_port) >= 0);
}

/* A reset ends a connection and carries nothing of the process. */
static void look_up_tcp(struct vdt_packet *packet, const struct vdt_image *image,
			const struct sock *sk)
{
	packet->flow = vdt_egress_conns_has(sk, packet);
	packet->answer = !packet->flow && !packet->syn && came_in(image, packet, sk);
	packet->stack = packet->tcp_flags & TCPHDR_RST;
}

/* The connections of MPTCP are the kernel's sockets, which it opens while the process connects. */
static bool is_of_process(const struct sock *sk)
{
	return sk && (!sk->sk_kern_sock || (is_tcp_socket(sk) && sk_is_mptcp(sk)));
}

/*
 * Who sends is the current task while a process is at it; what the stack does later for a socket
 * belongs to a flow or a connection that was judged then.
 */
void vdt_egress_read_sender(struct vdt_packet *packet, const struct vdt_image *image,
			    const struct sock *sk)
{
	if (!image)
		return;
	if (in_task() && is_of_process(sk))
		packet->exes = vdt_exe_mask(image);
	packet->names = vdt_egress_names_rules(image->policy, &packet->dst);
}

static struct vdt_flow_owner owner_of(const struct vdt_image *image, struct sock *sk)
{
	return (struct vdt_flow_owner){
		.socket = sock_i_ino(sk),
		.policy = image ? image->since : 0,
		.user = __kuid_val(sk->sk_uid),
	};
}

/* What is neither TCP nor made by the stack. */
static void look_up_datagram(struct vdt_packet *packet, const struct vdt_image *image,
			     struct sock *sk)
{
	const struct vdt_flow_owner owner = owner_of(image, sk);

	packet->flow = vdt_flows_renew(packet, &owner);
	if (packet->flow)
		return;
	switch (vdt_udp_peers_answer(image ? image->policy : NULL, packet)) {
	case VDT_UDP_UNASKED:
		break;
	case VDT_UDP_ANSWER:
		packet->answer = true;
		break;
	case VDT_UDP_TOO_LARGE:
		packet->fault = VEDETTE_REASON_ANSWER_SIZE;
		break;
	}
}

/* Fills in what the tables know, the costly last. */
static void look_up(struct vdt_packet *packet, const struct vdt_image *image, struct sock *sk,
		    const struct nf_hook_state *state)
{
	packet->stack = is_stack(sk);
	if (is_tcp(packet, sk))
		look_up_tcp(packet, image, sk);
	else if (!packet->stack)
		look_up_datagram(packet, image, sk);
	packet->own_src = (packet->flow && is_tcp(packet, sk)) ||
			  vdt_egress_is_own(packet, state->net, state->out);
	if (!packet->flow && !packet->answer)
		vdt_egress_read_sender(packet, image, sk);
}

static u64 name_of(const struct vdt_image *image, int rule)
{
	const char *dns = rule >= 0 ? image->policy->egress[rule].dns : NULL;

	return dns ? vdt_egress_names_hash(dns) : 0;
}

void vdt_egress_limit(struct vdt_verdict *verdict, const struct vdt_image *image,
		      const struct vdt_packet *packet, struct sock *sk)
{
	u8 reason = 0;

	if (!vdt_fan_out_take(fan_out, &packet->dst, image->policy->limits.destinations,
			      ktime_get_boottime_ns()))
		reason = VEDETTE_REASON_FAN_OUT;
	else if (sk && vdt_egress_conns_allow(sk, packet, name_of(image, verdict->rule)))
		reason = VEDETTE_REASON_LIMIT;
	if (reason)
		*verdict = (struct vdt_verdict){.reason = reason, .service = -1, .rule = -1};
}

/* Remembers what goes on without being a flow yet, for its answers and for what follows. */
static void remember(const struct vdt_packet *packet, const struct vdt_image *image,
		     const struct vdt_verdict *verdict, struct sock *sk)
{
	struct vdt_flow_owner owner;

	if (is_stack(sk) || (verdict->pass && verdict->reason != VEDETTE_REASON_EGRESS_RULE))
		return;
	if (is_tcp(packet, sk)) {
		if (!verdict->pass)
			vdt_egress_conns_allow(sk, packet, 0);
		return;
	}
	owner = owner_of(image, sk);
	vdt_flows_note(packet, &owner);
}

/*
 * connect() fails at once by this error of a SYN and by no other (tcp_connect()); of what is sent
 * without a connection every error goes to the sender.
 */
static unsigned int refuse(const struct vdt_packet *packet, struct sock *sk)
{
	if (!is_tcp_socket(sk))
		return NF_DROP_ERR(-EPERM);
	if (!packet->syn)
		vdt_egress_conns_forbid(sk, packet);
	return NF_DROP_ERR(-ECONNREFUSED);
}

unsigned int vdt_egress_local_out(void *priv, struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	const struct vdt_image *image = vdt_policy_rcu();
	struct vdt_packet packet = {};
	struct vdt_verdict verdict;

	if (!vdt_enforce_covers(image, state->net))
		return NF_ACCEPT;
	vdt_packet_read(&packet, skb, state);
	if (!packet.loopback && !packet.fault)
		look_up(&packet, image, skb->sk, state);
	verdict = vdt_eval_out(vdt_enforce_rules(image), &packet);
	if (verdict.reason == VEDETTE_REASON_EGRESS_RULE)
		vdt_egress_limit(&verdict, image, &packet,
				 is_tcp(&packet, skb->sk) ? skb->sk : NULL);
	if (!vdt_enforce(image, &packet, &verdict, VEDETTE_EVENT_TYPE_EGRESS_DROP))
		return refuse(&packet, skb->sk);
	remember(&packet, image, &verdict, skb->sk);
	if (image && !packet.loopback)
		vdt_egress_names_ask(image->policy, &packet, skb);
	return NF_ACCEPT;
}

/* A camera is no router: what it would pass on for others has a source that is not its own. */
unsigned int vdt_egress_forward(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct vdt_verdict verdict = {.reason = VEDETTE_REASON_EGRESS_SOURCE, .service = -1};
	const struct vdt_image *image = vdt_policy_rcu();
	struct vdt_packet packet = {};

	if (!vdt_enforce_covers(image, state->net))
		return NF_ACCEPT;
	vdt_packet_read(&packet, skb, state);
	return vdt_enforce(image, &packet, &verdict, VEDETTE_EVENT_TYPE_EGRESS_DROP) ? NF_ACCEPT
										     : NF_DROP;
}
