// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include "daemon/stream/rtsp.h"

#define VERSION "RTSP/1.0"

/* A second one of these would let two readers of the same bytes disagree about what they mean. */
static const char *const single_headers[] = {"Content-Length", "CSeq", "Session", "Authorization",
					     "Transport"};

static bool is_token(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool all_tokens(struct vdt_span span)
{
	for (size_t i = 0; i < span.len; i++)
		if (!is_token(span.at[i]))
			return false;
	return span.len;
}

static bool has_control(struct vdt_span span)
{
	for (size_t i = 0; i < span.len; i++)
		if (((unsigned char)span.at[i] < ' ' && span.at[i] != '\t') || span.at[i] == 0x7f)
			return true;
	return false;
}

/* The lines up to the empty one, each without its CRLF. Returns the bytes of the head, or as
 * vdt_rtsp_request(). */
static int find_head(const char *data, size_t len)
{
	const char *end = memmem(data, len < VDT_RTSP_HEAD ? len : VDT_RTSP_HEAD, "\r\n\r\n", 4);

	if (end)
		return end - data + 4;
	return len >= VDT_RTSP_HEAD ? -E2BIG : 0;
}

static int next_line(struct vdt_span *head, struct vdt_span *ret_line)
{
	const char *end = memmem(head->at, head->len, "\r\n", 2);
	struct vdt_span line = {head->at, end - head->at};

	if (line.len > VDT_RTSP_LINE)
		return -E2BIG;
	if (has_control(line))
		return -EBADMSG;
	head->at += line.len + 2;
	head->len -= line.len + 2;
	*ret_line = line;
	return 0;
}

static bool is_single(struct vdt_span name)
{
	for (size_t i = 0; i < sizeof(single_headers) / sizeof(*single_headers); i++)
		if (vdt_span_names(name, single_headers[i]))
			return true;
	return false;
}

static bool has_header(const struct vdt_rtsp *msg, struct vdt_span name)
{
	for (unsigned int i = 0; i < msg->count; i++)
		if (msg->header[i].name.len == name.len &&
		    !strncasecmp(msg->header[i].name.at, name.at, name.len))
			return true;
	return false;
}

static int parse_header(struct vdt_rtsp *msg, struct vdt_span line)
{
	struct vdt_span value = line, name;

	if (!memchr(line.at, ':', line.len))
		return -EBADMSG;
	name = vdt_span_cut(&value, ':');
	if (!all_tokens(name))
		return -EBADMSG;
	if (is_single(name) && has_header(msg, name))
		return -EBADMSG;
	if (msg->count == VDT_RTSP_HEADERS)
		return -E2BIG;
	msg->header[msg->count++] = (struct vdt_rtsp_header){name, vdt_span_trim(value)};
	return 0;
}

static int parse_headers(struct vdt_rtsp *msg, struct vdt_span head)
{
	struct vdt_span line;
	int err;

	for (;;) {
		err = next_line(&head, &line);
		if (err || !line.len)
			return err;
		err = parse_header(msg, line);
		if (err)
			return err;
	}
}

static int take_body(struct vdt_rtsp *msg, const char *data, size_t len, size_t head,
		     size_t body_max)
{
	struct vdt_span text = vdt_rtsp_get(msg, "Content-Length");
	unsigned long size = 0;

	if (text.at && vdt_span_number(text, (unsigned long)-1, &size))
		return -EBADMSG;
	if (size > body_max)
		return -E2BIG;
	if (len - head < size)
		return 0;
	msg->body = (struct vdt_span){data + head, size};
	msg->size = head + size;
	return 1;
}

static int parse_request_line(struct vdt_rtsp *msg, struct vdt_span line)
{
	msg->method = vdt_span_cut(&line, ' ');
	msg->url = vdt_span_cut(&line, ' ');
	msg->version = line;
	if (!all_tokens(msg->method) || !msg->url.len || !vdt_span_starts(line, "RTSP/"))
		return -EBADMSG;
	return 0;
}

static int parse_status_line(struct vdt_rtsp *msg, struct vdt_span line)
{
	unsigned long status;

	msg->version = vdt_span_cut(&line, ' ');
	if (!vdt_span_is(msg->version, VERSION) ||
	    vdt_span_number(vdt_span_cut(&line, ' '), 999, &status))
		return -EBADMSG;
	msg->status = status;
	return 0;
}

static int parse(const char *data, size_t len, size_t body_max,
		 int (*start_line)(struct vdt_rtsp *msg, struct vdt_span line),
		 struct vdt_rtsp *ret)
{
	struct vdt_span head, line;
	int size = find_head(data, len), err;

	if (size <= 0)
		return size;
	*ret = (struct vdt_rtsp){0};
	head = (struct vdt_span){data, size};
	err = next_line(&head, &line);
	if (!err)
		err = start_line(ret, line);
	if (!err)
		err = parse_headers(ret, head);
	return err ? err : take_body(ret, data, len, size, body_max);
}

int vdt_rtsp_request(const char *data, size_t len, size_t body_max, struct vdt_rtsp *ret)
{
	return parse(data, len, body_max, parse_request_line, ret);
}

int vdt_rtsp_response(const char *data, size_t len, size_t body_max, struct vdt_rtsp *ret)
{
	return parse(data, len, body_max, parse_status_line, ret);
}

struct vdt_span vdt_rtsp_get(const struct vdt_rtsp *msg, const char *name)
{
	for (unsigned int i = 0; i < msg->count; i++)
		if (vdt_span_names(msg->header[i].name, name))
			return msg->header[i].value;
	return (struct vdt_span){NULL, 0};
}

struct vdt_span vdt_rtsp_path(struct vdt_span url)
{
	struct vdt_span none = {NULL, 0};
	const char *slash;
	size_t scheme;

	/* GStreamer asks for rtsp:// inside TLS, too. */
	scheme = vdt_span_starts(url, "rtsps://") ? 8 : vdt_span_starts(url, "rtsp://") ? 7 : 0;
	if (!scheme)
		return none;
	slash = memchr(url.at + scheme, '/', url.len - scheme);
	if (!slash)
		return none;
	url.len -= slash - url.at;
	url.at = slash;
	return vdt_span_cut(&url, '?');
}

const char *vdt_rtsp_phrase(unsigned int status)
{
	static const struct {
		unsigned int status;
		const char *phrase;
	} table[] = {
		{200, "OK"},
		{400, "Bad Request"},
		{401, "Unauthorized"},
		{404, "Not Found"},
		{405, "Method Not Allowed"},
		{413, "Request Entity Too Large"},
		{451, "Parameter Not Understood"},
		{453, "Not Enough Bandwidth"},
		{454, "Session Not Found"},
		{455, "Method Not Valid in This State"},
		{461, "Unsupported Transport"},
		{501, "Not Implemented"},
		{503, "Service Unavailable"},
		{505, "RTSP Version Not Supported"},
		{551, "Option not supported"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (table[i].status == status)
			return table[i].phrase;
	return "Internal Server Error";
}
