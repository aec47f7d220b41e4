// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <errno.h>

#include "daemon/stream/rtsp.h"

#define HEAD	 "OPTIONS rtsps://cam/main RTSP/1.0\r\n"
#define BODY_MAX 100

static const struct {
	const char *input;
	int expected;
	const char *why;
} requests[] = {
	{HEAD "CSeq: 1\r\n\r\n", 1, "the smallest that clients send"},
	{HEAD "\r\n", 1, "no header at all: CSeq is the session's business"},
	{HEAD "CSeq:1\r\nUser-Agent: a\r\nUser-Agent: b\r\n\r\n", 1, "GStreamer repeats this one"},
	{HEAD "X: \t v \t\r\n\r\n", 1, "blanks around a value"},
	{HEAD "CSeq: 1\r\nContent-Length: 3\r\n\r\nabc", 1, "with a body"},
	{HEAD "Content-Length: 0\r\n\r\n", 1, "an empty body"},
	{"", 0, "nothing yet"},
	{HEAD, 0, "the head is not complete"},
	{HEAD "CSeq: 1\r\n\r", 0, "one byte is missing"},
	{HEAD "Content-Length: 3\r\n\r\nab", 0, "the body is not complete"},
	{HEAD "CSeq: 1\r\nCSeq: 2\r\n\r\n", -EBADMSG, "two CSeq"},
	{HEAD "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", -EBADMSG, "two lengths, equal"},
	{HEAD "Content-Length: 3\r\ncontent-length: 9\r\n\r\nabc", -EBADMSG, "two lengths, cased"},
	{HEAD "Content-Length: -1\r\n\r\n", -EBADMSG, "a negative length"},
	{HEAD "Content-Length: +1\r\n\r\na", -EBADMSG, "a signed length"},
	{HEAD "Content-Length: 0x1\r\n\r\na", -EBADMSG, "a hexadecimal length"},
	{HEAD "Content-Length: \r\n\r\n", -EBADMSG, "an empty length"},
	{HEAD "Content-Length: 1 2\r\n\r\n", -EBADMSG, "a length with a rest"},
	{HEAD "Content-Length: 18446744073709551616\r\n\r\n", -EBADMSG, "a length of 2^64"},
	{HEAD "Content-Length: 18446744073709551615\r\n\r\n", -E2BIG, "a length of 2^64 - 1"},
	{HEAD "Content-Length: 101\r\n\r\n", -E2BIG, "one more than may be"},
	{HEAD "Session: a\r\nSession: b\r\n\r\n", -EBADMSG, "two sessions"},
	{HEAD "Authorization: a\r\nAuthorization: b\r\n\r\n", -EBADMSG, "two credentials"},
	{HEAD "Transport: a\r\nTransport: b\r\n\r\n", -EBADMSG, "two transports"},
	{HEAD "no colon\r\n\r\n", -EBADMSG, "a header without a colon"},
	{HEAD ": value\r\n\r\n", -EBADMSG, "a header without a name"},
	{HEAD "Na me: v\r\n\r\n", -EBADMSG, "a blank in a name"},
	{HEAD "CSeq : 1\r\n\r\n", -EBADMSG, "a blank before the colon hides a header from others"},
	{HEAD "A: b\r\n c\r\n\r\n", -EBADMSG, "a folded line"},
	{HEAD "A: b\nB: c\r\n\r\n", -EBADMSG, "a bare line feed is no end of a line"},
	{HEAD "A: b\rB: c\r\n\r\n", -EBADMSG, "a bare carriage return"},
	{HEAD "A: \x01\r\n\r\n", -EBADMSG, "a control character"},
	{"OPTIONS rtsps://cam/main\r\n\r\n", -EBADMSG, "no version"},
	{"OPTIONS  RTSP/1.0\r\n\r\n", -EBADMSG, "no URL"},
	{"OPT(ONS rtsps://cam/main RTSP/1.0\r\n\r\n", -EBADMSG, "a method that is no token"},
	{"GET / HTTP/1.1\r\n\r\n", -EBADMSG, "HTTP"},
	{"\x16\x03\x01\r\n\r\n", -EBADMSG, "TLS inside TLS"},
	{"OPTIONS * RTSP/2.0\r\n\r\n", 1, "another version: the session refuses it by name"},
};

Test(rtsp, requests)
{
	struct vdt_rtsp req;

	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		int got = vdt_rtsp_request(requests[i].input, strlen(requests[i].input), BODY_MAX,
					   &req);

		cr_expect(got == requests[i].expected, "%s: %d, not %d", requests[i].why, got,
			  requests[i].expected);
		if (got == 1)
			cr_expect(req.size == strlen(requests[i].input), "%s: size %zu",
				  requests[i].why, req.size);
	}
}

Test(rtsp, every_prefix_of_a_good_request_is_incomplete)
{
	const char *text = HEAD "CSeq: 7\r\nContent-Length: 2\r\n\r\nok";
	struct vdt_rtsp req;

	for (size_t len = 0; len < strlen(text); len++)
		cr_expect(vdt_rtsp_request(text, len, BODY_MAX, &req) == 0, "at %zu", len);
	cr_assert(vdt_rtsp_request(text, strlen(text), BODY_MAX, &req) == 1);
	cr_expect(vdt_span_is(req.method, "OPTIONS"));
	cr_expect(vdt_span_is(req.url, "rtsps://cam/main"));
	cr_expect(vdt_span_is(vdt_rtsp_get(&req, "cseq"), "7"));
	cr_expect(vdt_span_is(req.body, "ok"));
	cr_expect_null(vdt_rtsp_get(&req, "Session").at);
}

static size_t put(char *text, size_t at, const char *piece)
{
	memcpy(text + at, piece, strlen(piece));
	return at + strlen(piece);
}

/* HEAD, one header whose line is @line bytes long, the end. */
static int parse_line(size_t line)
{
	static char text[VDT_RTSP_HEAD * 2];
	size_t at = put(text, 0, HEAD "Authorization: ");
	struct vdt_rtsp req;

	memset(text + at, 'A', line - strlen("Authorization: "));
	at = put(text, at + line - strlen("Authorization: "), "\r\n\r\n");
	return vdt_rtsp_request(text, at, BODY_MAX, &req);
}

static int parse_headers(unsigned int count)
{
	static char text[VDT_RTSP_HEAD * 2];
	size_t at = put(text, 0, HEAD);
	struct vdt_rtsp req;

	while (count--)
		at = put(text, at, "X: y\r\n");
	at = put(text, at, "\r\n");
	return vdt_rtsp_request(text, at, BODY_MAX, &req);
}

Test(rtsp, bounds)
{
	static char flood[VDT_RTSP_HEAD];
	struct vdt_rtsp req;

	cr_expect(parse_line(VDT_RTSP_LINE) == 1, "the longest line");
	cr_expect(parse_line(VDT_RTSP_LINE + 1) == -E2BIG, "an Authorization a byte longer");
	cr_expect(parse_headers(VDT_RTSP_HEADERS) == 1, "the most headers");
	cr_expect(parse_headers(VDT_RTSP_HEADERS + 1) == -E2BIG, "one header more");
	memset(flood, 'A', sizeof(flood));
	cr_expect(vdt_rtsp_request(flood, sizeof(flood) - 1, 0, &req) == 0, "may still end");
	cr_expect(vdt_rtsp_request(flood, sizeof(flood), 0, &req) == -E2BIG, "never ends");
}

Test(rtsp, responses)
{
	struct vdt_rtsp msg;
	const char *good = "RTSP/1.0 200 OK\r\nSession: 5\r\n\r\n";

	cr_expect(vdt_rtsp_response(good, strlen(good), 0, &msg) == 1 && msg.status == 200);
	cr_expect(vdt_rtsp_response("HTTP/1.0 200 OK\r\n\r\n", 19, 0, &msg) == -EBADMSG);
	cr_expect(vdt_rtsp_response("RTSP/1.0 2000 O\r\n\r\n", 19, 0, &msg) == -EBADMSG);
}

static const struct {
	const char *url;
	const char *path;
} urls[] = {
	{"rtsps://cam/main", "/main"},
	{"rtsp://cam:322/main?token=1", "/main"},
	{"RTSPS://u:p@[fd00::1]:322/a/b", "/a/b"},
	{"rtsps://cam", NULL},
	{"http://cam/main", NULL},
	{"*", NULL},
	{"/main", NULL},
};

Test(rtsp, paths)
{
	for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
		struct vdt_span url = {urls[i].url, strlen(urls[i].url)};
		struct vdt_span path = vdt_rtsp_path(url);

		cr_expect(urls[i].path ? vdt_span_is(path, urls[i].path) : !path.at, "%s",
			  urls[i].url);
	}
}
