// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "daemon/stream/burst.h"
#include "daemon/stream/encoder.h"
#include "daemon/stream/rtsp.h"
#include "daemon/stream/sdp.h"
#include "daemon/stream/upstream.h"

/* Bounds on time, in ticks of one second. */
#define ANSWER_TICKS	 5  /* for the encoder to answer a request */
#define STALL_TICKS	 10 /* without a packet: it hangs */
#define KEEP_ALIVE_TICKS 20
#define LINGER_TICKS	 10 /* unused connections stay that long */
#define PAUSE_TICKS_MAX	 8  /* between attempts */

#define BUFFER	     (2 * (VDT_FRAME_HEAD + VDT_FRAME_MAX))
#define SESSION_ROOM 128

enum state { IDLE, PAUSED, CONNECTING, DESCRIBING, SETTING_UP, STARTING, PLAYING };

struct vdt_upstream {
	const struct vdt_upstream_ops *ops;
	void *ctx;
	struct event_base *base;
	struct event *tick, *readable, *writable;
	struct vdt_encoder encoder;
	bool configured;
	enum state state;
	int fd;
	unsigned int cseq;
	unsigned int silence; /* ticks since the encoder said anything */
	unsigned int alive;   /* ticks since the last keep-alive */
	unsigned int unused;  /* ticks since somebody watched */
	unsigned int pause;   /* ticks until the next attempt */
	unsigned int pauses;  /* length of the last one */
	char session[SESSION_ROOM];
	char base_url[VDT_ENCODER_ROOM + 1];
	struct vdt_sdp sdp;
	size_t len;
	uint8_t buffer[BUFFER];
};

static void close_socket(struct vdt_upstream *up)
{
	if (up->readable)
		event_free(up->readable);
	if (up->writable)
		event_free(up->writable);
	if (up->fd >= 0)
		close(up->fd);
	up->readable = up->writable = NULL;
	up->fd = -1;
	up->len = 0;
	up->session[0] = '\0';
}

static void give_up(struct vdt_upstream *up, const char *why)
{
	bool was_playing = up->state == PLAYING;

	close_socket(up);
	up->pauses = was_playing || !up->pauses ? 1 : up->pauses * 2;
	if (up->pauses > PAUSE_TICKS_MAX)
		up->pauses = PAUSE_TICKS_MAX;
	up->pause = up->pauses;
	up->state = PAUSED;
	if (was_playing)
		up->ops->lost(up->ctx, why);
}

/* Requests are small and one at a time: a socket that does not take one whole is broken. */
static void request(struct vdt_upstream *up, enum state next, const char *method, const char *url,
		    const char *headers)
{
	char text[2 * VDT_RTSP_LINE];
	int len = snprintf(text, sizeof(text), "%s %s RTSP/1.0\r\nCSeq: %u\r\n%s%s%s%s\r\n", method,
			   url, ++up->cseq, headers, up->session[0] ? "Session: " : "", up->session,
			   up->session[0] ? "\r\n" : "");

	up->state = next;
	if (len >= sizeof(text) || send(up->fd, text, len, MSG_NOSIGNAL) != len)
		give_up(up, "it does not take requests");
}

static void describe(struct vdt_upstream *up)
{
	request(up, DESCRIBING, "DESCRIBE", up->encoder.url, "Accept: application/sdp\r\n");
}

static void set_up(struct vdt_upstream *up, const struct vdt_rtsp *answer)
{
	struct vdt_span base = vdt_rtsp_get(answer, "Content-Base");
	char url[sizeof(up->base_url) + VDT_SDP_CONTROL];

	if (vdt_sdp_parse(answer->body, &up->sdp)) {
		give_up(up, "it offers no H.264");
		return;
	}
	if (base.len && base.len < sizeof(up->base_url))
		snprintf(up->base_url, sizeof(up->base_url), "%.*s", (int)base.len, base.at);
	else
		snprintf(up->base_url, sizeof(up->base_url), "%s/", up->encoder.url);
	if (!strncmp(up->sdp.control, "rtsp://", 7))
		snprintf(url, sizeof(url), "%s", up->sdp.control);
	else
		snprintf(url, sizeof(url), "%s%s", up->base_url, up->sdp.control);
	request(up, SETTING_UP, "SETUP", url, "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n");
}

static void start(struct vdt_upstream *up, const struct vdt_rtsp *answer)
{
	struct vdt_span session = vdt_rtsp_get(answer, "Session");
	struct vdt_span id = vdt_span_trim(vdt_span_cut(&session, ';'));

	if (!id.len || id.len >= sizeof(up->session)) {
		give_up(up, "it opens no session");
		return;
	}
	snprintf(up->session, sizeof(up->session), "%.*s", (int)id.len, id.at);
	request(up, STARTING, "PLAY", up->base_url, "Range: npt=now-\r\n");
}

static void handle_answer(struct vdt_upstream *up, const struct vdt_rtsp *answer)
{
	if (up->state == PLAYING) /* to a keep-alive, and not all encoders know that request */
		return;
	if (answer->status != 200) {
		give_up(up, "it refuses");
		return;
	}
	switch (up->state) {
	case DESCRIBING:
		set_up(up, answer);
		break;
	case SETTING_UP:
		start(up, answer);
		break;
	default:
		up->state = PLAYING;
		up->pauses = 0;
		up->alive = 0;
		up->ops->connected(up->ctx, &up->sdp);
	}
}

/* Returns the bytes used, 0 if more are needed, or a negative errno. */
static int take_frame(struct vdt_upstream *up, const uint8_t *at, size_t len)
{
	size_t size;

	if (len < VDT_FRAME_HEAD)
		return 0;
	size = at[2] << 8 | at[3];
	if (len < VDT_FRAME_HEAD + size)
		return 0;
	if (up->state == PLAYING)
		up->ops->packet(up->ctx, at[1], at + VDT_FRAME_HEAD, size);
	return VDT_FRAME_HEAD + size;
}

static int take_answer(struct vdt_upstream *up, const uint8_t *at, size_t len)
{
	struct vdt_rtsp answer;
	int got = vdt_rtsp_response((const char *)at, len, VDT_RTSP_BODY, &answer);

	if (got <= 0)
		return got;
	handle_answer(up, &answer);
	return answer.size;
}

static void take_input(struct vdt_upstream *up)
{
	size_t used = 0;
	int got = 1;

	while (used < up->len && got > 0) {
		const uint8_t *at = up->buffer + used;

		got = *at == '$' ? take_frame(up, at, up->len - used)
				 : take_answer(up, at, up->len - used);
		if (up->fd < 0) /* given up on the way */
			return;
		if (got > 0)
			used += got;
	}
	if (got < 0) {
		give_up(up, "it does not speak RTSP");
		return;
	}
	up->len -= used;
	memmove(up->buffer, up->buffer + used, up->len);
}

static void on_readable(evutil_socket_t fd, short what, void *ctx)
{
	struct vdt_upstream *up = ctx;
	ssize_t got = recv(fd, up->buffer + up->len, sizeof(up->buffer) - up->len, 0);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		give_up(up, got ? strerrordesc_np(errno) : "it closed the connection");
		return;
	}
	up->silence = 0;
	up->len += got;
	take_input(up);
	up->ops->drained(up->ctx);
}

static void on_writable(evutil_socket_t fd, short what, void *ctx)
{
	struct vdt_upstream *up = ctx;
	socklen_t len = sizeof(int);
	int err = 0;

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) || err) {
		give_up(up, "nobody listens there");
		return;
	}
	event_add(up->readable, NULL);
	describe(up);
}

static void open_socket(struct vdt_upstream *up)
{
	up->state = CONNECTING;
	up->silence = 0;
	up->fd = socket(up->encoder.addr.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (up->fd >= 0) {
		up->readable = event_new(up->base, up->fd, EV_READ | EV_PERSIST, on_readable, up);
		up->writable = event_new(up->base, up->fd, EV_WRITE, on_writable, up);
	}
	if (!up->readable || !up->writable || event_add(up->writable, NULL) ||
	    (connect(up->fd, (struct sockaddr *)&up->encoder.addr, up->encoder.addr_len) &&
	     errno != EINPROGRESS))
		give_up(up, "nobody listens there");
}

static void go_idle(struct vdt_upstream *up)
{
	bool was_playing = up->state == PLAYING;

	close_socket(up);
	evtimer_del(up->tick);
	up->state = IDLE;
	up->pauses = 0;
	if (was_playing)
		up->ops->lost(up->ctx, NULL);
}

static void keep_alive(struct vdt_upstream *up)
{
	if (++up->alive < KEEP_ALIVE_TICKS)
		return;
	up->alive = 0;
	request(up, PLAYING, "GET_PARAMETER", up->base_url, "");
}

static void on_tick(evutil_socket_t fd, short what, void *ctx)
{
	struct vdt_upstream *up = ctx;

	up->silence++;
	up->unused = up->ops->wanted(up->ctx) ? 0 : up->unused + 1;
	if (up->unused > LINGER_TICKS)
		go_idle(up);
	else if (up->state == PAUSED && !--up->pause)
		open_socket(up);
	else if (up->state == PLAYING && up->silence > STALL_TICKS)
		give_up(up, "it went silent");
	else if (up->state == PLAYING)
		keep_alive(up);
	else if (up->state > PAUSED && up->silence > ANSWER_TICKS)
		give_up(up, "it does not answer");
}

int vdt_upstream_new(struct event_base *base, const struct vdt_upstream_ops *ops, void *ctx,
		     struct vdt_upstream **ret_upstream)
{
	struct vdt_upstream *up = calloc(1, sizeof(*up));

	if (!up)
		return -ENOMEM;
	up->ops = ops;
	up->ctx = ctx;
	up->base = base;
	up->fd = -1;
	up->tick = event_new(base, -1, EV_PERSIST, on_tick, up);
	if (!up->tick) {
		free(up);
		return -ENOMEM;
	}
	*ret_upstream = up;
	return 0;
}

void vdt_upstream_free(struct vdt_upstream *up)
{
	if (!up)
		return;
	close_socket(up);
	event_free(up->tick);
	free(up);
}

void vdt_upstream_set(struct vdt_upstream *up, const struct vdt_encoder *encoder)
{
	bool was_active = up->state != IDLE;

	if (encoder && up->configured && !strcmp(up->encoder.url, encoder->url))
		return;
	go_idle(up);
	up->configured = false;
	if (!encoder)
		return;
	up->encoder = *encoder;
	up->configured = true;
	if (was_active)
		vdt_upstream_want(up);
}

void vdt_upstream_want(struct vdt_upstream *up)
{
	static const struct timeval second = {1, 0};

	up->unused = 0;
	if (up->state != IDLE || !up->configured)
		return;
	evtimer_add(up->tick, &second);
	open_socket(up);
}
