// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <string.h>

#include "daemon/stream/rtp.h"
#include "lib/crypto/random.h"

/* H.264 NAL unit types and packet types (RFC 6184, table 1). */
enum { NAL_IDR = 5, NAL_SPS = 7, NAL_STAP_A = 24, NAL_FU_A = 28 };

enum { RTCP_SR = 200, RTCP_SDES = 202, RTCP_SR_MIN = 28, SDES_CNAME = 1 };

static uint16_t get16(const uint8_t *p)
{
	return p[0] << 8 | p[1];
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static void put16(uint8_t *p, uint16_t v)
{
	p[0] = v >> 8;
	p[1] = v;
}

static void put32(uint8_t *p, uint32_t v)
{
	put16(p, v >> 16);
	put16(p + 2, v);
}

static bool is_key_nal(uint8_t header)
{
	return (header & 0x1f) == NAL_IDR || (header & 0x1f) == NAL_SPS;
}

static bool stap_has_key(const uint8_t *p, size_t len)
{
	while (len > 2) {
		size_t size = get16(p);

		if (!size || size > len - 2)
			return false;
		if (is_key_nal(p[2]))
			return true;
		p += 2 + size;
		len -= 2 + size;
	}
	return false;
}

static bool starts_key(const uint8_t *p, size_t len)
{
	if (!len)
		return false;
	switch (p[0] & 0x1f) {
	case NAL_STAP_A:
		return stap_has_key(p + 1, len - 1);
	case NAL_FU_A: /* the start bit, and the type of the unit that is cut up */
		return len > 1 && p[1] & 0x80 && is_key_nal(p[1]);
	default:
		return is_key_nal(p[0]);
	}
}

int vdt_rtp_parse(const uint8_t *data, size_t len, struct vdt_rtp *ret)
{
	size_t head = VDT_RTP_HEADER, padding = 0;

	if (len < head || data[0] >> 6 != 2)
		return -EBADMSG;
	head += (data[0] & 0x0f) * 4;
	if (data[0] & 0x10) {
		if (len < head + 4)
			return -EBADMSG;
		head += 4 + get16(data + head + 2) * 4;
	}
	if (len < head)
		return -EBADMSG;
	if (data[0] & 0x20) {
		padding = data[len - 1];
		if (!padding || padding > len - head)
			return -EBADMSG;
	}
	*ret = (struct vdt_rtp){
		.marker = data[1] >> 7,
		.key = starts_key(data + head, len - head - padding),
		.type = data[1] & 0x7f,
		.seq = get16(data + 2),
		.timestamp = get32(data + 4),
		.ssrc = get32(data + 8),
	};
	return 0;
}

int vdt_rtp_out_init(struct vdt_rtp_out *out)
{
	int err;

	*out = (struct vdt_rtp_out){0};
	err = vdt_random(&out->ssrc, sizeof(out->ssrc));
	if (!err)
		err = vdt_random(&out->last, sizeof(out->last));
	if (!err)
		err = vdt_random(&out->seq, sizeof(out->seq));
	/* A receiver that joins late must not guess the roll-over count wrong. */
	out->seq &= 0x7fff;
	return err;
}

void vdt_rtp_out_rejoin(struct vdt_rtp_out *out)
{
	out->joined = false;
}

static void join_source(struct vdt_rtp_out *out, const struct vdt_rtp *rtp, uint64_t now_ms)
{
	uint64_t gap = out->last_ms ? now_ms - out->last_ms : 0;

	if (out->last_ms && !gap)
		gap = 1; /* a new picture never shares the time of an old one */
	out->offset = out->last + (uint32_t)(gap * (VDT_RTP_CLOCK / 1000)) - rtp->timestamp;
	out->source_seq = rtp->seq;
	out->joined = true;
}

void vdt_rtp_out_write(struct vdt_rtp_out *out, uint8_t *data, size_t len,
		       const struct vdt_rtp *rtp, uint64_t now_ms)
{
	if (!out->joined)
		join_source(out, rtp, now_ms);
	out->seq += (uint16_t)(rtp->seq - out->source_seq);
	out->source_seq = rtp->seq + 1;
	out->last = rtp->timestamp + out->offset;
	out->last_ms = now_ms;
	out->packets++;
	out->octets += len - VDT_RTP_HEADER;
	data[1] = (rtp->marker ? 0x80 : 0) | VDT_RTP_PAYLOAD;
	put16(data + 2, out->seq++);
	put32(data + 4, out->last);
	put32(data + 8, out->ssrc);
}

size_t vdt_rtcp_report(const struct vdt_rtp_out *out, const uint8_t *data, size_t len,
		       uint8_t ret[VDT_RTCP_SR_BYTES])
{
	static const char cname[] = "vedette";

	if (len < RTCP_SR_MIN || data[0] >> 6 != 2 || data[1] != RTCP_SR || !out->joined)
		return 0;
	memset(ret, 0, VDT_RTCP_SR_BYTES);
	ret[0] = 0x80;
	ret[1] = RTCP_SR;
	put16(ret + 2, RTCP_SR_MIN / 4 - 1);
	put32(ret + 4, out->ssrc);
	memcpy(ret + 8, data + 8, 8); /* NTP time */
	put32(ret + 16, get32(data + 16) + out->offset);
	put32(ret + 20, out->packets);
	put32(ret + 24, out->octets);
	/* One chunk: SSRC, CNAME item, closed and padded by zero bytes. */
	ret[28] = 0x81;
	ret[29] = RTCP_SDES;
	put16(ret + 30, (VDT_RTCP_SR_BYTES - RTCP_SR_MIN) / 4 - 1);
	put32(ret + 32, out->ssrc);
	ret[36] = SDES_CNAME;
	ret[37] = sizeof(cname) - 1;
	memcpy(ret + 38, cname, sizeof(cname) - 1);
	return VDT_RTCP_SR_BYTES;
}
