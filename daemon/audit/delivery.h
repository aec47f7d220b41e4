/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How far the log is with its collector. RFC 5425 has no acknowledgement. What it has is the end of
 * a connection: TLS says close_notify in both directions, and a receiver that answers has read all
 * that came before. So the connection is ended in order now and then, and only then do records
 * count as delivered. If it breaks, all since the last such end is sent again: nothing is lost, and
 * at most VDT_DELIVERY_RECORDS come twice, the same in every byte.
 */
#ifndef VDT_AUDIT_DELIVERY_H
#define VDT_AUDIT_DELIVERY_H

#include <stdbool.h>
#include <stdint.h>

#define VDT_DELIVERY_RECORDS 256 /* on their way */
#define VDT_DELIVERY_TIME    60	 /* seconds that a record may be on its way */

struct vdt_delivery {
	uint64_t delivered; /* last record that the collector has for sure */
	uint64_t sent;	    /* last record of this connection */
	uint64_t since;	    /* when the first one behind `delivered` was sent, ns */
	unsigned int tries; /* that failed in a row */
};

/* Record @seq was sent at @now. */
void vdt_delivery_sent(struct vdt_delivery *delivery, uint64_t seq, uint64_t now);
/* Is it time to end the connection in order? */
bool vdt_delivery_is_due(const struct vdt_delivery *delivery, uint64_t now);
/* The connection ended in order. */
void vdt_delivery_done(struct vdt_delivery *delivery);
/* It broke, or could not be made. */
void vdt_delivery_broken(struct vdt_delivery *delivery);
/* Milliseconds until the next try: 5 s, doubled each time up to 5 min, a quarter more or less by
 * @random, so that not all cameras come back at once. */
uint32_t vdt_delivery_pause(const struct vdt_delivery *delivery, uint32_t random);

#endif /* VDT_AUDIT_DELIVERY_H */
