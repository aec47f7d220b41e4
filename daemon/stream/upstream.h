/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The one connection to the encoder, whatever the number of viewers: RTSP over TCP on the loopback
 * (RFC 2326) with RTP interleaved. Comes up when somebody wants to watch, comes back by itself with
 * growing pauses when the encoder goes away, ends some time after the last viewer.
 */
#ifndef VDT_STREAM_UPSTREAM_H
#define VDT_STREAM_UPSTREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_base;
struct vdt_encoder;
struct vdt_sdp;
struct vdt_upstream;

struct vdt_upstream_ops {
	/* The encoder plays; @sdp is what it said of its video, valid for the call. */
	void (*connected)(void *ctx, const struct vdt_sdp *sdp);
	/* It was connected and is no more; @why is NULL if that was our wish. */
	void (*lost)(void *ctx, const char *why);
	/* One packet of RTP (channel 0) or RTCP (channel 1). */
	void (*packet)(void *ctx, unsigned int channel, const uint8_t *data, size_t len);
	/* Everything the socket had was handed out. */
	void (*drained)(void *ctx);
	/* Does anybody watch? Asked now and then. */
	bool (*wanted)(void *ctx);
};

/* Returns 0 or -ENOMEM. */
int vdt_upstream_new(struct event_base *base, const struct vdt_upstream_ops *ops, void *ctx,
		     struct vdt_upstream **ret_upstream);
void vdt_upstream_free(struct vdt_upstream *upstream);
/* Use @encoder from now on, NULL: none; a connection to another one is cut. */
void vdt_upstream_set(struct vdt_upstream *upstream, const struct vdt_encoder *encoder);
/* Somebody wants to watch: connect if it is not so already. */
void vdt_upstream_want(struct vdt_upstream *upstream);

#endif /* VDT_STREAM_UPSTREAM_H */
