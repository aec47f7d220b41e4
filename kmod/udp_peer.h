/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * The peers of the UDP services, a peer being a source (IPv4 address, IPv6 /64, link-local address)
 * that asked one service: how often it may ask, by how many flows, and how much it may be answered.
 * A sender of UDP can be anybody's forgery, so a peer is answered no more bytes than it has sent,
 * IP headers included: no victim gets more from this device than the attacker spends.
 *
 * A table of fixed size. What a limit of the policy counts is not forgotten before it has ended:
 * where there is no room, newcomers are refused. A peer of a service without limits makes room at
 * any time, and can then be answered less.
 */
#ifndef VDT_UDP_PEER_H
#define VDT_UDP_PEER_H

#include "core.h"
#include "addr.h"

struct vdt_packet;
struct vdt_policy;
struct vdt_udp_table;

enum vdt_udp_answer {
	VDT_UDP_UNASKED, /* of no service, or to no peer that is remembered */
	VDT_UDP_ANSWER,
	VDT_UDP_TOO_LARGE,
};

/* Returns an empty table, or NULL when there is no memory. The key makes the places unpredictable.
 */
struct vdt_udp_table *vdt_udp_table_new(const hsiphash_key_t *key);
void vdt_udp_table_free(struct vdt_udp_table *table);

/*
 * A packet for a service, an index into the policy's, came in. Returns 0 when the limits of the
 * service take it, or the reason not to: VEDETTE_REASON_RATE, _LIMIT_SOURCE, _LIMIT_SERVICE, or
 * _LIMIT when there is no room in the table. Bottom halves are off.
 */
u8 vdt_udp_ask(struct vdt_udp_table *table, const struct vdt_policy *policy, int service,
	       const struct vdt_packet *packet, u64 now);

/*
 * Says what an outgoing packet is, and takes it from what its peer may still be answered. verified:
 * the peer is known to be no forgery. Any context.
 */
enum vdt_udp_answer vdt_udp_answer(struct vdt_udp_table *table, const struct vdt_policy *policy,
				   const struct vdt_packet *packet, bool verified, u64 now);

#endif /* VDT_UDP_PEER_H */
