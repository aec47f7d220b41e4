// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/request.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define JSON	"application/json"
#define PROBLEM "application/problem+json"

const char *vdt_request_query(const struct vdt_request *request, const char *name)
{
	for (unsigned int i = 0; i < request->n_queries; i++)
		if (!strcmp(request->query[i].name, name))
			return request->query[i].value;
	return NULL;
}

static int add_piece(struct vdt_reply *reply, const void *data, size_t len)
{
	struct vdt_piece *piece = malloc(sizeof(*piece) + len);

	if (!piece)
		return -ENOMEM;
	piece->len = len;
	piece->sent = 0;
	memcpy(piece->data, data, len);
	STAILQ_INSERT_TAIL(&reply->pieces, piece, next);
	reply->queued += len;
	return 0;
}

void vdt_request_text(struct vdt_request *request, unsigned int status, const char *type,
		      const void *data, size_t len)
{
	struct vdt_reply *reply = &request->reply;

	if (reply->status)
		return;
	reply->status = status;
	reply->type = type;
	reply->whole = true;
	if (len && add_piece(reply, data, len)) {
		reply->status = vdt_problem_status(VDT_PROBLEM_UNAVAILABLE);
		reply->type = NULL;
	}
	request->wake(request);
}

/* Takes @json over. */
static void answer_json(struct vdt_request *request, unsigned int status, const char *type,
			json_t *json)
{
	char *text = json ? json_dumps(json, JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;

	if (text)
		vdt_request_text(request, status, type, text, strlen(text));
	else
		vdt_request_text(request, json ? 503 : status, NULL, NULL, 0);
	if (text)
		explicit_bzero(text, strlen(text)); /* it may be a token */
	free(text);
	json_decref(json);
}

void vdt_request_reply(struct vdt_request *request, unsigned int status, json_t *body)
{
	answer_json(request, status, JSON, body);
}

void vdt_request_invalid(struct vdt_request *request, enum vdt_problem problem, const char *detail,
			 json_t *errors)
{
	/* RFC 9110 section 11.6.1 wants it */
	if (problem == VDT_PROBLEM_UNAUTHENTICATED && !request->reply.status)
		vdt_request_header(request, "www-authenticate:", "Bearer realm=\"vedette\"");
	answer_json(request, vdt_problem_status(problem), PROBLEM,
		    vdt_problem_json(problem, detail, errors));
}

void vdt_request_problem(struct vdt_request *request, enum vdt_problem problem, const char *detail)
{
	vdt_request_invalid(request, problem, detail, NULL);
}

void vdt_request_done(struct vdt_request *request, const struct vdt_msg_DONE *done)
{
	if (done->code)
		vdt_request_problem(request, vdt_problem_of_code(done->code), done->reason);
	else
		vdt_request_reply(request, 204, NULL);
}

void vdt_request_open(struct vdt_request *request, unsigned int status, const char *type)
{
	if (request->reply.status)
		return;
	request->reply.status = status;
	request->reply.type = type;
	request->reply.streamed = true;
	request->wake(request);
}

int vdt_request_write(struct vdt_request *request, const void *data, size_t len)
{
	struct vdt_reply *reply = &request->reply;
	int err = -EPIPE;

	if (!reply->streamed || reply->whole || reply->broken)
		return err;
	if (!len)
		return 0;
	err = reply->queued + len > VDT_REPLY_QUEUE ? -ENOBUFS : add_piece(reply, data, len);
	if (err)
		vdt_request_break(request);
	else
		request->wake(request);
	return err;
}

void vdt_request_close(struct vdt_request *request)
{
	if (!request->reply.streamed)
		return;
	request->reply.whole = true;
	request->wake(request);
}

void vdt_request_break(struct vdt_request *request)
{
	request->reply.broken = true;
	request->wake(request);
}

int vdt_request_header(struct vdt_request *request, const char *name, const char *value)
{
	struct vdt_reply *reply = &request->reply;
	size_t len = strlen(value);

	if (reply->n_headers == VDT_REPLY_HEADERS || len >= VDT_REPLY_HEADER_ROOM)
		return -ENOSPC;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)value[i] < ' ' || value[i] == '\x7f')
			return -EINVAL;
	reply->header[reply->n_headers].name = name;
	memcpy(reply->header[reply->n_headers++].value, value, len + 1);
	return 0;
}

void vdt_request_init(struct vdt_request *request)
{
	STAILQ_INIT(&request->reply.pieces);
}

void vdt_request_finish(struct vdt_request *request)
{
	struct vdt_piece *piece;

	while ((piece = STAILQ_FIRST(&request->reply.pieces))) {
		STAILQ_REMOVE_HEAD(&request->reply.pieces, next);
		explicit_bzero(piece->data, piece->len);
		free(piece);
	}
	json_decref(request->body);
	explicit_bzero(request, sizeof(*request));
}
