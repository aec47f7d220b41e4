// SPDX-License-Identifier: BSD-3-Clause
/* /api/v1/security/lockout: what is done against guessing, and who is locked out by it. */
#include <stdlib.h>
#include <stdio.h>

#include "daemon/web/admit.h"
#include "daemon/web/answer.h"
#include "daemon/web/api.h"
#include "daemon/web/ask.h"

#define NUMBER(name, text) \
	VDT_INTEGER(name, 0, UINT32_MAX, .flags = VDT_FIELD_REQUIRED, .doc = text)

static const struct vdt_field rules_fields[] = {
	NUMBER("failures", "Wrong passwords until an account is locked for a source."),
	NUMBER("first_lock", "Seconds; each further failure doubles it."),
	NUMBER("longest_lock", "Seconds."),
	NUMBER("daily", "Tries per account and day from sources that are not known."),
	NUMBER("hashes", "Passwords that are looked at at once."),
	NUMBER("queue", "Logins that wait for that; more are dropped at random."),
	NUMBER("delay", "Milliseconds to every refusal, whatever its cause."),
};
static const struct vdt_schema rules_schema = {
	.name = "LockoutRules",
	VDT_SCHEMA_FIELDS(rules_fields),
};

static const struct vdt_field locked_fields[] = {
	NUMBER("account_id", "0: the source, for every account."),
	VDT_STRING("source", 0, VDT_ADDRESS_ROOM - 1, .flags = VDT_FIELD_REQUIRED),
	NUMBER("failures", "Wrong passwords."),
	NUMBER("left", "Seconds."),
};
static const struct vdt_schema locked_schema = {
	.name = "Locked",
	VDT_SCHEMA_FIELDS(locked_fields),
};
static const struct vdt_field a_locked = VDT_OBJECT(NULL, &locked_schema);
static const struct vdt_field lockout_fields[] = {
	VDT_OBJECT("rules", &rules_schema, .flags = VDT_FIELD_REQUIRED),
	VDT_ARRAY("locked", 0, VDT_ANSWER_MEMBERS, &a_locked, .flags = VDT_FIELD_REQUIRED),
};
const struct vdt_schema vdt_schema_lockout = {
	.name = "Lockout",
	VDT_SCHEMA_FIELDS(lockout_fields),
};

static void begin_show(struct vdt_request *request)
{
	const struct vdt_msg_LOCK_LIST ask = {.req = request->number};

	request->state = json_pack("{s:n, s:[]}", "rules", "locked");
	vdt_ask(request, VDT_AUTH, VDT_MSG_LOCK_LIST, &ask);
}

static json_t *rules_json(const struct vdt_msg_LOCK_RULES *rules)
{
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "failures",
			 (json_int_t)rules->failures, "first_lock", (json_int_t)rules->first,
			 "longest_lock", (json_int_t)rules->longest, "daily",
			 (json_int_t)rules->daily, "hashes", (json_int_t)rules->hashes, "queue",
			 (json_int_t)rules->queue, "delay", (json_int_t)rules->delay);
}

static json_t *locked_json(const struct vdt_msg_LOCKED *locked)
{
	return json_pack("{s:I, s:s, s:I, s:I}", "account_id", (json_int_t)locked->account_id,
			 "source", locked->source, "failures", (json_int_t)locked->failures, "left",
			 (json_int_t)locked->left);
}

static void show_message(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd)
{
	json_t *answer = request->state, *list = json_object_get(answer, "locked");
	const struct vdt_msg_DONE *done = payload;

	if (id == VDT_MSG_LOCK_RULES) {
		json_object_set_new(answer, "rules", rules_json(payload));
	} else if (id == VDT_MSG_LOCKED && json_array_size(list) < VDT_ANSWER_MEMBERS) {
		json_array_append_new(list, locked_json(payload));
	} else if (id == VDT_MSG_DONE && done->code) {
		vdt_request_done(request, done);
	} else if (id == VDT_MSG_DONE) {
		request->state = NULL;
		vdt_request_reply(request, 200, answer);
	}
}

const struct vdt_route_ops vdt_api_lockout = {
	.begin = begin_show,
	.message = show_message,
	.end = vdt_answer_list_end,
};

static void begin_unlock(struct vdt_request *request)
{
	const char *account = vdt_request_query(request, "account_id");
	const char *source = vdt_request_query(request, "source");
	struct vdt_msg_UNLOCK ask = {.req = request->number};

	if (!account && !source) {
		vdt_request_problem(request, VDT_PROBLEM_BAD_REQUEST,
				    "say what to unlock: account_id, source, or both");
		return;
	}
	ask.account_id = account ? strtoul(account, NULL, 10) : 0;
	snprintf(ask.source, sizeof(ask.source), "%s", source ? source : "");
	vdt_ask(request, VDT_AUTH, VDT_MSG_UNLOCK, &ask);
}

const struct vdt_route_ops vdt_api_unlock = {
	.begin = begin_unlock,
	.message = vdt_answer_done,
};
