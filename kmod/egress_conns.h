/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The TCP connections that the device opened. Each was judged at its first packet and is judged
 * again when the policy changes; in between its packets pass without asking the rules.
 */
#ifndef VDT_EGRESS_CONNS_H
#define VDT_EGRESS_CONNS_H

#include <linux/types.h>

struct sock;
struct vdt_image;
struct vdt_packet;

void vdt_egress_conns_exit(void);

/* Whether the socket's connection to where the packet goes is allowed. Under RCU. */
bool vdt_egress_conns_has(const struct sock *sk, const struct vdt_packet *packet);

/*
 * Remembers that the packet of the socket was judged: allowed by the name with that hash (0: by no
 * name), or the socket is to be closed with an error. Any context.
 * Returns 0, -ENOMEM, or -ENOSPC when there are VDT_EGRESS_CONNS_MAX or its user has half of them.
 */
int vdt_egress_conns_allow(struct sock *sk, const struct vdt_packet *packet, u64 name);
int vdt_egress_conns_forbid(struct sock *sk, const struct vdt_packet *packet);

/*
 * Judges all again, after no packet is judged by the image `before` any more; either may be NULL.
 * What executable opened a connection is known as far as `before` names it. May sleep.
 */
void vdt_egress_conns_judge(const struct vdt_image *before, const struct vdt_image *image);

#endif /* VDT_EGRESS_CONNS_H */
