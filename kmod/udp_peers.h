/* SPDX-License-Identifier: GPL-2.0-only */
/* The peers of the UDP services of this device. */
#ifndef VDT_UDP_PEERS_H
#define VDT_UDP_PEERS_H

#include <linux/types.h>

#include "udp_peer.h"

int vdt_udp_peers_init(void);
void vdt_udp_peers_exit(void);

/* What vdt_udp_ask() says of the packet now. Bottom halves are off. */
u8 vdt_udp_peers_ask(const struct vdt_policy *policy, int service, const struct vdt_packet *packet);

/* What an outgoing packet is; policy may be NULL. Any context. */
enum vdt_udp_answer vdt_udp_peers_answer(const struct vdt_policy *policy,
					 const struct vdt_packet *packet);

#endif /* VDT_UDP_PEERS_H */
