// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/events.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "daemon/web/ask.h"
#include "daemon/web/gate.h"
#include "daemon/web/web.h"
#include "lib/base/clock.h"

struct client {
	LIST_ENTRY(client) link;
	struct vdt_request *request;
	uint64_t renewed, spoke; /* CLOCK_BOOTTIME, nanoseconds */
};

static LIST_HEAD(, client) clients = LIST_HEAD_INITIALIZER(clients);

static unsigned int count_clients(void)
{
	const struct client *client;
	unsigned int count = 0;

	LIST_FOREACH(client, &clients, link)
		count++;
	return count;
}

static void subscribe(struct vdt_request *request)
{
	const struct vdt_msg_SUBSCRIBE msg = {.req = request->number, .on = 1};

	vdt_ask(request, VDT_AUDIT, VDT_MSG_SUBSCRIBE, &msg);
}

static void begin(struct vdt_request *request)
{
	struct client *client = request->state;

	if (!client && count_clients() < VDT_EVENTS_CLIENTS)
		client = calloc(1, sizeof(*client));
	if (!client) {
		vdt_request_problem(request, VDT_PROBLEM_UNAVAILABLE, "too many listen already");
		return;
	}
	if (!request->state) {
		LIST_INSERT_HEAD(&clients, client, link);
		client->request = request;
		request->state = client;
	}
	client->renewed = vdt_clock_boottime();
	subscribe(request);
}

static void speak(struct client *client, const void *text, size_t len)
{
	if (client->request->reply.queued + len > VDT_EVENTS_QUEUE)
		vdt_request_break(client->request);
	else
		vdt_request_write(client->request, text, len);
	client->spoke = vdt_clock_boottime();
}

static void take_done(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	const struct vdt_msg_DONE *msg = payload;

	if (id != VDT_MSG_DONE)
		return;
	vdt_ask_end(request);
	if (msg->code) {
		vdt_request_problem(request, vdt_problem_of_code(msg->code), msg->reason);
		vdt_request_break(request);
	} else if (!request->lasting) {
		request->lasting = true;
		vdt_request_open(request, 200, "text/event-stream");
		speak(request->state, ": begun\n\n", 9);
	}
}

static void end(struct vdt_request *request)
{
	static const struct vdt_msg_SUBSCRIBE off = {};
	struct client *client = request->state;

	if (!client)
		return;
	LIST_REMOVE(client, link);
	free(client);
	if (LIST_EMPTY(&clients))
		vdt_child_send(request->web->child, VDT_AUDIT, VDT_MSG_SUBSCRIBE, &off);
}

const struct vdt_route_ops vdt_api_events = {.begin = begin, .message = take_done, .end = end};

void vdt_events_tell(const struct vdt_msg_EVENT *event)
{
	char text[VDT_TEXT_ROOM + 64];
	struct client *client;
	int len = snprintf(text, sizeof(text), "id: %llu\ndata: %.*s\n\n",
			   (unsigned long long)event->seq, (int)event->json_len,
			   (const char *)event->json);

	LIST_FOREACH(client, &clients, link)
		if (client->request->lasting && len < (int)sizeof(text))
			speak(client, text, (size_t)len);
}

void vdt_events_sweep(uint64_t now)
{
	struct client *client;

	LIST_FOREACH(client, &clients, link) {
		if (!client->request->lasting)
			continue;
		if (now - client->spoke > VDT_EVENTS_BEAT * VDT_NS_PER_SECOND)
			speak(client, ":\n\n", 3);
		if (now - client->renewed > VDT_EVENTS_RENEW * VDT_NS_PER_SECOND) {
			client->renewed = now;
			vdt_gate_renew(client->request);
		}
	}
}
