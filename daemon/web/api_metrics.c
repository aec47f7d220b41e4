// SPDX-License-Identifier: BSD-3-Clause
/* /metrics: the counters of the kernel's side and of this process, for Prometheus. */
#include <stdlib.h>
#include <string.h>

#include "daemon/web/answer.h"
#include "daemon/web/api.h"
#include "daemon/web/ask.h"
#include "daemon/web/metrics.h"
#include "daemon/web/web.h"

#define STATS_MAX (256u << 10) /* bytes of JSON that guard may tell */

struct stats {
	size_t len;
	char text[STATS_MAX];
};

static void begin(struct vdt_request *request)
{
	const struct vdt_msg_QUERY ask = {.req = request->number, .what = VDT_QUERY_STATS};

	request->state = malloc(sizeof(struct stats));
	if (!request->state) {
		vdt_request_problem(request, VDT_PROBLEM_UNAVAILABLE, NULL);
		return;
	}
	((struct stats *)request->state)->len = 0;
	vdt_ask(request, VDT_GUARD, VDT_MSG_QUERY, &ask);
}

static void answer(struct vdt_request *request, const struct stats *stats)
{
	json_t *json = json_loadb(stats->text, stats->len, 0, NULL);
	char *text;

	if (json)
		json_object_set_new(json, "web",
				    json_pack("{s:i}", "asking", (int)request->web->asks));
	text = json ? vdt_metrics_text("vedette", json) : NULL;
	if (text)
		vdt_request_text(request, 200, request->route->type, text, strlen(text));
	else
		vdt_request_problem(request, VDT_PROBLEM_INTERNAL, NULL);
	free(text);
	json_decref(json);
}

static void message(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	const struct vdt_msg_TEXT *text = payload;
	const struct vdt_msg_DONE *done = payload;
	struct stats *stats = request->state;

	if (id == VDT_MSG_TEXT && text->json_len <= sizeof(stats->text) - stats->len) {
		memcpy(stats->text + stats->len, text->json, text->json_len);
		stats->len += text->json_len;
	} else if (id == VDT_MSG_TEXT) {
		vdt_request_problem(request, VDT_PROBLEM_INTERNAL, NULL);
	} else if (id == VDT_MSG_DONE && done->code) {
		vdt_request_done(request, done);
	} else if (id == VDT_MSG_DONE) {
		answer(request, stats);
	}
}

static void end(struct vdt_request *request)
{
	free(request->state);
	request->state = NULL;
}

const struct vdt_route_ops vdt_api_metrics = {
	.begin = begin,
	.message = message,
	.end = end,
};
