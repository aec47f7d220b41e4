// SPDX-License-Identifier: BSD-3-Clause
/*
 * PUT /api/v1/policy: a new policy for the kernel. web only carries it: what comes is written, as
 * it comes, into a pipe of guard's, and the kernel looks at its signature.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/web/answer.h"
#include "daemon/web/api.h"
#include "daemon/web/ask.h"
#include "daemon/web/web.h"

struct upload {
	int pipe;   /* web's end of it */
	bool given; /* guard has been told that all is there */
};

static bool is_dry(const struct vdt_request *request)
{
	const char *dry = vdt_request_query(request, "dry_run");

	return dry && !strcmp(dry, "true");
}

static void begin(struct vdt_request *request)
{
	const struct vdt_msg_UPLOAD ask = {
		.req = request->number,
		.what = VDT_UPLOAD_POLICY,
		.size = request->body_size,
	};
	struct upload *upload = malloc(sizeof(*upload));

	if (!upload) {
		vdt_request_problem(request, VDT_PROBLEM_UNAVAILABLE, NULL);
		return;
	}
	*upload = (struct upload){.pipe = -1, .given = true};
	request->state = upload;
	vdt_ask(request, VDT_GUARD, VDT_MSG_UPLOAD, &ask);
}

/* The pipe has room for all that was announced, so a write that does not take it is a fault. */
static void piece(struct vdt_request *request, const uint8_t *data, size_t len)
{
	const char *confirm = vdt_request_query(request, "confirm");
	const struct vdt_msg_UPLOADED ask = {
		.req = request->number,
		.dry_run = is_dry(request),
		.confirm = confirm ? strtoul(confirm, NULL, 10) : 0,
	};
	struct upload *upload = request->state;

	if (upload->pipe < 0)
		return;
	if (len && write(upload->pipe, data, len) == (ssize_t)len)
		return;
	close(upload->pipe);
	upload->pipe = -1;
	if (len) {
		vdt_request_problem(request, VDT_PROBLEM_UNAVAILABLE, NULL);
		return;
	}
	upload->given = true;
	vdt_ask(request, VDT_GUARD, VDT_MSG_UPLOADED, &ask);
}

static void message(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	struct upload *upload = request->state;

	if (id == VDT_MSG_UPLOAD_TO && upload->pipe < 0 && !request->body_wanted) {
		upload->pipe = fd;
		upload->given = false;
		request->body_wanted = true;
	} else if (id == VDT_MSG_UPLOAD_TO) {
		close(fd);
	} else if (id == VDT_MSG_TEXT) {
		const struct vdt_msg_TEXT *text = payload;

		vdt_request_open(request, 200, "application/json");
		vdt_request_write(request, text->json, text->json_len);
	} else if (id == VDT_MSG_DONE && request->reply.streamed) {
		vdt_request_close(request);
	} else if (id == VDT_MSG_DONE) {
		vdt_request_done(request, payload);
	}
}

static void end(struct vdt_request *request)
{
	const struct vdt_msg_UPLOADED abandon = {.req = request->number, .abandon = 1};
	struct upload *upload = request->state;

	if (!upload)
		return;
	if (upload->pipe >= 0)
		close(upload->pipe);
	if (!upload->given)
		vdt_child_send(request->web->child, VDT_GUARD, VDT_MSG_UPLOADED, &abandon);
	free(upload);
	request->state = NULL;
}

const struct vdt_route_ops vdt_api_policy_load = {
	.begin = begin,
	.message = message,
	.piece = piece,
	.end = end,
};
