// SPDX-License-Identifier: BSD-3-Clause
/* /api/v1/audit: the log, in the forms that audit writes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/web/answer.h"
#include "daemon/web/api.h"
#include "lib/audit/sentence.h"

static uint64_t number_of(const struct vdt_request *request, const char *name)
{
	const char *text = vdt_request_query(request, name);

	return text ? strtoull(text, NULL, 10) : 0;
}

static void copy_query(const struct vdt_request *request, const char *name, char *to, size_t room)
{
	const char *text = vdt_request_query(request, name);

	snprintf(to, room, "%s", text ? text : "");
}

/* Returns false if the request was answered. */
static bool read_names(struct vdt_request *request, struct vdt_msg_LOG_QUERY *ask)
{
	const char *type = vdt_request_query(request, "type");
	const char *result = vdt_request_query(request, "result");
	int number = result ? vdt_audit_result_number(result) : -1;

	ask->type = type ? vdt_audit_type_number(type) : 0;
	ask->result = number + 1;
	if (type && !ask->type)
		vdt_request_problem(request, VDT_PROBLEM_BAD_REQUEST, "there is no such type");
	else if (result && number < 0)
		vdt_request_problem(request, VDT_PROBLEM_BAD_REQUEST, "there is no such result");
	else
		return true;
	return false;
}

static void ask_log(struct vdt_request *request, enum vdt_log_query what)
{
	struct vdt_msg_LOG_QUERY ask = {.req = request->number, .what = what};
	const char *newest = vdt_request_query(request, "newest");

	if (!read_names(request, &ask))
		return;
	ask.after = number_of(request, "after");
	ask.limit = number_of(request, "limit");
	ask.from = number_of(request, "since");
	ask.to = number_of(request, "until");
	ask.newest = newest && !strcmp(newest, "true");
	copy_query(request, "account", ask.account, sizeof(ask.account));
	copy_query(request, "source", ask.source, sizeof(ask.source));
	vdt_answer_relay_ask(request, VDT_AUDIT, VDT_MSG_LOG_QUERY, &ask);
}

#define LOG_OPS(name, what) \
	static void begin_##name(struct vdt_request *request) \
	{ \
		ask_log(request, what); \
	} \
	const struct vdt_route_ops vdt_api_audit_##name = { \
		.begin = begin_##name, \
		.message = vdt_answer_relay, \
		.end = vdt_answer_relay_end, \
	}

LOG_OPS(page, VDT_LOG_PAGE);
LOG_OPS(text, VDT_LOG_TEXT);
LOG_OPS(syslog, VDT_LOG_SYSLOG);
LOG_OPS(export, VDT_LOG_EXPORT);
LOG_OPS(checkpoint, VDT_LOG_CHECKPOINT);
