/* SPDX-License-Identifier: BSD-3-Clause */
/* Session descriptions (RFC 4566): the encoder's is read for its H.264 video, viewers get one of
 * ours that says only what they need. */
#ifndef VDT_STREAM_SDP_H
#define VDT_STREAM_SDP_H

#include <stdint.h>

#include "daemon/stream/span.h"

#define VDT_SDP_ROOM	1024
#define VDT_SDP_FORMAT	640 /* format parameters with NUL; parameter sets are the long one */
#define VDT_SDP_CONTROL 256
#define VDT_SDP_TRACK	"track1" /* control URL of the one track, below the stream's */

struct vdt_sdp {
	uint8_t payload;	       /* type that the encoder sends */
	char format[VDT_SDP_FORMAT];   /* "packetization-mode=1;..." or empty */
	char control[VDT_SDP_CONTROL]; /* of the encoder's track, or empty */
};

/*
 * Find the first video in @text. Returns 0, -ENOENT if there is no H.264 video at 90 kHz, -E2BIG if
 * a value passes its room.
 */
int vdt_sdp_parse(struct vdt_span text, struct vdt_sdp *ret);
/* Write the description for viewers; returns its length. */
size_t vdt_sdp_write(const struct vdt_sdp *sdp, char ret[VDT_SDP_ROOM]);

#endif /* VDT_STREAM_SDP_H */
