/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * From one source to all viewers: packets are collected to bursts, and every burst is offered to
 * every sink. A sink never makes another one wait.
 */
#ifndef VDT_STREAM_FANOUT_H
#define VDT_STREAM_FANOUT_H

#include <sys/queue.h>

#include "daemon/stream/queue.h"
#include "daemon/stream/rtp.h"

struct vdt_sink {
	struct vdt_queue queue;
	/* Something is in the queue. May end in vdt_fanout_remove() of this sink, of no other. */
	void (*ready)(struct vdt_sink *sink);
	LIST_ENTRY(vdt_sink) link;
};

struct vdt_fanout {
	LIST_HEAD(, vdt_sink) sinks;
	unsigned int count;
	struct vdt_rtp_out out;
	uint32_t key_timestamp; /* of the newest key frame, as the source counts */
	bool key_seen;
	/* The burst in the making. */
	bool key;
	size_t len;
	uint8_t data[VDT_BURST_FILL + VDT_FRAME_HEAD + VDT_FRAME_MAX];
};

/* Returns 0 or as vdt_random(). */
int vdt_fanout_init(struct vdt_fanout *fanout);
/* The sink starts with the next key frame. */
void vdt_fanout_add(struct vdt_fanout *fanout, struct vdt_sink *sink);
/* Its queue is emptied. */
void vdt_fanout_remove(struct vdt_fanout *fanout, struct vdt_sink *sink);
/*
 * A packet of the source, at most VDT_FRAME_MAX bytes; its header is rewritten in the copy.
 * Returns 0, or -EBADMSG for what is no RTP of payload type @type.
 */
int vdt_fanout_rtp(struct vdt_fanout *fanout, uint8_t type, const uint8_t *data, size_t len,
		   uint64_t now_ms);
/* A control packet of the source. */
void vdt_fanout_rtcp(struct vdt_fanout *fanout, const uint8_t *data, size_t len);
/* Send what was collected, if only to keep the delay short. */
void vdt_fanout_flush(struct vdt_fanout *fanout);
/* The source was started anew: every sink waits for its first key frame. */
void vdt_fanout_restart(struct vdt_fanout *fanout);

#endif /* VDT_STREAM_FANOUT_H */
