/* SPDX-License-Identifier: GPL-2.0-only */
/* From a socket to what is counted of it. */
#ifndef VDT_CONN_SOCK_H
#define VDT_CONN_SOCK_H

#include <linux/types.h>

struct net;
struct sock;
struct vdt_conn;
struct vdt_packet;

/*
 * Returns whether the socket is a TCP connection with another host, and fills in *ret_conn. Any
 * context; the socket is neither listening nor closed.
 */
bool vdt_conn_of_sock(const struct sock *sk, struct vdt_conn *ret_conn);

/* The listening socket that the packet, or the packets of the connection, came to; or NULL. Under
 * RCU. */
struct sock *vdt_conn_listener(const struct vdt_packet *packet, struct net *net);
struct sock *vdt_conn_listener_of(const struct sock *sk, const struct vdt_conn *conn);

#endif /* VDT_CONN_SOCK_H */
