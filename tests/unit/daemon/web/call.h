/* SPDX-License-Identifier: BSD-3-Clause */
/* One request through the table of routes and its handler; the other processes are the test. */
#ifndef VDT_TEST_CALL_H
#define VDT_TEST_CALL_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/web/admit.h"
#include "daemon/web/request.h"
#include "daemon/web/route.h"
#include "daemon/web/web.h"

static struct vdt_web web;
static struct vdt_request call;
static struct {
	unsigned int count;
	enum vdt_proc to;
	enum vdt_msg id;
	_Alignas(uint64_t) uint8_t payload[VDT_MSG_ROOM];
} sent;
static int send_error;

int vdt_child_send(struct vdt_child *child, enum vdt_proc peer, enum vdt_msg id,
		   const void *payload)
{
	cr_assert_eq(vdt_msg_check(VDT_WEB, peer, id, payload, vdt_msg_size(id)), 0);
	sent.count++;
	sent.to = peer;
	sent.id = id;
	memcpy(sent.payload, payload, vdt_msg_size(id));
	return send_error;
}

/* What was asked last, which must be a message @name to auth or whomever. */
#define SENT(process, name) \
	({ \
		cr_assert_eq(sent.count, 1); \
		cr_assert_eq(sent.to, VDT_##process); \
		cr_assert_eq(sent.id, VDT_MSG_##name); \
		sent.count = 0; \
		(const struct vdt_msg_##name *)sent.payload; \
	})

static void wake(struct vdt_request *request)
{
}

static inline void hang_up(void)
{
	if (call.route && call.route->ops->end)
		call.route->ops->end(&call);
	if (call.asking) {
		LIST_REMOVE(&call, link);
		web.asks--;
	}
	if (call.route)
		vdt_request_finish(&call);
	memset(&call, 0, sizeof(call));
	sent.count = 0;
}

/* "a=1&b=2" */
static inline void take_query(char *text)
{
	char *part;

	while ((part = strsep(&text, "&"))) {
		struct vdt_parameter *query = &call.query[call.n_queries++];
		char *value = strchr(part, '=');

		*value++ = '\0';
		snprintf(query->name, sizeof(query->name), "%s", part);
		snprintf(query->value, sizeof(query->value), "%s", value);
	}
}

/* Send one; @target may have a query, @json may be NULL. Whether the handler saw it. */
static inline bool send_call(enum vdt_method method, const char *target, const char *if_match,
			     const char *json)
{
	struct vdt_route_match match;
	char path[256], *query;

	hang_up();
	snprintf(path, sizeof(path), "%s", target);
	query = strchr(path, '?');
	if (query)
		*query++ = '\0';
	vdt_route_find(vdt_routes, vdt_routes_count, method, path, &match);
	cr_assert_not_null(match.route, "%s", target);
	vdt_request_init(&call);
	call.web = &web;
	call.number = 7;
	call.wake = wake;
	call.route = match.route;
	memcpy(call.param, match.param, sizeof(call.param));
	if (query)
		take_query(query);
	if (if_match)
		snprintf(call.if_match, sizeof(call.if_match), "%s", if_match);
	if (json) {
		call.body = json_loads(json, 0, NULL);
		cr_assert_not_null(call.body, "%s", json);
	}
	if (!vdt_admit(&call))
		return false;
	match.route->ops->begin(&call);
	return true;
}

#define TELL(name, ...) \
	do { \
		struct vdt_msg_##name message = {.req = 7, __VA_ARGS__}; \
		call.route->ops->message(&call, VDT_MSG_##name, &message, -1); \
	} while (0)

/* The body of the answer so far. */
static inline const char *answer(void)
{
	static char text[65536];
	const struct vdt_piece *piece;
	size_t len = 0;

	STAILQ_FOREACH(piece, &call.reply.pieces, next) {
		cr_assert_lt(len + piece->len, sizeof(text));
		memcpy(text + len, piece->data, piece->len);
		len += piece->len;
	}
	text[len] = '\0';
	return text;
}

/* The answer is @status, whole, and, unless NULL, its body is @body. */
static inline void expect(unsigned int status, const char *body)
{
	cr_assert_eq(call.reply.status, status, "%u %s", call.reply.status, answer());
	cr_assert(call.reply.whole);
	if (body)
		cr_assert_str_eq(answer(), body, "%s", answer());
}

static inline void expect_header(const char *name, const char *value)
{
	for (unsigned int i = 0; i < call.reply.n_headers; i++)
		if (!strcmp(call.reply.header[i].name, name)) {
			cr_assert_str_eq(call.reply.header[i].value, value);
			return;
		}
	cr_assert_fail("no %s", name);
}

#endif /* VDT_TEST_CALL_H */
