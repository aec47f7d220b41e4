// SPDX-License-Identifier: BSD-3-Clause
/* LOGIN and LOGOUT: who comes in, and what the kernel is told of where he comes from. */
#include <string.h>

#include "daemon/auth/auth.h"
#include "lib/base/clock.h"
#include "lib/crypto/random.h"

static void ban(struct vdt_auth *auth, const struct vdt_source *source)
{
	struct vdt_msg_BAN msg = {.source_len = sizeof(source->key),
				  .text = "too many failed logins"};

	memcpy(msg.source, source->key, sizeof(source->key));
	vdt_child_send(auth->child, VDT_GUARD, VDT_MSG_BAN, &msg);
}

static void trust(void *ctx, const struct vdt_source *source)
{
	struct vdt_auth *auth = ctx;
	struct vdt_msg_TRUST msg = {.source_len = sizeof(source->key),
				    .seconds = VDT_PRESENCE_TOLD};

	memcpy(msg.source, source->key, sizeof(source->key));
	vdt_child_send(auth->child, VDT_GUARD, VDT_MSG_TRUST, &msg);
}

void vdt_auth_tell_sources(struct vdt_auth *auth)
{
	vdt_presence_each(&auth->presence, trust, auth);
	for (unsigned int i = 0; i < VDT_SESSIONS; i++)
		if (auth->sessions.session[i].account)
			trust(auth, &auth->sessions.session[i].from);
}

/* A stream has no token: it lasts as long as its connection. */
static int begin_visit(struct vdt_auth *auth, const struct vdt_login_end *end,
		       struct vdt_msg_LOGIN_RESULT *result)
{
	struct vdt_visit visit = {
		.req = end->req,
		.account = end->account->id,
		.since = vdt_clock_realtime() / VDT_NS_PER_SECOND,
		.from = *end->from,
	};
	int err = vdt_random(visit.id, sizeof(visit.id));

	if (err)
		return err;
	vdt_auth_text(visit.source, sizeof(visit.source), end->source);
	vdt_presence_add(&auth->presence, &visit);
	memcpy(result->session, visit.id, sizeof(visit.id));
	return 0;
}

/* For a browser: its own cookie again, or a new one. */
static void give_device(struct vdt_auth *auth, const struct vdt_login_end *end,
			struct vdt_msg_LOGIN_RESULT *result)
{
	if (end->transport != VDT_AUDIT_HTTPS || end->carrier != VDT_CARRIER_COOKIE)
		return;
	if (end->device)
		vdt_auth_text(result->device, sizeof(result->device), end->device);
	else if (vdt_device_make(auth->lockout_file.key, end->account->id, result->device))
		result->device[0] = '\0';
}

static int begin(struct vdt_auth *auth, const struct vdt_login_end *end,
		 struct vdt_msg_LOGIN_RESULT *result)
{
	int err;

	if (end->gate == VDT_STREAM)
		err = begin_visit(auth, end, result);
	else
		err = vdt_auth_begin_session(auth, end, result->session, result->token);
	if (err)
		return err;
	result->outcome = VDT_OUTCOME_OK;
	result->role = end->account->role;
	result->must_change = end->account->must_change;
	result->account_id = end->account->id;
	result->session_len = sizeof(result->session);
	vdt_auth_text(result->account, sizeof(result->account), end->account->name);
	give_device(auth, end, result);
	trust(auth, end->from);
	return 0;
}

static void record_login(struct vdt_auth *auth, const struct vdt_login_end *end,
			 const struct vdt_msg_LOGIN_RESULT *result)
{
	struct vdt_msg_RECORD record = {
		.type = VDT_AUDIT_LOGIN,
		.result = result->outcome == VDT_OUTCOME_OK ? VDT_AUDIT_OK : VDT_AUDIT_REFUSED,
		.transport = end->transport,
		.role = result->role,
		.account_id = result->account_id,
		.session_len = result->session_len,
	};

	memcpy(record.session, result->session, sizeof(record.session));
	vdt_auth_text(record.account, sizeof(record.account), end->named);
	vdt_auth_text(record.source, sizeof(record.source), end->source);
	if (end->reason)
		vdt_auth_text(record.reason, sizeof(record.reason), end->reason);
	else if (record.result != VDT_AUDIT_OK)
		vdt_auth_text(record.reason, sizeof(record.reason), "too many sessions");
	vdt_auth_record(auth, &record);
}

/* The kernel does not ban a source that has a session: the attacker may be behind its address. */
static void draw_conclusions(struct vdt_auth *auth, const struct vdt_login_end *end)
{
	if (end->wrong && vdt_offender_fail(&auth->offenders, end->from, vdt_clock_boottime()))
		ban(auth, end->from);
	if (end->locks)
		vdt_auth_record_lock(auth, end);
	if (end->locks)
		vdt_auth_keep_lockout(auth);
	else if (end->news)
		vdt_auth_keep_known(auth);
}

void vdt_auth_answer_login(void *ctx, const struct vdt_login_end *end)
{
	struct vdt_auth *auth = ctx;
	struct vdt_msg_LOGIN_RESULT result = {
		.req = end->req,
		.outcome = end->outcome,
		.retry_after = end->retry_after,
	};

	if (end->account && begin(auth, end, &result))
		result =
			(struct vdt_msg_LOGIN_RESULT){.req = end->req, .outcome = VDT_OUTCOME_BUSY};
	vdt_child_send(auth->child, end->gate, VDT_MSG_LOGIN_RESULT, &result);
	record_login(auth, end, &result);
	explicit_bzero(&result, sizeof(result));
	draw_conclusions(auth, end);
}

int vdt_on_login(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;

	vdt_logins_ask(auth->logins, from, payload);
	return 0;
}

int vdt_on_logout(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_LOGOUT *msg = payload;

	vdt_presence_remove(&auth->presence, msg->req);
	return 0;
}
