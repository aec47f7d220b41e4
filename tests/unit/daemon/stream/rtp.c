// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "daemon/stream/rtp.h"

#define HEAD(byte0, byte1) byte0, byte1, 0x12, 0x34, 0, 0, 0, 9, 0xa, 0xb, 0xc, 0xd
#define CSRC		   1, 2, 3, 4

static const struct {
	uint8_t data[40];
	size_t len;
	int expected;
	bool key;
	const char *why;
} packets[] = {
	{{HEAD(0x80, 96), 0x67, 1}, 14, 0, true, "a sequence parameter set"},
	{{HEAD(0x80, 96), 0x65, 1}, 14, 0, true, "an IDR slice"},
	{{HEAD(0x80, 96), 0x68, 1}, 14, 0, false, "a picture parameter set alone"},
	{{HEAD(0x80, 96), 0x41, 1}, 14, 0, false, "a slice that builds on others"},
	{{HEAD(0x80, 96), 0x7c, 0x85}, 14, 0, true, "FU-A: the start of an IDR slice"},
	{{HEAD(0x80, 96), 0x7c, 0x05}, 14, 0, false, "FU-A: the middle of one"},
	{{HEAD(0x80, 96), 0x7c, 0x45}, 14, 0, false, "FU-A: its end"},
	{{HEAD(0x80, 96), 0x7c, 0x81}, 14, 0, false, "FU-A: the start of another"},
	{{HEAD(0x80, 96), 0x7c}, 13, 0, false, "FU-A cut short"},
	{{HEAD(0x80, 96), 0x78, 0, 1, 0x09, 0, 2, 0x67, 1}, 20, 0, true, "STAP-A: AUD and SPS"},
	{{HEAD(0x80, 96), 0x78, 0, 9, 0x67}, 16, 0, false, "STAP-A: a unit longer than it is"},
	{{HEAD(0x80, 96), 0x78, 0, 0, 0x67}, 16, 0, false, "STAP-A: an empty unit"},
	{{HEAD(0x80, 96), 0x78, 0}, 14, 0, false, "STAP-A cut short"},
	{{HEAD(0x80, 96)}, 12, 0, false, "no payload"},
	{{HEAD(0x81, 96), CSRC, 0x65}, 17, 0, true, "behind a contributing source"},
	{{HEAD(0x90, 96), 0, 0, 0, 1, 1, 2, 3, 4, 0x65}, 21, 0, true, "behind an extension"},
	{{HEAD(0xa0, 96), 0x65, 0, 2}, 15, 0, true, "before padding"},
	{{HEAD(0xa0, 96), 0, 0, 3}, 15, 0, false, "padding only"},
	{{HEAD(0x80, 96)}, 11, -EBADMSG, false, "a header cut short"},
	{{0}, 0, -EBADMSG, false, "nothing"},
	{{HEAD(0x40, 96), 1}, 13, -EBADMSG, false, "version 1"},
	{{HEAD(0x8f, 96), CSRC}, 16, -EBADMSG, false, "15 sources in room for one"},
	{{HEAD(0x90, 96), 0, 0}, 14, -EBADMSG, false, "an extension cut short"},
	{{HEAD(0x90, 96), 0, 0, 0xff, 0xff}, 16, -EBADMSG, false, "one longer than the packet"},
	{{HEAD(0xa0, 96), 0x65, 0}, 14, -EBADMSG, false, "padding of nothing"},
	{{HEAD(0xa0, 96), 0x65, 4}, 14, -EBADMSG, false, "padding longer than the payload"},
};

Test(rtp, packets)
{
	for (size_t i = 0; i < sizeof(packets) / sizeof(*packets); i++) {
		/* In memory of its own size, so that a byte too far is seen. */
		uint8_t *data = malloc(packets[i].len ? packets[i].len : 1);
		struct vdt_rtp rtp = {0};
		int got;

		memcpy(data, packets[i].data, packets[i].len);
		got = vdt_rtp_parse(data, packets[i].len, &rtp);
		cr_expect(got == packets[i].expected, "%s: %d", packets[i].why, got);
		cr_expect(got || rtp.key == packets[i].key, "%s: key", packets[i].why);
		cr_expect(got ||
			  (rtp.seq == 0x1234 && rtp.timestamp == 9 && rtp.ssrc == 0xa0b0c0d));
		free(data);
	}
}

static struct vdt_rtp write_one(struct vdt_rtp_out *out, uint16_t seq, uint32_t timestamp,
				uint64_t now_ms)
{
	uint8_t data[] = {HEAD(0x80, 97), 0x41};
	struct vdt_rtp rtp = {.marker = true, .seq = seq, .timestamp = timestamp}, back;

	vdt_rtp_out_write(out, data, sizeof(data), &rtp, now_ms);
	cr_assert(vdt_rtp_parse(data, sizeof(data), &back) == 0);
	return back;
}

Test(rtp, an_encoder_that_restarts_leaves_no_seam)
{
	struct vdt_rtp_out out;
	struct vdt_rtp first, second, third, fourth;

	cr_assert(vdt_rtp_out_init(&out) == 0);
	cr_expect(out.seq < 0x8000, "room before the first roll-over");
	first = write_one(&out, 65535, 1000, 50);
	second = write_one(&out, 0, 1000 + 3600, 90);
	cr_expect((uint16_t)(second.seq - first.seq) == 1 &&
		  second.timestamp - first.timestamp == 3600);
	cr_expect(second.ssrc == out.ssrc && second.type == VDT_RTP_PAYLOAD && second.marker);
	third = write_one(&out, 5, 1000 + 7200, 130);
	cr_expect((uint16_t)(third.seq - second.seq) == 5, "a gap stays a gap");
	vdt_rtp_out_rejoin(&out);
	fourth = write_one(&out, 40000, 77, 1130);
	cr_expect((uint16_t)(fourth.seq - third.seq) == 1, "goes on");
	cr_expect(fourth.timestamp - third.timestamp == VDT_RTP_CLOCK, "a second later");
	cr_expect(fourth.ssrc == first.ssrc, "the same stream");
}

Test(rtp, sender_reports)
{
	uint8_t report[28] = {0x80, 200, 0, 6, 1, 2, 3, 4, 'n', 't', 'p', 't', 'i', 'm', 'e', '!'};
	uint8_t ours[VDT_RTCP_SR_BYTES];
	struct vdt_rtp_out out;

	cr_assert(vdt_rtp_out_init(&out) == 0);
	cr_expect(vdt_rtcp_report(&out, report, sizeof(report), ours) == 0, "no packet yet");
	write_one(&out, 1, 0, 50);
	cr_expect(vdt_rtcp_report(&out, report, sizeof(report), ours) == sizeof(ours));
	cr_expect(!memcmp(ours + 8, "ntptime!", 8), "the encoder's clock");
	cr_expect(ours[27] == 1 && ours[23] == 1, "our own counts");
	cr_expect(vdt_rtcp_report(&out, report, sizeof(report) - 1, ours) == 0, "cut short");
	report[1] = 201;
	cr_expect(vdt_rtcp_report(&out, report, sizeof(report), ours) == 0, "not a sender's");
}
