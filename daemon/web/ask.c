// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/ask.h"

#include <errno.h>
#include <unistd.h>

#include "daemon/web/web.h"
#include "lib/base/clock.h"

static void stop_asking(struct vdt_request *request)
{
	if (!request->asking)
		return;
	LIST_REMOVE(request, link);
	request->asking = false;
	request->web->asks--;
}

static int start_asking(struct vdt_request *request)
{
	struct vdt_web *web = request->web;

	if (!request->asking && web->asks == VDT_ASKS)
		return -ENOBUFS;
	if (!request->asking) {
		LIST_INSERT_HEAD(&web->asking, request, link);
		web->asks++;
	}
	request->asking = true;
	request->deadline = vdt_clock_boottime() + VDT_ASK_TIME * VDT_NS_PER_SECOND;
	return 0;
}

int vdt_ask(struct vdt_request *request, enum vdt_proc proc, enum vdt_msg id, const void *payload)
{
	int err = start_asking(request);

	if (!err)
		err = vdt_child_send(request->web->child, proc, id, payload);
	if (!err) {
		request->asked |= 1u << proc;
		return 0;
	}
	stop_asking(request);
	vdt_request_problem(request, VDT_PROBLEM_UNAVAILABLE, NULL);
	return err;
}

struct vdt_request *vdt_ask_find(struct vdt_web *web, uint32_t number, enum vdt_proc from)
{
	struct vdt_request *request;

	LIST_FOREACH(request, &web->asking, link)
		if (request->number == number && request->asked & 1u << from)
			break;
	if (request)
		request->deadline = vdt_clock_boottime() + VDT_ASK_TIME * VDT_NS_PER_SECOND;
	return request;
}

void vdt_ask_end(struct vdt_request *request)
{
	stop_asking(request);
}

/* An answer that has begun can only be cut. */
static void give_up(struct vdt_request *request, enum vdt_problem problem)
{
	stop_asking(request);
	if (request->reply.streamed && !request->reply.whole)
		vdt_request_break(request);
	else
		vdt_request_problem(request, problem, NULL);
}

void vdt_ask_lost(struct vdt_web *web, enum vdt_proc proc)
{
	struct vdt_request *request, *next;

	for (request = LIST_FIRST(&web->asking); request; request = next) {
		next = LIST_NEXT(request, link);
		if (request->asked & 1u << proc)
			give_up(request, VDT_PROBLEM_UNAVAILABLE);
	}
}

void vdt_ask_sweep(struct vdt_web *web, uint64_t now)
{
	struct vdt_request *request, *next;

	for (request = LIST_FIRST(&web->asking); request; request = next) {
		next = LIST_NEXT(request, link);
		if (request->deadline <= now)
			give_up(request, VDT_PROBLEM_TIMEOUT);
	}
}
