// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/skbuff.h>
#include <linux/tracepoint.h>
#include <linux/workqueue.h>
#include <net/ipv6.h>
#include <net/tcp.h>

#include "compat.h"
#include "conn_cookies.h"
#include "conn_sock.h"
#include "conn_sweep.h"
#include "conn_table.h"
#include "conns.h"
#include "enforce.h"
#include "eval.h"
#include "events.h"
#include "limits.h"
#include "policy.h"
#include "trust.h"

/* Written by init and exit only. */
static struct vdt_conn_table *table;
static struct tracepoint *states;

static DEFINE_MUTEX(sweeping); /* one sweep at a time; nests inside the policy's lock */

static void sweep_again(struct work_struct *work);
static DECLARE_DELAYED_WORK(sweep_work, sweep_again);

struct vdt_conn_table *vdt_conns_table(void)
{
	return table;
}

void vdt_conns_sweep(bool quiet)
{
	u32 drift;

	mutex_lock(&sweeping);
	vdt_conn_sweep_begin(table);
	vdt_conn_sweep_sockets(table);
	drift = vdt_conn_sweep_end(table, quiet, ktime_get_boottime_ns());
	mutex_unlock(&sweeping);
	if (drift && !quiet)
		vdt_event_drift(drift);
}

static void sweep_again(struct work_struct *work)
{
	vdt_conns_sweep(false);
	schedule_delayed_work(&sweep_work, VDT_SWEEP_SECONDS * HZ);
}

/* A known socket is not closed yet, and somebody holds it until it is. */
static bool hold(u64 sock)
{
	struct sock *sk = (struct sock *)(uintptr_t)sock;

	return refcount_inc_not_zero(&sk->sk_refcnt);
}

static int cut(const struct vdt_conn *conn)
{
	struct sock *sk = (struct sock *)(uintptr_t)conn->sock;
	int err = tcp_abort(sk, ECONNABORTED);

	sock_put(sk);
	return err;
}

static void cut_all(struct work_struct *work)
{
	struct vdt_conn conn;
	u8 reason;

	while (vdt_conn_next_cut(table, hold, &conn, &reason)) {
		cut(&conn);
		vdt_event_over(&conn, reason);
		cond_resched();
	}
}

static DECLARE_WORK(cut_work, cut_all);

int vdt_conns_cut(u64 id)
{
	struct vdt_conn conn;
	int err;

	if (!vdt_conn_find(table, id, hold, &conn))
		return -ENOENT;
	err = cut(&conn);
	if (!err)
		vdt_event_cut(&conn);
	return err;
}

static struct vdt_conn_rules rules_for(const struct vdt_policy *policy, u16 port)
{
	int index = vdt_policy_service(policy, IPPROTO_TCP, port);

	return (struct vdt_conn_rules){
		.limits = &policy->limits,
		.service = index < 0 ? NULL : &policy->services[index],
		.observe = policy->mode == VEDETTE_MODE_OBSERVE,
	};
}

static void begin(const struct sock *sk, int state)
{
	const struct vdt_image *image = vdt_policy_rcu();
	struct vdt_conn_rules rules;
	struct vdt_conn conn;
	u8 reason;

	if (!image || !vdt_enforce_covers(image, sock_net(sk)) || !vdt_conn_of_sock(sk, &conn))
		return;
	conn.state = state;
	rules = rules_for(image->policy, conn.port);
	reason = vdt_conn_add(table, &rules, &conn, vdt_trust_has(&conn.source));
	if (reason != VEDETTE_REASON_SERVICE)
		schedule_work(&cut_work);
	if (vdt_conn_is_blind(table))
		mod_delayed_work(system_wq, &sweep_work, 0);
}

/*
 * A socket that was made for somebody else's handshake begins in SYN_RECV, where only those of TCP
 * fast open stay for longer, and may go on to any state. Those of our own connections never are in
 * it. Called with the socket locked.
 */
static void on_state(void *priv, const struct sock *sk, const int from, const int to)
{
	if (sk->sk_protocol != IPPROTO_TCP)
		return;
	if (from == TCP_SYN_RECV && to != TCP_CLOSE) {
		rcu_read_lock();
		begin(sk, to);
		rcu_read_unlock();
	} else if (to == TCP_CLOSE && from != TCP_SYN_RECV && from != TCP_SYN_SENT) {
		vdt_conn_remove(table, (uintptr_t)sk);
	}
}

/* How long the stack repeats its answer to a SYN: 1 + 2 + 4 + ... seconds. */
static u64 handshake_time(const struct net *net)
{
	u32 retries =
		min_t(u32, READ_ONCE(net->ipv4.sysctl_tcp_synack_retries), VDT_SYNACK_RETRIES_MAX);

	return ((2ULL << retries) - 1) * VDT_SECOND;
}

/* A packet that belongs to no socket is such a wish when the listener gave out SYN cookies lately
 * and this is one of them. Nobody can forge it, so it is as good as a handshake. */
static bool has_cookie(const struct vdt_packet *packet, const struct sk_buff *skb,
		       const struct sock *listener)
{
	int offset = 0; /* where ipv6_find_hdr() is to begin; 0: at the header of IP */
	const struct tcphdr *tcp;
	struct tcphdr buf;

	if (tcp_synq_no_recent_overflow(listener))
		return false;
	if (!packet->ipv6)
		offset = skb_network_offset(skb) + ip_hdrlen(skb);
	else if (ipv6_find_hdr(skb, &offset, IPPROTO_TCP, NULL, NULL) < 0)
		return false;
	tcp = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	if (!tcp || !tcp->ack || tcp->rst)
		return false;
	return packet->ipv6 ? vdt_cookie_v6_check(ipv6_hdr(skb), tcp)
			    : vdt_cookie_v4_check(ip_hdr(skb), tcp);
}

static u8 judge(const struct vdt_policy *policy, const struct vdt_packet *packet,
		const struct sk_buff *skb, struct net *net)
{
	const struct vdt_conn_rules rules = rules_for(policy, packet->dst_port);
	const struct sock *listener = vdt_conn_listener(packet, net);
	struct vdt_wish wish;
	bool stateless;
	u8 reason;

	if (!listener || (!packet->syn && !has_cookie(packet, skb, listener)))
		return VEDETTE_REASON_SERVICE;
	wish = (struct vdt_wish){
		.source = packet->src,
		.source_port = packet->src_port,
		.trusted = vdt_trust_has(&packet->src),
		.cookie = !packet->syn,
		.queued = READ_ONCE(listener->sk_ack_backlog),
		.queue = READ_ONCE(listener->sk_max_ack_backlog),
		.lasts = handshake_time(net),
	};
	reason = vdt_conn_judge(table, &rules, &wish, ktime_get_boottime_ns(), &stateless);
	if (stateless && !rules.observe)
		vdt_cookies_force(net);
	return reason;
}

void vdt_conns_limit(const struct vdt_policy *policy, const struct vdt_packet *packet,
		     const struct sk_buff *skb, struct net *net, struct vdt_verdict *verdict)
{
	if (verdict->reason != VEDETTE_REASON_SERVICE || packet->proto != IPPROTO_TCP)
		return;
	verdict->reason = judge(policy, packet, skb, net);
	verdict->pass = verdict->reason == VEDETTE_REASON_SERVICE;
}

/* The tracepoint is not exported by name. */
static void look_at(struct tracepoint *tracepoint, void *priv)
{
	if (!strcmp(tracepoint->name, "inet_sock_set_state"))
		states = tracepoint;
}

int vdt_conns_init(void)
{
	siphash_key_t key;
	int err;

	for_each_kernel_tracepoint(look_at, NULL);
	if (!states)
		return -ENOENT;
	get_random_bytes(&key, sizeof(key));
	table = vdt_conn_table_new(&key, ktime_get_boottime_ns());
	if (!table)
		return -ENOMEM;
	err = tracepoint_probe_register(states, on_state, NULL);
	if (err) {
		vdt_conn_table_free(table);
		return err;
	}
	schedule_delayed_work(&sweep_work, VDT_SWEEP_SECONDS * HZ);
	return 0;
}

void vdt_conns_exit(void)
{
	tracepoint_probe_unregister(states, on_state, NULL);
	tracepoint_synchronize_unregister();
	cancel_delayed_work_sync(&sweep_work);
	cancel_work_sync(&cut_work);
	vdt_conn_table_free(table);
}
