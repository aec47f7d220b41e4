// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdio.h>

#include "daemon/stream/rtp.h"
#include "daemon/stream/sdp.h"

/* What a decoder needs of the format parameters; the rest is the encoder's own business. */
static const char *const parameters[] = {
	"packetization-mode=", "profile-level-id=", "sprop-parameter-sets="};

static struct vdt_span next_line(struct vdt_span *text)
{
	struct vdt_span line = vdt_span_cut(text, '\n');

	if (line.len && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

/* The rest of @line behind @prefix. */
static bool strip(struct vdt_span *line, const char *prefix)
{
	if (!vdt_span_starts(*line, prefix))
		return false;
	line->at += strlen(prefix);
	line->len -= strlen(prefix);
	return true;
}

static int append(char *text, size_t room, struct vdt_span piece)
{
	size_t used = strlen(text);

	for (size_t i = 0; i < piece.len; i++)
		if (piece.at[i] <= ' ' || piece.at[i] > '~')
			return -E2BIG;
	if (piece.len >= room - used)
		return -E2BIG;
	memcpy(text + used, piece.at, piece.len);
	text[used + piece.len] = '\0';
	return 0;
}

static int read_format(struct vdt_sdp *sdp, struct vdt_span value)
{
	int err = 0;

	while (value.len && !err) {
		struct vdt_span one = vdt_span_trim(vdt_span_cut(&value, ';'));

		for (size_t i = 0; i < sizeof(parameters) / sizeof(*parameters) && !err; i++) {
			if (!vdt_span_starts(one, parameters[i]))
				continue;
			if (sdp->format[0])
				err = append(sdp->format, VDT_SDP_FORMAT,
					     (struct vdt_span){";", 1});
			if (!err)
				err = append(sdp->format, VDT_SDP_FORMAT, one);
		}
	}
	return err;
}

/* "m=video 0 RTP/AVP 96 97": the first type is the one that is sent. */
static int read_media(struct vdt_sdp *sdp, struct vdt_span value)
{
	unsigned long payload;

	vdt_span_cut(&value, ' '); /* the port */
	if (!vdt_span_is(vdt_span_cut(&value, ' '), "RTP/AVP") ||
	    vdt_span_number(vdt_span_cut(&value, ' '), 127, &payload))
		return -ENOENT;
	sdp->payload = payload;
	return 0;
}

/* "96 rest" of an attribute that names its payload type. */
static bool is_ours(const struct vdt_sdp *sdp, struct vdt_span *value)
{
	unsigned long payload;

	return !vdt_span_number(vdt_span_cut(value, ' '), 127, &payload) && payload == sdp->payload;
}

static int read_attribute(struct vdt_sdp *sdp, struct vdt_span line, bool *h264)
{
	if (strip(&line, "a=control:"))
		return append(sdp->control, VDT_SDP_CONTROL, line);
	if (strip(&line, "a=rtpmap:") && is_ours(sdp, &line))
		*h264 = vdt_span_names(line, "H264/90000");
	else if (strip(&line, "a=fmtp:") && is_ours(sdp, &line))
		return read_format(sdp, line);
	return 0;
}

int vdt_sdp_parse(struct vdt_span text, struct vdt_sdp *ret)
{
	bool video = false, h264 = false;
	int err = 0;

	*ret = (struct vdt_sdp){0};
	while (text.len && !err) {
		struct vdt_span line = next_line(&text);

		if (strip(&line, "m=")) {
			if (video)
				break;
			video = strip(&line, "video ");
			err = video ? read_media(ret, line) : 0;
		} else if (video) {
			err = read_attribute(ret, line, &h264);
		}
	}
	return err ? err : h264 ? 0 : -ENOENT;
}

size_t vdt_sdp_write(const struct vdt_sdp *sdp, char ret[VDT_SDP_ROOM])
{
	char format[VDT_SDP_FORMAT + sizeof("a=fmtp:127 \r\n")] = "";

	if (sdp->format[0])
		snprintf(format, sizeof(format), "a=fmtp:%d %s\r\n", VDT_RTP_PAYLOAD, sdp->format);
	return snprintf(ret, VDT_SDP_ROOM,
			"v=0\r\n"
			"o=- 1 1 IN IP4 0.0.0.0\r\n"
			"s=vedette\r\n"
			"c=IN IP4 0.0.0.0\r\n"
			"t=0 0\r\n"
			"a=control:*\r\n"
			"a=range:npt=now-\r\n"
			"m=video 0 RTP/AVP %d\r\n"
			"a=rtpmap:%d H264/%d\r\n"
			"%s"
			"a=control:" VDT_SDP_TRACK "\r\n",
			VDT_RTP_PAYLOAD, VDT_RTP_PAYLOAD, VDT_RTP_CLOCK, format);
}
