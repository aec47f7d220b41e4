/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What one viewer has not been sent yet. Bounded: a viewer that cannot keep up loses everything up
 * to the next key frame, because pictures without the ones they build on are of no use. What is
 * already on its way is always finished, so the byte stream stays in step.
 */
#ifndef VDT_STREAM_QUEUE_H
#define VDT_STREAM_QUEUE_H

#include "daemon/stream/burst.h"

#define VDT_QUEUE_BYTES 524288 /* a second at 4 Mbit/s */
#define VDT_QUEUE_COUNT 64     /* bursts; a power of two */

struct vdt_queue {
	struct vdt_burst *ring[VDT_QUEUE_COUNT]; /* a reference each */
	uint16_t head;				 /* the next to be sent */
	uint16_t count;
	bool busy;     /* the head is on its way */
	bool waiting;  /* for a key frame; everything else is left out */
	uint32_t sent; /* bytes of the head that are gone */
	uint32_t bytes;
	uint32_t gaps; /* how often pictures were left out */
};

/* An empty queue that waits for a key frame. */
void vdt_queue_init(struct vdt_queue *queue);
/* Drop all of it. */
void vdt_queue_done(struct vdt_queue *queue);
/* Take a reference to @burst, or leave it out. */
void vdt_queue_push(struct vdt_queue *queue, struct vdt_burst *burst);
/*
 * The next bytes to send; false if there are none. Their burst counts as on its way from now on,
 * and the answer stays the same until vdt_queue_sent().
 */
bool vdt_queue_peek(struct vdt_queue *queue, const uint8_t **ret_data, size_t *ret_len);
/* @len bytes of what vdt_queue_peek() showed are gone. */
void vdt_queue_sent(struct vdt_queue *queue, size_t len);
/* Leave out what follows until the next key frame; what is queued stays. */
void vdt_queue_wait_key(struct vdt_queue *queue);

#endif /* VDT_STREAM_QUEUE_H */
