// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/web/admit.h"
#include "daemon/web/ask.h"
#include "daemon/web/web.h"

static void refuse(struct vdt_gate *gate, enum vdt_problem problem)
{
	vdt_request_problem(&gate->request, problem, NULL);
}

static void copy_text(char *to, size_t room, const char *from)
{
	snprintf(to, room, "%s", from);
}

/* the route */

static void allow(struct vdt_gate *gate, unsigned int methods)
{
	char text[64] = "OPTIONS";
	size_t len = strlen(text);

	for (int m = 0; m < VDT_METHOD_END; m++)
		if (methods & 1u << m)
			len += (size_t)snprintf(text + len, sizeof(text) - len, ", %s%s",
						vdt_method_name(m), m == VDT_GET ? ", HEAD" : "");
	vdt_request_header(&gate->request, "allow:", text);
}

/* Returns whether there is one; if not, the request is answered. */
static bool find_route(struct vdt_gate *gate, const struct vdt_asked *asked)
{
	struct vdt_request *request = &gate->request;
	enum vdt_method method = asked->verb == VDT_VERB_ROUTED ? asked->method : VDT_GET;
	struct vdt_route_match match;

	vdt_route_find(vdt_routes, vdt_routes_count, method, asked->head.path, &match);
	request->route = match.route;
	memcpy(request->param, match.param, sizeof(match.param));
	if (!match.methods) {
		refuse(gate, VDT_PROBLEM_NOT_FOUND);
		return false;
	}
	if (asked->verb == VDT_VERB_OPTIONS) {
		allow(gate, match.methods);
		vdt_request_reply(request, 204, NULL);
		return false;
	}
	if (!match.route || asked->verb == VDT_VERB_UNKNOWN) {
		allow(gate, match.methods);
		refuse(gate, VDT_PROBLEM_METHOD);
		return false;
	}
	return true;
}

/* Credentials in an address end in logs and histories; no route knows such a parameter. */
static bool take_queries(struct vdt_gate *gate, const struct vdt_asked *asked)
{
	struct vdt_request *request = &gate->request;

	for (unsigned int i = 0; i < asked->n_queries; i++) {
		const char *name = asked->query[i].name;

		if (!vdt_route_knows(request->route, name) || vdt_request_query(request, name))
			return false;
		request->query[request->n_queries++] = asked->query[i];
	}
	return true;
}

static bool is_unsafe(const struct vdt_route *route)
{
	return route->method != VDT_GET;
}

/* What the route wants of the headers; the first problem, or VDT_PROBLEM_END. */
static enum vdt_problem check_headers(struct vdt_gate *gate, const struct vdt_asked *asked)
{
	const struct vdt_route *route = gate->request.route;
	const struct vdt_head *head = &asked->head;
	size_t len = strlen(head->if_match);

	if (!take_queries(gate, asked))
		return VDT_PROBLEM_BAD_REQUEST;
	if (gate->request.body_size > route->body)
		return VDT_PROBLEM_TOO_LARGE;
	if (route->body && !*head->length)
		return VDT_PROBLEM_LENGTH_REQUIRED;
	if (gate->request.body_size && !(route->flags & VDT_ROUTE_STREAMED) &&
	    !vdt_strict_json_type(head->type))
		return VDT_PROBLEM_MEDIA_TYPE;
	if (len) {
		if (len < 3 || *head->if_match != '"' || head->if_match[len - 1] != '"')
			return VDT_PROBLEM_BAD_REQUEST;
		memcpy(gate->request.if_match, head->if_match + 1, len - 2);
	} else if (route->flags & VDT_ROUTE_IF_MATCH) {
		return VDT_PROBLEM_PRECONDITION_REQUIRED;
	}
	return VDT_PROBLEM_END;
}

/* who asks */

static void check(struct vdt_gate *gate, const struct vdt_identity *identity)
{
	const struct vdt_route *route = gate->request.route;
	struct vdt_msg_CHECK msg = {
		.req = gate->request.number,
		.carrier = identity->carrier,
		.class = route->class,
		.touch = !(route->flags & VDT_ROUTE_QUIET),
		.fresh = !!(route->flags & VDT_ROUTE_FRESH),
		.grant_to = route->grant_to,
		.transport = VDT_AUDIT_HTTPS,
	};

	copy_text(msg.source, sizeof(msg.source), gate->request.source);
	copy_text(msg.token, sizeof(msg.token), identity->token);
	vdt_ask(&gate->request, VDT_AUTH, VDT_MSG_CHECK, &msg);
	explicit_bzero(&msg, sizeof(msg));
}

static void identify(struct vdt_gate *gate, const struct vdt_asked *asked)
{
	struct vdt_request *request = &gate->request;
	struct vdt_identity identity;
	bool open = request->route->class == VDT_CLASS_PRE_AUTH;

	if (vdt_identity_read(&asked->head, &identity))
		refuse(gate, VDT_PROBLEM_BAD_REQUEST);
	else if (!open && !*identity.token)
		refuse(gate, VDT_PROBLEM_UNAUTHENTICATED);
	else if (is_unsafe(request->route) && !vdt_identity_same_site(&asked->head, &identity))
		refuse(gate, VDT_PROBLEM_CROSS_SITE);
	else if (open)
		gate->checked = true;
	else
		check(gate, &identity);
	request->cookie = *identity.token && identity.carrier == VDT_CARRIER_COOKIE;
	if (request->cookie)
		vdt_identity_csrf(identity.token, request->csrf);
	copy_text(request->device, sizeof(request->device), identity.device);
	if (request->route->flags & VDT_ROUTE_LASTING)
		gate->identity = identity;
	explicit_bzero(&identity, sizeof(identity));
}

/* the body */

/* Wipes what the text was parsed from: it may have been a password. */
static void drop_body(struct vdt_gate *gate)
{
	if (gate->body)
		explicit_bzero(gate->body, gate->held);
	free(gate->body);
	gate->body = NULL;
	gate->held = gate->room = 0;
}

static bool hold(struct vdt_gate *gate, const uint8_t *data, size_t len)
{
	if (gate->held + len > gate->room) {
		size_t room = gate->held + len < 4096 ? 4096 : (gate->held + len) * 2;
		uint8_t *body = malloc(room);

		if (!body)
			return false;
		if (gate->body) {
			memcpy(body, gate->body, gate->held);
			explicit_bzero(gate->body, gate->held);
		}
		free(gate->body);
		gate->body = body;
		gate->room = room;
	}
	memcpy(gate->body + gate->held, data, len);
	gate->held += len;
	return true;
}

/* Returns whether the body is JSON; if not, the request is answered. */
static bool parse_body(struct vdt_gate *gate)
{
	struct vdt_request *request = &gate->request;

	if (request->route->body && gate->held) {
		if (vdt_strict_depth((const char *)gate->body, gate->held))
			request->body = json_loadb((const char *)gate->body, gate->held,
						   JSON_REJECT_DUPLICATES, NULL);
		drop_body(gate);
		if (!request->body) {
			vdt_request_problem(request, VDT_PROBLEM_BAD_REQUEST,
					    "the body is not JSON");
			return false;
		}
	}
	return true;
}

/* the handler */

static void hand_pieces(struct vdt_gate *gate)
{
	struct vdt_request *request = &gate->request;

	if (!gate->begun || !(request->route->flags & VDT_ROUTE_STREAMED) || !request->body_wanted)
		return;
	if (gate->held)
		request->route->ops->piece(request, gate->body, gate->held);
	drop_body(gate);
	if (gate->whole && request->body_wanted) {
		request->body_wanted = false;
		request->route->ops->piece(request, NULL, 0);
	}
}

static void begin_if_ready(struct vdt_gate *gate)
{
	struct vdt_request *request = &gate->request;
	bool streamed;

	if (gate->begun || !gate->checked || request->reply.status)
		return;
	streamed = request->route->flags & VDT_ROUTE_STREAMED;
	if (!streamed && (!gate->whole || !parse_body(gate)))
		return;
	if (!vdt_admit(request))
		return;
	gate->begun = true;
	request->route->ops->begin(request);
	hand_pieces(gate);
}

void vdt_gate_enter(struct vdt_gate *gate, const struct vdt_asked *asked)
{
	enum vdt_problem problem;
	int err = asked->fault;

	if (!err)
		err = vdt_strict_head(&asked->head, gate->request.web->hostname);
	if (err) {
		refuse(gate, vdt_strict_problem(err));
		return;
	}
	if (*asked->head.length)
		vdt_strict_length(asked->head.length, &gate->request.body_size);
	gate->whole = !gate->request.body_size;
	if (!find_route(gate, asked))
		return;
	problem = check_headers(gate, asked);
	if (problem != VDT_PROBLEM_END) {
		refuse(gate, problem);
		return;
	}
	identify(gate, asked);
	begin_if_ready(gate);
}

void vdt_gate_body(struct vdt_gate *gate, const uint8_t *data, size_t len)
{
	struct vdt_request *request = &gate->request;

	if (request->reply.status || !request->route)
		return;
	gate->got += len;
	if (gate->got > request->body_size) {
		refuse(gate, VDT_PROBLEM_TOO_LARGE);
		return;
	}
	if (gate->begun && request->body_wanted && !gate->held) {
		request->route->ops->piece(request, data, len);
		return;
	}
	if (gate->held + len > VDT_GATE_HOLD || !hold(gate, data, len)) {
		refuse(gate, VDT_PROBLEM_UNAVAILABLE);
		return;
	}
	hand_pieces(gate);
}

void vdt_gate_body_end(struct vdt_gate *gate)
{
	struct vdt_request *request = &gate->request;

	if (request->reply.status || !request->route || gate->whole)
		return;
	if (gate->got != request->body_size) {
		refuse(gate, VDT_PROBLEM_BAD_REQUEST);
		return;
	}
	gate->whole = true;
	begin_if_ready(gate);
	hand_pieces(gate);
}

static void take_verdict(struct vdt_gate *gate, const struct vdt_msg_CHECKED *msg)
{
	static const enum vdt_problem problems[VDT_SESSION_END] = {
		[VDT_SESSION_NONE] = VDT_PROBLEM_UNAUTHENTICATED,
		[VDT_SESSION_FORBIDDEN] = VDT_PROBLEM_FORBIDDEN,
		[VDT_SESSION_MUST_CHANGE] = VDT_PROBLEM_MUST_CHANGE,
		[VDT_SESSION_REAUTH] = VDT_PROBLEM_REAUTHENTICATE,
		[VDT_SESSION_INACTIVE] = VDT_PROBLEM_INACTIVE,
	};

	if (gate->checked)
		return;
	vdt_ask_end(&gate->request);
	if (gate->request.reply.status && msg->verdict != VDT_SESSION_OK)
		vdt_request_break(&gate->request);
	gate->known = msg->verdict != VDT_SESSION_NONE && msg->verdict != VDT_SESSION_INACTIVE;
	if (msg->verdict != VDT_SESSION_OK) {
		refuse(gate, problems[msg->verdict]);
		return;
	}
	gate->checked = true;
	gate->request.who = *msg;
	if (gate->begun)
		gate->request.route->ops->begin(&gate->request);
	else
		begin_if_ready(gate);
}

void vdt_gate_renew(struct vdt_request *request)
{
	struct vdt_gate *gate = (struct vdt_gate *)request;

	gate->checked = false;
	check(gate, &gate->identity);
}

void vdt_gate_message(struct vdt_gate *gate, enum vdt_msg id, const void *payload, int fd)
{
	struct vdt_request *request = &gate->request;

	if (id == VDT_MSG_CHECKED) {
		take_verdict(gate, payload);
	} else if (gate->begun && request->route->ops->message) {
		request->route->ops->message(request, id, payload, fd);
		hand_pieces(gate);
	} else if (fd >= 0) {
		close(fd);
	}
}

void vdt_gate_leave(struct vdt_gate *gate)
{
	vdt_ask_end(&gate->request);
	if (gate->begun && gate->request.route->ops->end)
		gate->request.route->ops->end(&gate->request);
	drop_body(gate);
	explicit_bzero(&gate->identity, sizeof(gate->identity));
	vdt_request_finish(&gate->request);
}
