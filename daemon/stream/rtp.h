/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * RTP and RTCP (RFC 3550) with H.264 (RFC 6184) inside: what the gateway must know of a packet, and
 * the rewriting that gives viewers one stream without a seam while the encoder comes and goes.
 */
#ifndef VDT_STREAM_RTP_H
#define VDT_STREAM_RTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VDT_RTP_HEADER	  12
#define VDT_RTP_PAYLOAD	  96 /* the dynamic payload type that viewers get */
#define VDT_RTP_CLOCK	  90000
#define VDT_RTCP_SR_BYTES 48 /* sender report and CNAME, as vdt_rtcp_report() writes them */

struct vdt_rtp {
	bool marker; /* last packet of an access unit */
	bool key;    /* a sequence parameter set or a piece of an IDR picture starts here */
	uint8_t type;
	uint16_t seq;
	uint32_t timestamp;
	uint32_t ssrc;
};

/* Read a packet. Returns 0, or -EBADMSG if header, extension, padding and payload do not add up. */
int vdt_rtp_parse(const uint8_t *data, size_t len, struct vdt_rtp *ret);

/* The outgoing stream: its own SSRC and sequence, timestamps that never jump. */
struct vdt_rtp_out {
	uint32_t ssrc;
	uint16_t seq;	     /* of the next packet */
	uint32_t offset;     /* outgoing minus incoming timestamp */
	uint32_t last;	     /* outgoing timestamp of the last packet */
	uint64_t last_ms;    /* when that one came */
	bool joined;	     /* offset belongs to the running source */
	uint16_t source_seq; /* of the running source, the next expected */
	uint32_t packets;
	uint32_t octets;
};

/* Start with a random SSRC, timestamp and, below 2^15, sequence number. Returns 0 or as
 * vdt_random(). */
int vdt_rtp_out_init(struct vdt_rtp_out *out);
/* The source changed: the next packet goes on where the last one stopped. */
void vdt_rtp_out_rejoin(struct vdt_rtp_out *out);
/* Rewrite the header of the packet @data, parsed to @rtp, that came at @now_ms (monotonic). Gaps of
 * the source stay gaps. */
void vdt_rtp_out_write(struct vdt_rtp_out *out, uint8_t *data, size_t len,
		       const struct vdt_rtp *rtp, uint64_t now_ms);
/*
 * Turn the compound packet @data of the encoder into a sender report of ours. Returns
 * VDT_RTCP_SR_BYTES, or 0 if there is no sender report in front or no packet was written yet.
 */
size_t vdt_rtcp_report(const struct vdt_rtp_out *out, const uint8_t *data, size_t len,
		       uint8_t ret[VDT_RTCP_SR_BYTES]);

#endif /* VDT_STREAM_RTP_H */
