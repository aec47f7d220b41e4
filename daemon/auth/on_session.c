// SPDX-License-Identifier: BSD-3-Clause
/* The life of a session: it begins with a good login, is listed, and ends by its time, by people,
 * or with what its account could do. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <event2/event.h>

#include "daemon/auth/auth.h"
#include "lib/base/clock.h"
#include "lib/crypto/base64.h"
#include "lib/crypto/random.h"

/* the beginning */

_Static_assert(VDT_BASE64_ROOM(VDT_SESSION_BYTES) <= VDT_TOKEN_ROOM, "a token fits");

static int make_token(char *ret_token, uint8_t ret_digest[VDT_SHA256])
{
	uint8_t bytes[VDT_SESSION_BYTES];
	int err = vdt_random(bytes, sizeof(bytes));

	if (err)
		return err;
	vdt_base64url_encode(bytes, sizeof(bytes), ret_token);
	explicit_bzero(bytes, sizeof(bytes));
	return vdt_sha256(ret_token, strlen(ret_token), ret_digest);
}

static void tell_gate(struct vdt_auth *auth, enum vdt_proc gate, uint32_t account,
		      const uint8_t *session)
{
	struct vdt_msg_REVOKED msg = {.account_id = account};

	if (session) {
		msg.session_len = sizeof(msg.session);
		memcpy(msg.session, session, sizeof(msg.session));
	}
	vdt_child_send(auth->child, gate, VDT_MSG_REVOKED, &msg);
}

static void record_end(struct vdt_auth *auth, const struct vdt_session *session,
		       enum vdt_session_over over)
{
	const struct vdt_account *account = vdt_accounts_by_id(&auth->accounts, session->account);
	struct vdt_msg_RECORD record = {
		.type = over == VDT_SESSION_EXPIRED    ? VDT_AUDIT_SESSION_EXPIRE
			: over == VDT_SESSION_WAS_IDLE ? VDT_AUDIT_SESSION_IDLE
						       : VDT_AUDIT_SESSION_REVOKE,
		.transport = session->transport,
		.role = account ? account->role : VDT_ROLE_NONE,
		.account_id = session->account,
		.session_len = sizeof(session->id),
	};

	memcpy(record.session, session->id, sizeof(session->id));
	vdt_auth_text(record.source, sizeof(record.source), session->source);
	if (account)
		vdt_auth_text(record.account, sizeof(record.account), account->name);
	if (over == VDT_SESSION_CROWDED) {
		vdt_auth_text(record.object, sizeof(record.object), record.account);
		vdt_auth_text(record.reason, sizeof(record.reason), "a newer one needed its place");
	}
	vdt_auth_record(auth, &record);
}

/* Before web hears of anything else. */
static void on_ended(void *ctx, const struct vdt_session *session, enum vdt_session_over over)
{
	struct vdt_auth *auth = ctx;

	vdt_grant_revoke(&auth->grants, session->account, session->id);
	tell_gate(auth, VDT_WEB, 0, session->id);
	record_end(auth, session, over);
}

int vdt_auth_begin_session(struct vdt_auth *auth, const struct vdt_login_end *end,
			   uint8_t ret_id[VDT_AUDIT_SESSION], char *ret_token)
{
	struct vdt_session session = {
		.account = end->account->id,
		.generation = end->account->generation,
		.carrier = end->carrier,
		.transport = end->transport,
		.since = vdt_clock_realtime() / VDT_NS_PER_SECOND,
		.from = *end->from,
	};
	int err = vdt_random(session.id, sizeof(session.id));

	if (!err)
		err = make_token(ret_token, session.digest);
	if (err)
		return err;
	vdt_auth_text(session.source, sizeof(session.source), end->source);
	if (!vdt_sessions_add(&auth->sessions, &session, vdt_clock_boottime(), on_ended, auth))
		return -ENOSPC;
	vdt_auth_watch_sessions(auth);
	memcpy(ret_id, session.id, sizeof(session.id));
	return 0;
}

/* the end */

/* Somebody may have used his session since: then this comes too early, and is set anew. */
void vdt_auth_watch_sessions(struct vdt_auth *auth)
{
	const uint64_t now = vdt_clock_boottime();
	uint64_t end = vdt_sessions_deadline(&auth->sessions), left;
	struct timeval wait;

	if (end == UINT64_MAX)
		return;
	left = end > now ? end - now : 0;
	wait.tv_sec = (time_t)(left / VDT_NS_PER_SECOND) + 1;
	wait.tv_usec = 0;
	evtimer_add(auth->session_over, &wait);
}

void vdt_auth_on_session_over(int fd, short events, void *ctx)
{
	struct vdt_auth *auth = ctx;

	vdt_sessions_sweep(&auth->sessions, vdt_clock_boottime(), on_ended, auth);
	vdt_auth_watch_sessions(auth);
}

static void end_session(struct vdt_auth *auth, struct vdt_session *session)
{
	vdt_grant_revoke(&auth->grants, session->account, session->id);
	tell_gate(auth, VDT_WEB, 0, session->id);
	vdt_sessions_end(session);
}

static void end_sessions(struct vdt_auth *auth, uint32_t account,
			 const struct vdt_msg_GRANT *except)
{
	const struct vdt_account *whose = vdt_accounts_by_id(&auth->accounts, account);

	for (unsigned int i = 0; i < VDT_SESSIONS; i++) {
		struct vdt_session *session = &auth->sessions.session[i];

		if (session->account != account)
			continue;
		if (whose && except && !memcmp(session->id, except->session, sizeof(session->id)))
			session->generation = whose->generation;
		else
			end_session(auth, session);
	}
}

void vdt_auth_revoke(struct vdt_auth *auth, uint32_t id, const struct vdt_msg_GRANT *except)
{
	end_sessions(auth, id, except);
	if (!except) {
		vdt_grant_revoke(&auth->grants, id, NULL);
		tell_gate(auth, VDT_WEB, id, NULL);
	}
	vdt_presence_revoke(&auth->presence, id);
	tell_gate(auth, VDT_STREAM, id, NULL);
	vdt_logins_changed(auth->logins);
}

/* SESSION_END */

static int end_this(struct vdt_auth *auth, const struct vdt_msg_GRANT *who)
{
	struct vdt_msg_RECORD record = vdt_auth_record_of(who, VDT_AUDIT_LOGOUT, VDT_AUDIT_OK);
	struct vdt_session *session = vdt_sessions_by_id(&auth->sessions, who->session);

	if (!session)
		return -ENOENT;
	end_session(auth, session);
	vdt_auth_record(auth, &record);
	return 0;
}

static void record_revoke(struct vdt_auth *auth, const struct vdt_msg_GRANT *who, uint32_t account)
{
	struct vdt_msg_RECORD record =
		vdt_auth_record_of(who, VDT_AUDIT_SESSION_REVOKE, VDT_AUDIT_OK);
	const struct vdt_account *whose = vdt_accounts_by_id(&auth->accounts, account);

	vdt_auth_text(record.object, sizeof(record.object), whose ? whose->name : "?");
	vdt_auth_record(auth, &record);
}

/* Everybody may end what is his own; what others have is not there for him. */
static bool may_end(const struct vdt_msg_GRANT *who, uint32_t account)
{
	return who->account_id == account || vdt_access_allows(who->role, VDT_CLASS_WRITE_SYSTEM);
}

static int end_one(struct vdt_auth *auth, const struct vdt_msg_GRANT *who, const uint8_t *id)
{
	struct vdt_session *session = vdt_sessions_by_id(&auth->sessions, id);
	const struct vdt_visit *visit = vdt_presence_by_id(&auth->presence, id);
	uint32_t account = session ? session->account : visit ? visit->account : 0;

	if (!account || !may_end(who, account))
		return -ENOENT;
	if (session) {
		end_session(auth, session);
	} else {
		tell_gate(auth, VDT_STREAM, 0, id);
		vdt_presence_remove(&auth->presence, visit->req);
	}
	record_revoke(auth, who, account);
	return 0;
}

static int end_account(struct vdt_auth *auth, const struct vdt_msg_GRANT *who, uint32_t account)
{
	if (!vdt_accounts_by_id(&auth->accounts, account))
		return -ENOENT;
	record_revoke(auth, who, account);
	vdt_auth_revoke(auth, account, NULL);
	return 0;
}

int vdt_on_session_end(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_SESSION_END *ask = payload;
	struct vdt_msg_GRANT who;
	int err = -EINVAL;

	if (!vdt_auth_may(auth, ask->req,
			  ask->what == VDT_END_ACCOUNT ? VDT_CLASS_WRITE_SYSTEM : VDT_CLASS_OWN,
			  &who))
		return 0;
	if (ask->what == VDT_END_THIS)
		err = end_this(auth, &who);
	else if (ask->what == VDT_END_ONE && ask->session_len == sizeof(ask->session))
		err = end_one(auth, &who, ask->session);
	else if (ask->what == VDT_END_MINE)
		err = end_account(auth, &who, who.account_id);
	else if (ask->what == VDT_END_ACCOUNT)
		err = end_account(auth, &who, ask->account_id);
	vdt_auth_done(auth, ask->req, err, err ? "there is no such session" : "");
	return 0;
}

/* SESSION_LIST */

struct list {
	struct vdt_auth *auth;
	const struct vdt_msg_GRANT *who;
	uint32_t account; /* 0: all */
	uint64_t now;
	int err; /* the first one */
};

/* Fill in what sessions and visits have in common, and send it. */
static void list(struct list *list, struct vdt_msg_SESSION *msg, uint32_t account,
		 const uint8_t *id, const char *source)
{
	const struct vdt_account *whose = vdt_accounts_by_id(&list->auth->accounts, account);
	int err;

	if (!whose || (list->account && list->account != account))
		return;
	msg->req = list->who->req;
	msg->account_id = account;
	msg->role = whose->role;
	msg->own = !memcmp(list->who->session, id, sizeof(msg->session));
	msg->session_len = sizeof(msg->session);
	memcpy(msg->session, id, sizeof(msg->session));
	vdt_auth_text(msg->account, sizeof(msg->account), whose->name);
	vdt_auth_text(msg->source, sizeof(msg->source), source);
	err = vdt_child_send(list->auth->child, VDT_WEB, VDT_MSG_SESSION, msg);
	list->err = list->err ? list->err : err;
}

static void list_session(struct list *to, const struct vdt_session *session)
{
	struct vdt_sessions *sessions = &to->auth->sessions;
	struct vdt_msg_SESSION msg = {
		.transport = session->transport,
		.idle_left = vdt_session_idle_left(sessions, session, to->now),
		.absolute_left = vdt_session_absolute_left(sessions, session, to->now),
		.created = session->since,
	};

	list(to, &msg, session->account, session->id, session->source);
}

static void list_visit(struct list *to, const struct vdt_visit *visit)
{
	struct vdt_msg_SESSION msg = {.transport = VDT_AUDIT_RTSPS, .created = visit->since};

	list(to, &msg, visit->account, visit->id, visit->source);
}

int vdt_on_session_list(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_SESSION_LIST *ask = payload;
	struct vdt_msg_GRANT who;
	struct list to = {.auth = auth, .who = &who, .now = vdt_clock_boottime()};

	if (!vdt_auth_may(auth, ask->req, ask->all ? VDT_CLASS_READ_SYSTEM_SECRET : VDT_CLASS_OWN,
			  &who))
		return 0;
	to.account = ask->all ? 0 : who.account_id;
	for (unsigned int i = 0; i < VDT_SESSIONS; i++)
		list_session(&to, &auth->sessions.session[i]);
	for (unsigned int i = 0; i < VDT_PRESENCE; i++)
		list_visit(&to, &auth->presence.visit[i]);
	vdt_auth_done(auth, ask->req, to.err, "");
	return 0;
}
