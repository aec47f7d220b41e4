// SPDX-License-Identifier: GPL-2.0-only
#include <linux/hash.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <net/sock.h>
#include <net/tcp.h>

#include "egress_conns.h"
#include "egress_names.h"
#include "enforce.h"
#include "eval.h"
#include "image.h"
#include "limits.h"

enum { BUCKET_BITS = 7 };

struct conn {
	struct hlist_node node; /* readers hold RCU, writers the lock */
	struct rcu_head rcu;
	struct sock *sk;	  /* held */
	struct vdt_packet packet; /* the first one as it was judged; under the lock, but for dst */
	u64 name;      /* hash of the DNS name that allows it, 0: none does; under the lock */
	bool allowed;  /* written under the lock */
	bool aborting; /* under the lock */
};

static DEFINE_SPINLOCK(lock); /* nests outside that of the names */
static struct hlist_head buckets[1 << BUCKET_BITS];
static unsigned int count; /* under the lock */

static void sweep(struct work_struct *work);
static DECLARE_DELAYED_WORK(sweeper, sweep);

static struct hlist_head *bucket_of(const struct sock *sk)
{
	return &buckets[hash_ptr(sk, BUCKET_BITS)];
}

/* A socket may have been connected elsewhere before. */
static bool is_same(const struct conn *conn, const struct sock *sk, const struct vdt_packet *packet)
{
	return conn->sk == sk && conn->packet.dst_port == packet->dst_port &&
	       vdt_addr_equal(&conn->packet.dst, &packet->dst);
}

bool vdt_egress_conns_has(const struct sock *sk, const struct vdt_packet *packet)
{
	const struct conn *conn;

	hlist_for_each_entry_rcu(conn, bucket_of(sk), node)
		if (is_same(conn, sk, packet))
			return READ_ONCE(conn->allowed);
	return false;
}

static void free_conn(struct rcu_head *rcu)
{
	struct conn *conn = container_of(rcu, struct conn, rcu);

	sock_put(conn->sk);
	kfree(conn);
}

/* Under the lock. */
static void remove_conn(struct conn *conn)
{
	if (conn->name)
		vdt_egress_names_release(conn->name, &conn->packet.dst);
	hlist_del_rcu(&conn->node);
	count--;
	call_rcu(&conn->rcu, free_conn);
}

static unsigned int count_user(kuid_t user)
{
	const struct conn *conn;
	unsigned int i, n = 0;

	for (i = 0; i < ARRAY_SIZE(buckets); i++)
		hlist_for_each_entry(conn, &buckets[i], node)
			n += uid_eq(conn->sk->sk_uid, user);
	return n;
}

static bool has_room(const struct sock *sk)
{
	return count < VDT_EGRESS_CONNS_MAX && count_user(sk->sk_uid) < VDT_EGRESS_CONNS_MAX / 2;
}

static int add_locked(struct conn *conn)
{
	struct hlist_head *bucket = bucket_of(conn->sk);
	struct hlist_node *next;
	struct conn *other;

	hlist_for_each_entry_safe(other, next, bucket, node)
		if (other->sk == conn->sk)
			remove_conn(other);
	if (!has_room(conn->sk))
		return -ENOSPC;
	if (conn->name)
		vdt_egress_names_hold(conn->name, &conn->packet.dst);
	hlist_add_head_rcu(&conn->node, bucket);
	count++;
	return 0;
}

static int add(struct sock *sk, const struct vdt_packet *packet, u64 name, bool allowed)
{
	struct conn *conn = kzalloc(sizeof(*conn), GFP_ATOMIC);
	int err;

	if (!conn)
		return -ENOMEM;
	conn->sk = sk;
	conn->packet = *packet;
	conn->name = name;
	conn->allowed = allowed;
	/* A packet that somebody queued may have outlived the references to its socket. */
	if (!refcount_inc_not_zero(&sk->sk_refcnt)) {
		kfree(conn);
		return -ENOENT;
	}
	spin_lock_bh(&lock);
	err = add_locked(conn);
	spin_unlock_bh(&lock);
	if (err)
		free_conn(&conn->rcu);
	return err;
}

int vdt_egress_conns_allow(struct sock *sk, const struct vdt_packet *packet, u64 name)
{
	int err = add(sk, packet, name, true);

	if (!err)
		schedule_delayed_work(&sweeper, VDT_EGRESS_CONNS_SWEEP * HZ);
	return err;
}

int vdt_egress_conns_forbid(struct sock *sk, const struct vdt_packet *packet)
{
	int err = add(sk, packet, 0, false);

	if (!err)
		mod_delayed_work(system_wq, &sweeper, 0);
	return err;
}

/* The bits of what both policies name. */
static u64 translate(u64 exes, const struct vdt_policy *before, const struct vdt_policy *policy)
{
	u64 same = 0;
	int i, index;

	for (i = 0; i < before->n_exes; i++) {
		index = exes & BIT_ULL(i) ? vdt_policy_exe(policy, before->exes[i]) : VDT_NO_EXE;
		if (index != VDT_NO_EXE)
			same |= BIT_ULL(index);
	}
	return same;
}

/*
 * Returns whether the connection may go on. A name that allowed it is kept for it, whatever became
 * of the name since.
 */
static bool judge_locked(struct conn *conn, const struct vdt_image *before,
			 const struct vdt_image *image)
{
	struct vdt_packet *packet = &conn->packet;
	bool both = before && image;

	packet->exes = both ? translate(packet->exes, before->policy, image->policy) : 0;
	packet->names = image ? vdt_egress_names_rules(image->policy, &packet->dst) : 0;
	if (image && conn->name)
		packet->names |= vdt_egress_names_wanted(image->policy, conn->name);
	return vdt_eval_out(vdt_enforce_rules(image), packet).pass ||
	       (image && image->policy->mode == VEDETTE_MODE_OBSERVE);
}

void vdt_egress_conns_judge(const struct vdt_image *before, const struct vdt_image *image)
{
	bool forbidden = false;
	struct conn *conn;
	unsigned int i;

	spin_lock_bh(&lock);
	for (i = 0; i < ARRAY_SIZE(buckets); i++) {
		hlist_for_each_entry(conn, &buckets[i], node) {
			if (!conn->allowed || judge_locked(conn, before, image))
				continue;
			WRITE_ONCE(conn->allowed, false);
			forbidden = true;
		}
	}
	spin_unlock_bh(&lock);
	if (forbidden)
		mod_delayed_work(system_wq, &sweeper, 0);
}

/* The connection's socket is closed, or is at work for another. */
static bool is_over(const struct sock *sk)
{
	return READ_ONCE(sk->sk_state) == TCP_CLOSE;
}

/* Removes what is over. Returns a socket to abort, held, or NULL when there is none. */
static struct sock *sweep_some(void)
{
	struct hlist_node *next;
	struct conn *conn;
	struct sock *sk = NULL;
	unsigned int i;

	spin_lock_bh(&lock);
	for (i = 0; i < ARRAY_SIZE(buckets) && !sk; i++) {
		hlist_for_each_entry_safe(conn, next, &buckets[i], node) {
			if (is_over(conn->sk)) {
				remove_conn(conn);
			} else if (!conn->allowed && !conn->aborting) {
				conn->aborting = true;
				sk = conn->sk;
				sock_hold(sk);
				break;
			}
		}
	}
	spin_unlock_bh(&lock);
	return sk;
}

/*
 * A socket that its owner keeps locked makes this wait. The packets of a forbidden connection are
 * dropped all the same.
 */
static void sweep(struct work_struct *work)
{
	struct sock *sk;

	while ((sk = sweep_some())) {
		tcp_abort(sk, ECONNABORTED);
		sock_put(sk);
	}
	if (READ_ONCE(count))
		schedule_delayed_work(&sweeper, VDT_EGRESS_CONNS_SWEEP * HZ);
}

/* No packet is looked at any more. */
void vdt_egress_conns_exit(void)
{
	struct hlist_node *next;
	struct conn *conn;
	unsigned int i;

	cancel_delayed_work_sync(&sweeper);
	spin_lock_bh(&lock);
	for (i = 0; i < ARRAY_SIZE(buckets); i++)
		hlist_for_each_entry_safe(conn, next, &buckets[i], node)
			remove_conn(conn);
	spin_unlock_bh(&lock);
	rcu_barrier();
}
