// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <net/inet_hashtables.h>
#include <net/net_namespace.h>
#include <net/tcp_states.h>

#include "conn_sock.h"
#include "conn_sweep.h"
#include "conn_table.h"
#include "enforce.h"
#include "policy.h"

/* Sockets beyond the handshake; their end is told of. TIME_WAIT has ended. */
#define CONNECTED \
	(TCPF_ESTABLISHED | TCPF_FIN_WAIT1 | TCPF_FIN_WAIT2 | TCPF_CLOSE_WAIT | TCPF_LAST_ACK | \
	 TCPF_CLOSING)

static void see(struct vdt_conn_table *table, const struct vdt_image *image, const struct sock *sk)
{
	struct vdt_conn conn;

	if (sk->sk_state < TCP_MAX_STATES && 1 << sk->sk_state & CONNECTED &&
	    vdt_enforce_covers(image, sock_net(sk)) && vdt_conn_of_sock(sk, &conn) &&
	    !vdt_conn_sweep_see(table, &conn) && vdt_conn_listener_of(sk, &conn))
		vdt_conn_sweep_found(table, &conn);
}

/*
 * A socket leaves its bucket before it is told that it is closed. So what is seen under the lock of
 * the bucket is not forgotten twice, or never.
 */
static void walk(struct vdt_conn_table *table, struct inet_hashinfo *hashinfo)
{
	const struct hlist_nulls_node *node;
	const struct vdt_image *image;
	const struct sock *sk;
	spinlock_t *lock;
	unsigned int i;

	for (i = 0; i <= hashinfo->ehash_mask; i++) {
		if (hlist_nulls_empty(&hashinfo->ehash[i].chain))
			continue;
		lock = inet_ehash_lockp(hashinfo, i);
		rcu_read_lock();
		image = vdt_policy_rcu();
		spin_lock_bh(lock);
		sk_nulls_for_each(sk, node, &hashinfo->ehash[i].chain)
			if (image)
				see(table, image, sk);
		spin_unlock_bh(lock);
		rcu_read_unlock();
		cond_resched();
	}
}

/* Namespaces share the table of the first unless they were made with one of their own. */
void vdt_conn_sweep_sockets(struct vdt_conn_table *table)
{
	struct net *net;

	down_read(&net_rwsem);
	for_each_net(net)
		if (net_eq(net, &init_net) || net->ipv4.tcp_death_row.hashinfo->pernet)
			walk(table, net->ipv4.tcp_death_row.hashinfo);
	up_read(&net_rwsem);
}
