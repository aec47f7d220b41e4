/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The limits on connections: who may begin one, when it begins to count and when it is over. That
 * is read from the states of the sockets, so forged or missing packets cannot change the counts,
 * and the packets of an established connection cost nothing.
 */
#ifndef VDT_CONNS_H
#define VDT_CONNS_H

#include <linux/types.h>

struct net;
struct sk_buff;
struct vdt_conn;
struct vdt_conn_table;
struct vdt_packet;
struct vdt_policy;
struct vdt_verdict;

/* Returns 0, -ENOMEM, or -ENOENT when the kernel does not tell of the states of sockets. */
int vdt_conns_init(void);
/* No packet is in a hook any more. */
void vdt_conns_exit(void);

/*
 * Turns the verdict that a service takes the packet into a drop when the packet is the wish for a
 * connection that the limits refuse. Under RCU, any context.
 */
void vdt_conns_limit(const struct vdt_policy *policy, const struct vdt_packet *packet,
		     const struct sk_buff *skb, struct net *net, struct vdt_verdict *verdict);

/*
 * Compares the counts with the sockets that are there and mends them. quiet: another policy has
 * become active, which may cover other namespaces; what is found then is no drift. May sleep.
 */
void vdt_conns_sweep(bool quiet);

/* Resets a connection. May sleep. Returns 0, -ENOENT there is none of this id, or what tcp_abort()
 * returns. */
int vdt_conns_cut(u64 id);

/* For listings. */
struct vdt_conn_table *vdt_conns_table(void);

#endif /* VDT_CONNS_H */
