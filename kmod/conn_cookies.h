/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SYN cookies for all. By itself the stack gives them when the queue of one listener is full; what
 * is under way at all listeners together bounds nothing. So while too much is under way a namespace
 * is set to give cookies always (net.ipv4.tcp_syncookies = 2), and back some seconds later.
 */
#ifndef VDT_CONN_COOKIES_H
#define VDT_CONN_COOKIES_H

struct net;

/* Returns 0 or -ENOMEM. */
int vdt_cookies_init(void);
/* Nobody forces any more. */
void vdt_cookies_exit(void);

/* From now on, and for VDT_COOKIES_SECONDS, no SYN leaves a state in the namespace. Any context. */
void vdt_cookies_force(struct net *net);

#endif /* VDT_CONN_COOKIES_H */
