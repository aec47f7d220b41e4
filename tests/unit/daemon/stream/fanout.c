// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/stream/fanout.h"

#define SLICE 0x41
#define IDR   0x65
#define TYPE  97
#define BIG   1000 /* bytes of payload in a packet */

struct watcher {
	struct vdt_sink sink; /* first */
	size_t appetite;      /* bytes it takes each time it is asked */
	size_t packets, keys;
	uint8_t first; /* NAL type of the first packet it got */
	size_t pending;
	uint8_t bytes[1 << 20];
};

/* Take whole frames out of what was received. */
static void digest(struct watcher *watcher)
{
	size_t used = 0;

	while (watcher->pending - used >= VDT_FRAME_HEAD) {
		const uint8_t *frame = watcher->bytes + used;
		size_t size = frame[2] << 8 | frame[3];

		cr_assert(frame[0] == '$', "the byte stream is out of step");
		if (watcher->pending - used < VDT_FRAME_HEAD + size)
			break;
		if (frame[1] == 0) {
			uint8_t nal = frame[VDT_FRAME_HEAD + VDT_RTP_HEADER];

			if (!watcher->packets++)
				watcher->first = nal;
			watcher->keys += nal == IDR;
		}
		used += VDT_FRAME_HEAD + size;
	}
	watcher->pending -= used;
	memmove(watcher->bytes, watcher->bytes + used, watcher->pending);
}

static void eat(struct vdt_sink *sink)
{
	struct watcher *watcher = (struct watcher *)sink;
	size_t left = watcher->appetite, len;
	const uint8_t *data;

	while (left && vdt_queue_peek(&sink->queue, &data, &len)) {
		len = len < left ? len : left;
		memcpy(watcher->bytes + watcher->pending, data, len);
		watcher->pending += len;
		vdt_queue_sent(&sink->queue, len);
		left -= len;
		digest(watcher);
	}
	if (!left) /* as a socket that takes no more: the head is on its way */
		vdt_queue_peek(&sink->queue, &data, &len);
}

static struct watcher *add(struct vdt_fanout *fanout, size_t appetite)
{
	struct watcher *watcher = calloc(1, sizeof(*watcher));

	watcher->appetite = appetite;
	watcher->sink.ready = eat;
	vdt_fanout_add(fanout, &watcher->sink);
	return watcher;
}

static void leave(struct vdt_fanout *fanout, struct watcher *watcher)
{
	vdt_fanout_remove(fanout, &watcher->sink);
	free(watcher);
}

static uint16_t next_seq;

static void picture(struct vdt_fanout *fanout, uint8_t nal, unsigned int packets)
{
	static uint32_t timestamp;
	uint8_t data[VDT_RTP_HEADER + BIG] = {0x80};

	timestamp += 3600;
	for (unsigned int i = 1; i <= packets; i++) {
		data[1] = TYPE | (i == packets ? 0x80 : 0);
		data[2] = next_seq >> 8;
		data[3] = next_seq++;
		data[4] = timestamp >> 24;
		data[5] = timestamp >> 16;
		data[6] = timestamp >> 8;
		data[7] = timestamp;
		data[VDT_RTP_HEADER] = nal;
		cr_assert(vdt_fanout_rtp(fanout, TYPE, data, sizeof(data), 1) == 0);
	}
}

static struct vdt_fanout *make(void)
{
	struct vdt_fanout *fanout = malloc(sizeof(*fanout));

	cr_assert(vdt_fanout_init(fanout) == 0);
	return fanout;
}

Test(fanout, a_viewer_starts_with_a_key_frame)
{
	struct vdt_fanout *fanout = make();
	struct watcher *watcher = add(fanout, SIZE_MAX);

	picture(fanout, SLICE, 3);
	cr_expect(watcher->packets == 0);
	picture(fanout, IDR, 40);
	picture(fanout, SLICE, 1);
	cr_expect(watcher->first == IDR && watcher->packets == 41 && watcher->keys == 40);
	leave(fanout, watcher);
	free(fanout);
}

Test(fanout, a_slow_viewer_loses_whole_groups_and_stalls_nobody)
{
	struct vdt_fanout *fanout = make();
	struct watcher *fast = add(fanout, SIZE_MAX), *slow = add(fanout, 1500);

	for (int group = 0; group < 20; group++) {
		picture(fanout, IDR, 40);
		for (int i = 0; i < 24; i++)
			picture(fanout, SLICE, 5);
		cr_expect(slow->sink.queue.bytes <= VDT_QUEUE_BYTES + VDT_BURST_FILL);
	}
	cr_expect(fast->packets == 20 * (40 + 24 * 5) && !fast->sink.queue.gaps);
	cr_expect(slow->sink.queue.gaps > 0, "what was left out is counted");
	cr_expect(slow->packets > 0 && slow->first == IDR);
	/* What it still has, and what comes now, is in step (digest() asserts it). */
	slow->appetite = SIZE_MAX;
	picture(fanout, IDR, 1);
	picture(fanout, SLICE, 1);
	cr_expect(slow->pending == 0);
	leave(fanout, slow);
	leave(fanout, fast);
	free(fanout);
}

Test(fanout, the_burst_on_its_way_is_finished)
{
	struct vdt_fanout *fanout = make();
	struct watcher *watcher = add(fanout, 1);

	for (int i = 0; i < 3 * VDT_QUEUE_COUNT; i++)
		picture(fanout, i ? SLICE : IDR, 1);
	cr_expect(watcher->sink.queue.waiting && watcher->sink.queue.count == 1,
		  "only the one that was begun is left");
	watcher->appetite = SIZE_MAX;
	eat(&watcher->sink);
	cr_expect(watcher->pending == 0 && watcher->first == IDR);
	leave(fanout, watcher);
	free(fanout);
}

Test(fanout, after_a_restart_everybody_waits_for_a_key_frame)
{
	struct vdt_fanout *fanout = make();
	struct watcher *watcher = add(fanout, SIZE_MAX);

	picture(fanout, IDR, 1);
	vdt_fanout_restart(fanout);
	picture(fanout, SLICE, 1);
	cr_expect(watcher->packets == 1);
	picture(fanout, IDR, 1);
	cr_expect(watcher->packets == 2);
	leave(fanout, watcher);
	free(fanout);
}

Test(fanout, what_is_not_ours_is_left_out)
{
	struct vdt_fanout *fanout = make();
	struct watcher *watcher = add(fanout, SIZE_MAX);
	uint8_t data[] = {0x80, 0x80 | 5, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, IDR};

	cr_expect(vdt_fanout_rtp(fanout, TYPE, data, sizeof(data), 1) == 0);
	cr_expect(vdt_fanout_rtp(fanout, TYPE, data, 5, 1) < 0);
	vdt_fanout_flush(fanout);
	cr_expect(watcher->packets == 0 && fanout->len == 0);
	leave(fanout, watcher);
	free(fanout);
}

Test(fanout, the_largest_packet_fits)
{
	struct vdt_fanout *fanout = make();
	struct watcher *watcher = add(fanout, SIZE_MAX);
	uint8_t *data = calloc(1, VDT_FRAME_MAX);

	data[0] = 0x80;
	data[1] = TYPE;
	data[VDT_RTP_HEADER] = IDR;
	for (int i = 0; i < 3; i++)
		cr_expect(vdt_fanout_rtp(fanout, TYPE, data, VDT_FRAME_MAX, 1) == 0);
	cr_expect(watcher->packets == 3 && watcher->pending == 0);
	leave(fanout, watcher);
	free(data);
	free(fanout);
}
