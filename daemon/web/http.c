// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/http.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/web/ask.h"
#include "daemon/web/door.h"
#include "daemon/web/gate.h"
#include "daemon/web/head.h"
#include "daemon/web/loop.h"
#include "lib/base/clock.h"

#define HEAD_ROOM      2048
#define WRITE_ROOM     4096	    /* bytes given to libwebsockets at once, framing included */
#define FRAMING	       16	    /* of a chunk: size, line ends */
#define BODY_FORGOTTEN (512 * 1024) /* bytes; no route takes as many */

#define HSTS "max-age=31536000"

/* One request with what carries it. libwebsockets keeps a pointer to it. */
struct stream {
	struct vdt_gate gate; /* first: the gate's request is also the stream */
	LIST_ENTRY(stream) link;
	struct lws *wsi;
	struct vdt_conn *conn;
	bool http2, bare; /* bare: HEAD, the answer has no body */
	bool named;	  /* the camera was asked for by a name */
	bool last;	  /* the connection ends after it (HTTP/1.1) */
	bool sent;	  /* the body, by the client */
	bool headed;	  /* the head of the answer is sent */
	uint64_t born, moved;
};

static LIST_HEAD(, stream) streams = LIST_HEAD_INITIALIZER(streams);

static struct stream *of_request(struct vdt_request *request)
{
	return (struct stream *)request;
}

static void wake(struct vdt_request *request)
{
	lws_callback_on_writable(of_request(request)->wsi);
}

/* in */

static uint32_t next_number(struct vdt_web *web)
{
	if (!++web->last_number)
		web->last_number++;
	return web->last_number;
}

static struct stream *new_stream(struct lws *wsi, struct vdt_conn *conn)
{
	struct stream *stream = calloc(1, sizeof(*stream));
	struct vdt_request *request;

	if (!stream)
		return NULL;
	request = &stream->gate.request;
	vdt_request_init(request);
	request->web = vdt_loop_web(lws_get_context(wsi));
	request->number = next_number(request->web);
	request->wake = wake;
	memcpy(request->source, conn->source, sizeof(request->source));
	stream->wsi = wsi;
	stream->conn = conn;
	stream->http2 = lws_get_network_wsi(wsi) != wsi;
	stream->born = stream->moved = conn->used = vdt_clock_boottime();
	conn->requests++;
	LIST_INSERT_HEAD(&streams, stream, link);
	return stream;
}

static void free_stream(struct stream *stream)
{
	if (!stream)
		return;
	LIST_REMOVE(stream, link);
	stream->conn->known |= stream->gate.known;
	stream->conn->requests--;
	stream->conn->used = vdt_clock_boottime();
	vdt_gate_leave(&stream->gate);
	free(stream);
}

/* Where the next request begins is certain only if this one said how long it is, and is read. */
static void settle_end(struct stream *stream, const struct vdt_asked *asked)
{
	const struct vdt_gate *gate = &stream->gate;

	stream->last = gate->request.reply.status && (!gate->whole || asked->fault);
	if (asked->verb == VDT_VERB_ROUTED && asked->method != VDT_GET && !*asked->head.length)
		stream->last = true;
}

static int on_request(struct lws *wsi, struct stream **ret_stream)
{
	struct vdt_conn *conn = lws_get_opaque_user_data(lws_get_network_wsi(wsi));
	struct vdt_asked asked;
	struct stream *stream;

	if (!conn || *ret_stream)
		return -1;
	stream = *ret_stream = new_stream(wsi, conn);
	if (!stream)
		return -1;
	/* From here on it is our deadlines (vdt_http_sweep) that count. */
	lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0);
	vdt_head_read(wsi, &asked);
	stream->bare = asked.verb == VDT_VERB_HEAD;
	stream->named = vdt_strict_is_name(asked.head.host);
	vdt_gate_enter(&stream->gate, &asked);
	settle_end(stream, &asked);
	explicit_bzero(&asked, sizeof(asked));
	return 0;
}

static int on_body(struct stream *stream, const uint8_t *data, size_t len)
{
	stream->moved = vdt_clock_boottime();
	if (len)
		vdt_gate_body(&stream->gate, data, len);
	if (stream->gate.request.reply.status)
		stream->last = true;
	return 0;
}

static int on_body_end(struct stream *stream)
{
	stream->sent = true;
	vdt_gate_body_end(&stream->gate);
	lws_callback_on_writable(stream->wsi);
	return 0;
}

/* out */

static bool add_header(struct stream *stream, const char *name, const char *value,
		       unsigned char **at, unsigned char *end)
{
	return !lws_add_http_header_by_name(stream->wsi, (const unsigned char *)name,
					    (const unsigned char *)value, (int)strlen(value), at,
					    end);
}

static bool is_chunked(const struct stream *stream)
{
	return stream->gate.request.reply.streamed && !stream->http2;
}

static bool has_body(const struct stream *stream)
{
	const struct vdt_reply *reply = &stream->gate.request.reply;

	return !stream->bare && (reply->streamed || reply->queued);
}

static bool add_length(struct stream *stream, unsigned char **at, unsigned char *end)
{
	const struct vdt_reply *reply = &stream->gate.request.reply;

	if (reply->status == 204 || (reply->streamed && stream->http2))
		return true;
	if (reply->streamed)
		return add_header(stream, "transfer-encoding:", "chunked", at, end);
	return !lws_add_http_header_content_length(stream->wsi, reply->queued, at, end);
}

static bool add_headers(struct stream *stream, unsigned char **at, unsigned char *end)
{
	const struct vdt_reply *reply = &stream->gate.request.reply;

	if (lws_add_http_header_status(stream->wsi, reply->status, at, end) ||
	    (reply->type && !add_header(stream, "content-type:", reply->type, at, end)) ||
	    !add_length(stream, at, end))
		return false;
	for (unsigned int i = 0; i < reply->n_headers; i++)
		if (!add_header(stream, reply->header[i].name, reply->header[i].value, at, end))
			return false;
	/* Browsers take it from a name only (RFC 6797 section 8.1.1). */
	if (stream->named && !add_header(stream, "strict-transport-security:", HSTS, at, end))
		return false;
	return !stream->last || stream->http2 ||
	       add_header(stream, "connection:", "close", at, end);
}

/* libwebsockets cuts off who holds the room of his headers for long. */
static void make_lasting(struct stream *stream)
{
	if (stream->http2)
		lws_http_mark_sse(stream->wsi);
	else
		lws_http_headers_detach(stream->wsi);
}

static bool write_head(struct stream *stream)
{
	unsigned char room[LWS_PRE + HEAD_ROOM], *start = room + LWS_PRE, *at = start;
	int flags = LWS_WRITE_HTTP_HEADERS | (has_body(stream) ? 0 : LWS_WRITE_H2_STREAM_END);
	bool ok;

	ok = add_headers(stream, &at, room + sizeof(room)) &&
	     !lws_finalize_http_header(stream->wsi, &at, room + sizeof(room)) &&
	     lws_write(stream->wsi, start, (size_t)(at - start), flags) >= 0;
	stream->headed = true;
	if (stream->gate.request.lasting)
		make_lasting(stream);
	explicit_bzero(room, sizeof(room)); /* it may be a cookie */
	return ok;
}

/* Take up to @room bytes of what waits. */
static size_t take_bytes(struct vdt_reply *reply, uint8_t *ret, size_t room)
{
	struct vdt_piece *piece;
	size_t took = 0;

	while (took < room && (piece = STAILQ_FIRST(&reply->pieces))) {
		size_t n = piece->len - piece->sent;

		if (n > room - took)
			n = room - took;
		memcpy(ret + took, piece->data + piece->sent, n);
		took += n;
		piece->sent += n;
		if (piece->sent < piece->len)
			break;
		STAILQ_REMOVE_HEAD(&reply->pieces, next);
		explicit_bzero(piece->data, piece->len);
		free(piece);
	}
	reply->queued -= took;
	return took;
}

/* HTTP/1.1 has chunks (RFC 9112 section 7.1). Returns where it starts. */
static uint8_t *frame_chunk(uint8_t *data, size_t *len, bool final)
{
	char size[FRAMING];
	int n = snprintf(size, sizeof(size), "%zx\r\n", *len);
	uint8_t *start = data;

	if (*len) {
		start = data - n;
		memcpy(start, size, (size_t)n);
		memcpy(data + *len, "\r\n", 2);
		*len += (size_t)n + 2;
	}
	if (final) {
		memcpy(start + *len, "0\r\n\r\n", 5);
		*len += 5;
	}
	return start;
}

/* Returns false if the connection must end. */
static bool write_body(struct stream *stream, bool *ret_final)
{
	uint8_t room[LWS_PRE + FRAMING + WRITE_ROOM + FRAMING];
	uint8_t *start = room + LWS_PRE + FRAMING;
	struct vdt_reply *reply = &stream->gate.request.reply;
	int allowance = lws_get_peer_write_allowance(stream->wsi);
	size_t len = WRITE_ROOM;
	bool ok;

	*ret_final = false;
	if (!allowance)
		return true; /* it is called again when the client takes more */
	if (allowance > 0 && (size_t)allowance < len)
		len = (size_t)allowance;
	len = take_bytes(reply, start, len);
	*ret_final = reply->whole && !reply->queued;
	if (is_chunked(stream))
		start = frame_chunk(start, &len, *ret_final);
	if (!len && !*ret_final)
		return true;
	ok = lws_write(stream->wsi, start, len,
		       *ret_final ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) >= 0;
	explicit_bzero(room, sizeof(room));
	return ok;
}

/* Returns what libwebsockets wants: nonzero ends the connection, or the stream of HTTP/2. */
static int finish(struct stream *stream)
{
	struct lws *wsi = stream->wsi;

	if (stream->last)
		return -1;
	return lws_http_transaction_completed(wsi) ? -1 : 0;
}

/*
 * What stops in its middle must not look whole. HTTP/1.1 shows it by a length or a chunk that is
 * missing; libwebsockets cannot reset one stream of HTTP/2, so there all of them end. Events are
 * never whole, so their stream ends alone.
 */
static int cut_off(struct stream *stream)
{
	uint8_t none[LWS_PRE + 1];

	if (stream->http2 && stream->headed && stream->gate.request.lasting)
		lws_write(stream->wsi, none + LWS_PRE, 0, LWS_WRITE_HTTP_FINAL);
	else if (stream->http2)
		lws_set_timeout(lws_get_network_wsi(stream->wsi), PENDING_TIMEOUT_USER_OK,
				LWS_TO_KILL_ASYNC);
	return -1;
}

/*
 * Who is answered in the middle of his body, and cut off, may never see the answer: what he still
 * sends resets the connection (RFC 9112 section 9.6). So a body is read to its end, and forgotten,
 * unless it is longer than anything that is taken here.
 */
static bool is_sending(const struct stream *stream)
{
	const struct vdt_gate *gate = &stream->gate;

	return !gate->whole && !stream->sent && gate->request.body_size &&
	       gate->request.body_size <= BODY_FORGOTTEN;
}

static int on_writable(struct stream *stream)
{
	const struct vdt_reply *reply = &stream->gate.request.reply;
	bool final = false;

	if (!reply->status && !reply->broken)
		return 0;
	if (reply->broken)
		return cut_off(stream);
	if (!stream->headed && is_sending(stream))
		return 0;
	stream->moved = vdt_clock_boottime();
	if (!stream->headed) {
		if (!write_head(stream))
			return -1;
		if (!has_body(stream))
			return finish(stream);
	} else if (!write_body(stream, &final)) {
		return -1;
	}
	if (final)
		return finish(stream);
	if (reply->queued || reply->whole)
		lws_callback_on_writable(stream->wsi);
	return 0;
}

int vdt_http(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len)
{
	struct stream **slot = user, *stream = slot ? *slot : NULL;

	switch (reason) {
	case LWS_CALLBACK_HTTP:
		return slot ? on_request(wsi, slot) : -1;
	case LWS_CALLBACK_HTTP_BODY:
		return stream ? on_body(stream, in, len) : -1;
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
		return stream ? on_body_end(stream) : 0;
	case LWS_CALLBACK_HTTP_WRITEABLE:
		return stream ? on_writable(stream) : 0;
	case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
	case LWS_CALLBACK_CLOSED_HTTP:
		free_stream(stream);
		if (slot)
			*slot = NULL;
		return 0;
	case LWS_CALLBACK_WSI_DESTROY:
		vdt_door_close(lws_get_opaque_user_data(wsi));
		lws_set_opaque_user_data(wsi, NULL);
		return 0;
	/* No other protocol comes out of this one: neither h2c nor CONNECT. */
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
	case LWS_CALLBACK_RAW_ADOPT:
	case LWS_CALLBACK_RAW_RX:
	case LWS_CALLBACK_ESTABLISHED:
		return -1;
	default:
		return 0;
	}
}

struct vdt_gate *vdt_http_find(struct vdt_web *web, uint32_t number, enum vdt_proc from)
{
	struct vdt_request *request = vdt_ask_find(web, number, from);

	if (request)
		of_request(request)->moved = vdt_clock_boottime();
	return request ? &of_request(request)->gate : NULL;
}

void vdt_http_revoke(uint32_t account, const uint8_t *session, size_t len)
{
	struct stream *stream;

	LIST_FOREACH(stream, &streams, link) {
		struct vdt_request *request = &stream->gate.request;
		const struct vdt_msg_CHECKED *who = &request->who;

		if (!request->reply.streamed || request->reply.whole)
			continue;
		if (account ? who->account_id == account
			    : len && who->session_len == len && !memcmp(who->session, session, len))
			vdt_request_break(request);
	}
}

static bool is_too_slow(const struct stream *stream, uint64_t now)
{
	const struct vdt_request *request = &stream->gate.request;
	uint64_t age = (now - stream->born) / VDT_NS_PER_SECOND;
	uint64_t still = (now - stream->moved) / VDT_NS_PER_SECOND;
	bool streamed = request->route && request->route->flags & VDT_ROUTE_STREAMED;

	if (request->lasting)
		return request->reply.queued && still >= VDT_HTTP_STILL_TIME;
	if (!stream->gate.whole && age >= (streamed ? VDT_HTTP_STREAM_TIME : VDT_HTTP_BODY_TIME))
		return true;
	return still >= VDT_HTTP_STILL_TIME;
}

void vdt_http_sweep(struct vdt_web *web, uint64_t now)
{
	struct stream *stream;

	LIST_FOREACH(stream, &streams, link) {
		stream->conn->known |= stream->gate.known;
		if (is_too_slow(stream, now))
			lws_set_timeout(stream->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
	}
}
