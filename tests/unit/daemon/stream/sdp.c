// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <errno.h>

#include "daemon/stream/sdp.h"

#define VIDEO "m=video 0 RTP/AVP 97\r\na=rtpmap:97 H264/90000\r\n"

static const struct {
	const char *input;
	int expected;
	const char *format;
	const char *control;
	const char *why;
} descriptions[] = {
	{"v=0\r\n" VIDEO "a=control:stream=0\r\n", 0, "", "stream=0", "the least"},
	{"v=0\na=control:*\nm=video 0 RTP/AVP 97\na=rtpmap:97 h264/90000\n", 0, "", "",
	 "line feeds only, the session's control is not the track's"},
	{VIDEO "a=fmtp:97 packetization-mode=1; x=y;profile-level-id=42c014;"
	       "sprop-parameter-sets=Z0LA,aM4=\r\n",
	 0, "packetization-mode=1;profile-level-id=42c014;sprop-parameter-sets=Z0LA,aM4=", "",
	 "what decoders need, and no more"},
	{VIDEO "a=fmtp:96 packetization-mode=1\r\n", 0, "", "", "the parameters of another type"},
	{VIDEO "m=audio 0 RTP/AVP 0\r\na=control:stream=1\r\n", 0, "", "", "audio after it"},
	{"m=audio 0 RTP/AVP 0\r\na=control:a\r\n" VIDEO, 0, "", "", "audio before it"},
	{VIDEO "m=video 0 RTP/AVP 98\r\na=rtpmap:98 H265/90000\r\n", 0, "", "",
	 "the first video counts"},
	{"m=video 0 RTP/AVP 97\r\na=rtpmap:97 H265/90000\r\n", -ENOENT, "", "", "not H.264"},
	{"m=video 0 RTP/SAVP 97\r\na=rtpmap:97 H264/90000\r\n", -ENOENT, "", "", "encrypted"},
	{"m=video 0 RTP/AVP 128\r\n", -ENOENT, "", "", "no such payload type"},
	{"m=video 0 RTP/AVP\r\n", -ENOENT, "", "", "no payload type"},
	{"m=audio 0 RTP/AVP 0\r\n", -ENOENT, "", "", "no video"},
	{"", -ENOENT, "", "", "nothing"},
	{VIDEO "a=control:stream 0\r\n", -E2BIG, "", "", "a blank would split a request line"},
	{VIDEO "a=control:stream\r0\r\n", -E2BIG, "", "", "a control character"},
};

Test(sdp, parse)
{
	for (size_t i = 0; i < sizeof(descriptions) / sizeof(*descriptions); i++) {
		struct vdt_span text = {descriptions[i].input, strlen(descriptions[i].input)};
		struct vdt_sdp sdp;
		int got = vdt_sdp_parse(text, &sdp);

		cr_expect(got == descriptions[i].expected, "%s: %d", descriptions[i].why, got);
		if (got)
			continue;
		cr_expect(sdp.payload == 97, "%s: payload", descriptions[i].why);
		cr_expect_str_eq(sdp.format, descriptions[i].format, "%s", descriptions[i].why);
		cr_expect_str_eq(sdp.control, descriptions[i].control, "%s", descriptions[i].why);
	}
}

Test(sdp, bounds)
{
	static char text[4096] = VIDEO "a=control:";
	struct vdt_sdp sdp;
	size_t at = strlen(text);

	memset(text + at, 'c', VDT_SDP_CONTROL - 1);
	cr_expect(vdt_sdp_parse((struct vdt_span){text, strlen(text)}, &sdp) == 0);
	cr_expect(strlen(sdp.control) == VDT_SDP_CONTROL - 1);
	text[at + VDT_SDP_CONTROL - 1] = 'c';
	cr_expect(vdt_sdp_parse((struct vdt_span){text, strlen(text)}, &sdp) == -E2BIG);
}

Test(sdp, what_viewers_get_is_a_description_too)
{
	struct vdt_sdp sdp = {.payload = 97}, again;
	char text[VDT_SDP_ROOM];
	size_t len;

	memset(sdp.format, 'p', sizeof(sdp.format) - 1);
	memcpy(sdp.format, "sprop-parameter-sets=", 21);
	len = vdt_sdp_write(&sdp, text);
	cr_assert(len == strlen(text) && len < sizeof(text), "the longest fits");
	cr_assert(vdt_sdp_parse((struct vdt_span){text, len}, &again) == 0);
	cr_expect(again.payload == 96, "our own payload type");
	cr_expect_str_eq(again.format, sdp.format);
	cr_expect_str_eq(again.control, VDT_SDP_TRACK);
}
