/* SPDX-License-Identifier: GPL-2.0-only */
/* The peers of the UDP services of this device. */
#ifndef VDT_UDP_PEERS_H
#define VDT_UDP_PEERS_H

#include <linux/types.h>

#include "udp_peer.h"

struct vdt_verdict;

int vdt_udp_peers_init(void);
void vdt_udp_peers_exit(void);

/* Turns the verdict when an incoming UDP packet that it passes to a service is over a limit. Any
 * context. */
void vdt_udp_peers_limit(const struct vdt_policy *policy, const struct vdt_packet *packet,
			 struct vdt_verdict *verdict);

/* What an outgoing packet is; policy may be NULL. Any context. */
enum vdt_udp_answer vdt_udp_peers_answer(const struct vdt_policy *policy,
					 const struct vdt_packet *packet);

#endif /* VDT_UDP_PEERS_H */
