// SPDX-License-Identifier: BSD-3-Clause
#include <string.h>

#include "daemon/stream/fanout.h"

enum { CHANNEL_RTP, CHANNEL_RTCP };

int vdt_fanout_init(struct vdt_fanout *fanout)
{
	LIST_INIT(&fanout->sinks);
	fanout->count = 0;
	fanout->len = 0;
	fanout->key = false;
	fanout->key_seen = false;
	return vdt_rtp_out_init(&fanout->out);
}

void vdt_fanout_add(struct vdt_fanout *fanout, struct vdt_sink *sink)
{
	vdt_queue_init(&sink->queue);
	LIST_INSERT_HEAD(&fanout->sinks, sink, link);
	fanout->count++;
}

void vdt_fanout_remove(struct vdt_fanout *fanout, struct vdt_sink *sink)
{
	LIST_REMOVE(sink, link);
	fanout->count--;
	vdt_queue_done(&sink->queue);
}

void vdt_fanout_flush(struct vdt_fanout *fanout)
{
	struct vdt_sink *sink, *next;
	struct vdt_burst *burst;

	if (!fanout->len)
		return;
	burst = vdt_burst_new(fanout->data, fanout->len, fanout->key);
	fanout->len = 0;
	fanout->key = false;
	if (!burst) {
		LIST_FOREACH(sink, &fanout->sinks, link)
			vdt_queue_wait_key(&sink->queue);
		return;
	}
	for (sink = LIST_FIRST(&fanout->sinks); sink; sink = next) {
		next = LIST_NEXT(sink, link);
		vdt_queue_push(&sink->queue, burst);
		sink->ready(sink);
	}
	vdt_burst_put(burst);
}

/* Room for one more frame; returns where its packet goes. */
static uint8_t *add_frame(struct vdt_fanout *fanout, uint8_t channel, const uint8_t *data,
			  size_t len)
{
	uint8_t *frame;

	if (fanout->len + VDT_FRAME_HEAD + len > VDT_BURST_FILL)
		vdt_fanout_flush(fanout);
	frame = fanout->data + fanout->len;
	frame[0] = '$';
	frame[1] = channel;
	frame[2] = len >> 8;
	frame[3] = len;
	memcpy(frame + VDT_FRAME_HEAD, data, len);
	fanout->len += VDT_FRAME_HEAD + len;
	return frame + VDT_FRAME_HEAD;
}

/* The first packet of a key frame: later ones of the same picture are not where a viewer starts. */
static bool starts_key_frame(const struct vdt_fanout *fanout, const struct vdt_rtp *rtp)
{
	return rtp->key && (!fanout->key_seen || rtp->timestamp != fanout->key_timestamp);
}

int vdt_fanout_rtp(struct vdt_fanout *fanout, uint8_t type, const uint8_t *data, size_t len,
		   uint64_t now_ms)
{
	struct vdt_rtp rtp;
	uint8_t *copy;
	int err = vdt_rtp_parse(data, len, &rtp);

	if (err || rtp.type != type)
		return err;
	if (starts_key_frame(fanout, &rtp)) {
		vdt_fanout_flush(fanout);
		fanout->key_seen = true;
		fanout->key_timestamp = rtp.timestamp;
		copy = add_frame(fanout, CHANNEL_RTP, data, len);
		fanout->key = true;
	} else {
		copy = add_frame(fanout, CHANNEL_RTP, data, len);
	}
	vdt_rtp_out_write(&fanout->out, copy, len, &rtp, now_ms);
	if (rtp.marker || fanout->len > VDT_BURST_FILL)
		vdt_fanout_flush(fanout);
	return 0;
}

void vdt_fanout_rtcp(struct vdt_fanout *fanout, const uint8_t *data, size_t len)
{
	uint8_t report[VDT_RTCP_SR_BYTES];
	size_t size = vdt_rtcp_report(&fanout->out, data, len, report);

	if (size)
		add_frame(fanout, CHANNEL_RTCP, report, size);
}

void vdt_fanout_restart(struct vdt_fanout *fanout)
{
	struct vdt_sink *sink;

	fanout->len = 0;
	fanout->key = false;
	fanout->key_seen = false;
	vdt_rtp_out_rejoin(&fanout->out);
	LIST_FOREACH(sink, &fanout->sinks, link)
		vdt_queue_wait_key(&sink->queue);
}
