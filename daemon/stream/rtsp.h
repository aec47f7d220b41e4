/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * RTSP messages (RFC 2326): parsed in place, nothing is copied and nothing is allocated. Everything
 * here is strict where clients are: CRLF only, no folded lines, no second Content-Length.
 */
#ifndef VDT_STREAM_RTSP_H
#define VDT_STREAM_RTSP_H

#include "daemon/stream/span.h"

#define VDT_RTSP_LINE	 4096  /* bytes of one line */
#define VDT_RTSP_HEAD	 16384 /* bytes of start line and headers together */
#define VDT_RTSP_HEADERS 32
#define VDT_RTSP_BODY	 8192 /* bytes of the body, from whom may send one */

struct vdt_rtsp_header {
	struct vdt_span name;
	struct vdt_span value;
};

struct vdt_rtsp {
	struct vdt_span method; /* of a request */
	struct vdt_span url;
	struct vdt_span version;
	unsigned int status; /* of a response */
	unsigned int count;
	struct vdt_rtsp_header header[VDT_RTSP_HEADERS];
	struct vdt_span body;
	size_t size; /* bytes that the whole message takes */
};

/*
 * Parse the message at the start of the @len bytes @data; @body_max is the longest body taken.
 * Returns 1 and fills @ret, whose spans point into @data; 0 if the message is not complete yet;
 * -EBADMSG if it can never become a message; -E2BIG if it passes a bound. After an error the
 * connection cannot be synchronised again.
 */
int vdt_rtsp_request(const char *data, size_t len, size_t body_max, struct vdt_rtsp *ret);
int vdt_rtsp_response(const char *data, size_t len, size_t body_max, struct vdt_rtsp *ret);

/* The value of header @name, compared without case; an empty span with .at NULL if there is none.
 */
struct vdt_span vdt_rtsp_get(const struct vdt_rtsp *msg, const char *name);
/* The path of an RTSP URL without its query: "/main" of rtsp://user@host:322/main?x. .at NULL if it
 * is no RTSP URL. */
struct vdt_span vdt_rtsp_path(struct vdt_span url);
/* The phrase of a status code. */
const char *vdt_rtsp_phrase(unsigned int status);

#endif /* VDT_STREAM_RTSP_H */
