/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A burst: the packets of one picture, or of a piece of it, ready to be sent as RTP inside RTSP
 * (RFC 2326, 10.12). Written once, then shared by the queues of all viewers; nobody changes it.
 */
#ifndef VDT_STREAM_BURST_H
#define VDT_STREAM_BURST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Content of one TLS record: a burst up to this size costs each viewer one encryption and one
 * system call. Only a single packet that is bigger makes a bigger burst. */
#define VDT_BURST_FILL 16384
#define VDT_FRAME_HEAD 4     /* "$", channel, length of an interleaved frame */
#define VDT_FRAME_MAX  65535 /* of its packet */

struct vdt_burst {
	unsigned int refs;
	uint32_t len;
	bool key; /* a key frame starts here: a viewer may start here */
	uint8_t data[];
};

/* Copy @len bytes into a new burst with one reference. NULL without memory. */
struct vdt_burst *vdt_burst_new(const void *data, size_t len, bool key);
struct vdt_burst *vdt_burst_get(struct vdt_burst *burst);
/* Give a reference back; NULL is fine. */
void vdt_burst_put(struct vdt_burst *burst);

#endif /* VDT_STREAM_BURST_H */
