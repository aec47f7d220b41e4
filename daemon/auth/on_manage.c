// SPDX-License-Identifier: BSD-3-Clause
/* What manage.h answers: the grant is used up here, and what it needs of the process is done. */
#include <errno.h>
#include <string.h>

#include <event2/event.h>

#include "daemon/auth/auth.h"
#include "daemon/auth/manage.h"
#include "lib/base/clock.h"

/* what it needs */

/* The longest that a guess can take; then the next one is looked at. */
#define GUESS_TIME 10 /* seconds */

static void send_web(void *ctx, enum vdt_msg id, const void *payload)
{
	struct vdt_auth *auth = ctx;

	vdt_child_send(auth->child, VDT_WEB, id, payload);
}

static void record(void *ctx, const struct vdt_msg_RECORD *record)
{
	vdt_auth_record(ctx, record);
}

static void revoke(void *ctx, uint32_t id, const struct vdt_msg_GRANT *except)
{
	vdt_auth_revoke(ctx, id, except);
}

/* Guesses with a session count as those without: whoever found a browser open may not go on. */
static struct vdt_session *make_try(struct vdt_auth *auth, const struct vdt_msg_GRANT *who,
				    struct vdt_try *ret_try)
{
	struct vdt_session *session = vdt_sessions_by_id(&auth->sessions, who->session);

	*ret_try = (struct vdt_try){.from = vdt_source_parse(who->source),
				    .is_console = who->transport == VDT_AUDIT_CONSOLE};
	if (!session || vdt_lockout_name(&auth->lockout_file, who->account, ret_try->name))
		return NULL;
	memcpy(ret_try->password, session->guess, sizeof(ret_try->password));
	return session;
}

/* One at a time, so that what comes of it is counted for the right one. */
static bool may_guess(void *ctx, const struct vdt_msg_GRANT *who, const char *secret)
{
	struct vdt_auth *auth = ctx;
	const uint64_t now = vdt_clock_boottime();
	struct vdt_try try;
	struct vdt_session *session = make_try(auth, who, &try);

	if (!session || now < session->guess_until || vdt_lockout_left(&auth->lockout, &try, now))
		return false;
	session->guess_until = now + GUESS_TIME * VDT_NS_PER_SECOND;
	return !vdt_logins_digest(auth->logins, who->account, secret, session->guess);
}

static void guessed(void *ctx, const struct vdt_msg_GRANT *who, bool right)
{
	struct vdt_auth *auth = ctx;
	const uint64_t now = vdt_clock_boottime();
	struct vdt_try try;
	struct vdt_session *session = make_try(auth, who, &try);
	struct vdt_login_end end = {
		.transport = who->transport, .named = who->account, .source = who->source};

	if (!session)
		return;
	session->guess_until = 0;
	if (right || !vdt_lockout_miss(&auth->lockout, &try, now))
		return;
	end.retry_after = vdt_lockout_left(&auth->lockout, &try, now);
	vdt_auth_record_lock(auth, &end);
	vdt_auth_keep_lockout(auth);
}

static void fresh(void *ctx, const struct vdt_msg_GRANT *who)
{
	struct vdt_auth *auth = ctx;
	struct vdt_session *session = vdt_sessions_by_id(&auth->sessions, who->session);

	if (session)
		session->proved = vdt_clock_boottime();
}

static bool clock_is_right(void *ctx)
{
	return vdt_auth_clock_is_right();
}

static void activated(void *ctx)
{
	vdt_auth_tell_unit(ctx, VDT_STREAM);
	vdt_auth_tell_unit(ctx, VDT_WEB);
}

/* Without a goodbye: nothing that is in memory may be written any more. */
static void restart(void *ctx)
{
	struct vdt_auth *auth = ctx;

	evtimer_del(auth->lockout_save);
	event_base_loopbreak(auth->child->base);
}

int vdt_auth_make_manage(struct vdt_auth *auth, const char *dir)
{
	static const struct vdt_manage_ops ops = {
		.send = send_web,
		.record = record,
		.revoke = revoke,
		.may_guess = may_guess,
		.guessed = guessed,
		.fresh = fresh,
		.clock_is_right = clock_is_right,
		.activated = activated,
		.restart = restart,
	};

	return vdt_manage_new(&auth->accounts, &auth->activation, auth->hasher, dir, &ops, auth,
			      &auth->manage);
}

/* the messages */

/* The one that comes before any session. */
int vdt_on_activate(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;

	vdt_manage_activate(auth->manage, payload);
	return 0;
}

#define HANDLER(name, NAME) \
	int vdt_on_##name(void *ctx, enum vdt_proc from, const void *payload, int fd) \
	{ \
		struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx; \
		const struct vdt_msg_##NAME *ask = payload; \
		struct vdt_msg_GRANT who; \
\
		if (vdt_auth_may(auth, ask->req, vdt_manage_class(VDT_MSG_##NAME, ask), &who)) \
			vdt_manage_##name(auth->manage, ask, &who); \
		return 0; \
	}

HANDLER(account_list, ACCOUNT_LIST)
HANDLER(account_edit, ACCOUNT_EDIT)
HANDLER(password, PASSWORD)
HANDLER(otp, OTP)
HANDLER(token_edit, TOKEN_EDIT)
HANDLER(reauth, REAUTH)
HANDLER(deactivate, DEACTIVATE)
