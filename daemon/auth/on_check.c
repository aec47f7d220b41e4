// SPDX-License-Identifier: BSD-3-Clause
/*
 * CHECK: web asks for every request whether it may be. Who may then ask another process for
 * something gets a grant there, before web hears of it.
 */
#include <errno.h>
#include <string.h>

#include <openssl/crypto.h>

#include "daemon/auth/auth.h"
#include "daemon/auth/service.h"
#include "daemon/auth/verdict.h"
#include "lib/base/clock.h"

/* Who asks, as far as it is known. */
struct caller {
	const struct vdt_account *account; /* NULL: a stranger */
	struct vdt_session *session;	   /* NULL: it needs none */
	unsigned int role;
};

/* An account that may not log in any more, or not as it did then, has no session. */
static struct caller find_session(struct vdt_auth *auth, const struct vdt_msg_CHECK *ask,
				  uint64_t now)
{
	struct caller caller = {0};
	uint8_t digest[VDT_SHA256];

	if (vdt_sha256(ask->token, strlen(ask->token), digest))
		return caller;
	caller.session = vdt_sessions_find(&auth->sessions, digest, ask->carrier, now);
	if (!caller.session)
		return caller;
	caller.account = vdt_accounts_by_id(&auth->accounts, caller.session->account);
	if (!caller.account || caller.account->disabled ||
	    caller.account->generation != caller.session->generation)
		return (struct caller){0};
	caller.role = caller.account->role;
	return caller;
}

static int find_program(struct vdt_auth *auth, const struct vdt_msg_CHECK *ask,
			struct vdt_account **ret_account, struct vdt_token **ret_token)
{
	const uint64_t now = vdt_clock_realtime() / VDT_NS_PER_SECOND;
	uint8_t digest[VDT_SHA256];
	size_t len;

	if (ask->carrier == VDT_CARRIER_BEARER)
		return vdt_service_find(&auth->accounts, ask->token, now, ret_account, ret_token);
	/* '\0': nothing between the digits */
	if (OPENSSL_hexstr2buf_ex(digest, sizeof(digest), &len, ask->token, '\0') != 1 ||
	    len != sizeof(digest))
		return -EACCES;
	return vdt_service_find_certificate(&auth->accounts, digest, now, ret_account, ret_token);
}

/* A program needs no session; what it shows is looked at each time. */
static struct caller find_service(struct vdt_auth *auth, const struct vdt_msg_CHECK *ask)
{
	struct vdt_account *account;
	struct vdt_token *token;

	if (find_program(auth, ask, &account, &token))
		return (struct caller){0};
	return (struct caller){.account = account, .role = vdt_service_role(account, token)};
}

/* Each proof counts only where it belongs. */
static struct caller find_caller(struct vdt_auth *auth, const struct vdt_msg_CHECK *ask,
				 uint64_t now)
{
	static const char prefix[] = VDT_SERVICE_PREFIX;
	bool service = ask->carrier == VDT_CARRIER_BEARER &&
		       !strncmp(ask->token, prefix, sizeof(prefix) - 1);

	if (service || ask->carrier == VDT_CARRIER_CERTIFICATE)
		return find_service(auth, ask);
	return find_session(auth, ask, now);
}

static enum vdt_session_verdict judge(struct vdt_auth *auth, const struct vdt_msg_CHECK *ask,
				      const struct caller *caller, uint64_t now)
{
	const struct vdt_inquiry inquiry = {
		.activated = vdt_accounts_active(&auth->accounts),
		.known = caller->account,
		.must_change = caller->account && caller->account->must_change,
		/* What needs no session shows its secret with every request. */
		.proved = !caller->session || vdt_session_is_fresh(caller->session, now),
		.role = caller->role,
		.class = ask->class,
		.fresh = ask->fresh,
	};

	return vdt_verdict(&inquiry);
}

static void tell_caller(struct vdt_auth *auth, const struct caller *caller, uint64_t now,
			struct vdt_msg_CHECKED *answer)
{
	answer->role = (uint8_t)caller->role;
	answer->account_id = caller->account->id;
	vdt_auth_text(answer->account, sizeof(answer->account), caller->account->name);
	if (!caller->session)
		return;
	answer->idle_left = vdt_session_idle_left(&auth->sessions, caller->session, now);
	answer->absolute_left = vdt_session_absolute_left(&auth->sessions, caller->session, now);
	answer->session_len = sizeof(answer->session);
	memcpy(answer->session, caller->session->id, sizeof(answer->session));
}

static void give_grant(struct vdt_auth *auth, const struct vdt_msg_CHECK *ask,
		       const struct vdt_msg_CHECKED *answer)
{
	struct vdt_msg_GRANT grant = {
		.req = ask->req,
		.class = ask->class,
		.role = answer->role,
		.transport = ask->transport,
		.account_id = answer->account_id,
		.session_len = answer->session_len,
	};

	memcpy(grant.session, answer->session, sizeof(grant.session));
	vdt_auth_text(grant.account, sizeof(grant.account), answer->account);
	vdt_auth_text(grant.source, sizeof(grant.source), ask->source);
	if (ask->grant_to == VDT_AUTH)
		vdt_grant_add(&auth->grants, &grant, vdt_clock_boottime());
	else
		vdt_child_send(auth->child, ask->grant_to, VDT_MSG_GRANT, &grant);
}

/* Whether there are operations of that process for web to ask for; itself means none. */
static bool takes_grants(unsigned int proc)
{
	return proc == VDT_AUTH || proc == VDT_GUARD || proc == VDT_AUDIT;
}

int vdt_on_check(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_CHECK *ask = payload;
	const uint64_t now = vdt_clock_boottime();
	struct vdt_msg_CHECKED answer = {.req = ask->req};
	struct caller caller = find_caller(auth, ask, now);

	if (ask->grant_to != VDT_WEB && !takes_grants(ask->grant_to))
		return -EBADMSG;
	answer.verdict = (uint8_t)judge(auth, ask, &caller, now);
	if (caller.session && ask->touch)
		caller.session->used = now;
	if (caller.account)
		tell_caller(auth, &caller, now, &answer);
	if (answer.verdict == VDT_SESSION_OK && takes_grants(ask->grant_to))
		give_grant(auth, ask, &answer);
	vdt_child_send(auth->child, VDT_WEB, VDT_MSG_CHECKED, &answer);
	return 0;
}
