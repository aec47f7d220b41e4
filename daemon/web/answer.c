// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/answer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "daemon/web/ask.h"
#include "daemon/web/web.h"

void vdt_answer_done(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	if (id == VDT_MSG_DONE)
		vdt_request_done(request, payload);
}

void vdt_answer_proof(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	const struct vdt_msg_DONE *done = payload;

	if (id == VDT_MSG_DONE && done->code == -EACCES)
		vdt_request_problem(request, VDT_PROBLEM_INVALID, done->reason);
	else
		vdt_answer_done(request, id, payload, fd);
}

void vdt_answer_made(struct vdt_request *request, const struct vdt_msg_DONE *done,
		     const char *collection)
{
	char location[VDT_REPLY_HEADER_ROOM];

	if (done->code) {
		vdt_request_done(request, done);
		return;
	}
	snprintf(location, sizeof(location), "%s/%" PRIu32, collection, done->id);
	vdt_request_header(request, "location:", location);
	vdt_request_reply(request, 201, json_pack("{s:I}", "id", (json_int_t)done->id));
}

static void finish_list(struct vdt_request *request, const struct vdt_answer_list *list,
			const struct vdt_msg_DONE *done)
{
	json_t *members = request->state;

	request->state = NULL;
	if (done->code) {
		json_decref(members);
		vdt_request_done(request, done);
		return;
	}
	vdt_request_reply(request, 200,
			  json_pack("{s:o}", list->name, members ? members : json_array()));
}

void vdt_answer_list(struct vdt_request *request, const struct vdt_answer_list *list,
		     enum vdt_msg id, const void *payload)
{
	if (id == VDT_MSG_DONE) {
		finish_list(request, list, payload);
		return;
	}
	if (id != list->member)
		return;
	if (!request->state)
		request->state = json_array();
	if (json_array_size(request->state) == VDT_ANSWER_MEMBERS)
		vdt_request_problem(request, VDT_PROBLEM_INTERNAL, NULL);
	else
		json_array_append_new(request->state, list->to_json(payload));
}

void vdt_answer_list_end(struct vdt_request *request)
{
	json_decref(request->state);
	request->state = NULL;
}

/* Whom a relay has asked; request->state points to one of them while it runs. */
static const enum vdt_proc asked[VDT_PROC_COUNT] = {
	[VDT_GUARD] = VDT_GUARD,
	[VDT_AUDIT] = VDT_AUDIT,
};

void vdt_answer_relay_ask(struct vdt_request *request, enum vdt_proc proc, enum vdt_msg id,
			  const void *payload)
{
	request->state = (void *)&asked[proc];
	if (vdt_ask(request, proc, id, payload))
		request->state = NULL;
}

static void relay_text(struct vdt_request *request, const struct vdt_msg_TEXT *text)
{
	const char *type = request->route->type;

	if (!request->reply.status)
		vdt_request_open(request, 200, type ? type : "application/json");
	/* A failure has cut the connection. */
	vdt_request_write(request, text->json, text->json_len);
}

static void finish_relay(struct vdt_request *request, const struct vdt_msg_DONE *done)
{
	const char *type = request->route->type;

	request->state = NULL;
	if (done->code && !request->reply.status) {
		vdt_request_done(request, done);
	} else if (done->code) {
		vdt_request_break(request);
	} else {
		if (!request->reply.status)
			vdt_request_open(request, 200, type ? type : "application/json");
		vdt_request_close(request);
	}
}

void vdt_answer_relay(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	if (id == VDT_MSG_TEXT)
		relay_text(request, payload);
	else if (id == VDT_MSG_DONE)
		finish_relay(request, payload);
}

void vdt_answer_relay_end(struct vdt_request *request)
{
	const struct vdt_msg_CANCEL cancel = {.req = request->number};
	const enum vdt_proc *proc = request->state;

	request->state = NULL;
	if (proc)
		vdt_child_send(request->web->child, *proc, VDT_MSG_CANCEL, &cancel);
}

json_t *vdt_answer_hex(const uint8_t *bytes, size_t len)
{
	json_t *json;
	char *text = malloc(2 * len + 1);

	if (!text)
		return NULL;
	for (size_t i = 0; i < len; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	json = json_stringn(text, 2 * len);
	free(text);
	return json;
}
