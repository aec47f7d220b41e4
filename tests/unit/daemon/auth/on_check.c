// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include <criterion/criterion.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/auth/auth.h"
#include "lib/base/clock.h"

/* What the peers of auth were sent, one behind the other. */
static struct {
	unsigned int count;
	struct {
		enum vdt_proc to;
		enum vdt_msg id;
	} msg[16];
	struct vdt_msg_CHECKED checked;
	struct vdt_msg_GRANT grant;
	struct vdt_msg_LOGIN_RESULT result;
	struct vdt_msg_DONE done;
} seen;

static struct vdt_child child;
static struct vdt_auth auth;
static struct vdt_account *account;

static void note(enum vdt_proc to, enum vdt_msg id)
{
	cr_assert_lt(seen.count, 16);
	seen.msg[seen.count].to = to;
	seen.msg[seen.count++].id = id;
}

#define TAKES(name, NAME, to, field) \
	static int on_##name(void *ctx, enum vdt_proc from, const void *payload, int fd) \
	{ \
		note(to, VDT_MSG_##NAME); \
		memcpy(&seen.field, payload, sizeof(seen.field)); \
		return 0; \
	}
TAKES(checked, CHECKED, VDT_WEB, checked)
TAKES(grant, GRANT, VDT_GUARD, grant)
TAKES(result, LOGIN_RESULT, VDT_WEB, result)
TAKES(done, DONE, VDT_WEB, done)

static int on_revoked(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	note(VDT_WEB, VDT_MSG_REVOKED);
	return 0;
}

static int on_trust(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	return 0;
}

static void on_closed(void *ctx, enum vdt_proc peer, int err)
{
	cr_assert_fail("%s broke a rule: %d", vdt_proc_name(peer), err);
}

static const struct vdt_dispatch table[] = {
	{VDT_MSG_CHECKED, on_checked},	   {VDT_MSG_GRANT, on_grant}, {VDT_MSG_DONE, on_done},
	{VDT_MSG_LOGIN_RESULT, on_result}, {VDT_MSG_TRUST, on_trust}, {VDT_MSG_REVOKED, on_revoked},
};
static const struct vdt_chan_ops ops = {
	.table = table, .count = sizeof(table) / sizeof(table[0]), .closed = on_closed};
static struct vdt_chan *ends[VDT_PROC_COUNT];

static void connect_to(enum vdt_proc peer)
{
	int fd[2];

	cr_assert_eq(vdt_chan_pair(fd), 0);
	cr_assert_eq(
		vdt_chan_new(child.base, fd[0], VDT_AUTH, peer, &ops, &child, &child.peer[peer]),
		0);
	cr_assert_eq(vdt_chan_new(child.base, fd[1], peer, VDT_AUTH, &ops, NULL, &ends[peer]), 0);
}

static void take_all(void)
{
	vdt_chan_drain(ends[VDT_GUARD]);
	vdt_chan_drain(ends[VDT_WEB]);
}

static void set_up(void)
{
	memset(&seen, 0, sizeof(seen));
	child = (struct vdt_child){.self = VDT_AUTH, .base = event_base_new(), .ctx = &auth};
	auth.child = &child;
	vdt_sessions_init(&auth.sessions);
	vdt_lockout_init(&auth.lockout);
	auth.session_over = evtimer_new(child.base, vdt_auth_on_session_over, &auth);
	connect_to(VDT_GUARD);
	connect_to(VDT_WEB);
	cr_assert_eq(
		vdt_accounts_add(&auth.accounts, "admin", VDT_ROLE_ADMINISTRATOR, "x", &account),
		0);
}

TestSuite(on_check, .init = set_up);

/* Logs in as admin; the token is in seen.result. */
static void log_in(enum vdt_carrier carrier)
{
	const struct vdt_source from = vdt_source_parse("192.0.2.1");
	const struct vdt_login_end end = {
		.gate = VDT_WEB,
		.req = 1,
		.transport = VDT_AUDIT_HTTPS,
		.carrier = (uint8_t)carrier,
		.outcome = VDT_OUTCOME_OK,
		.account = account,
		.named = account->name,
		.source = "192.0.2.1:1",
		.from = &from,
	};

	vdt_auth_answer_login(&auth, &end);
	take_all();
	cr_assert_eq(seen.result.outcome, VDT_OUTCOME_OK);
	seen.count = 0;
}

static unsigned int check(enum vdt_carrier carrier, unsigned int class, enum vdt_proc grant_to)
{
	struct vdt_msg_CHECK ask = {
		.req = 5,
		.carrier = (uint8_t)carrier,
		.class = (uint8_t) class,
		.grant_to = (uint8_t)grant_to,
		.transport = VDT_AUDIT_HTTPS,
		.source = "192.0.2.1:2",
	};

	memcpy(ask.token, seen.result.token, sizeof(ask.token));
	seen.count = 0;
	cr_assert_eq(vdt_on_check(&child, VDT_WEB, &ask, -1), 0);
	take_all();
	return seen.checked.verdict;
}

Test(on_check, a_token_counts_where_it_belongs)
{
	log_in(VDT_CARRIER_COOKIE);
	cr_assert_eq(strlen(seen.result.token), 43, "256 bits");
	cr_assert_neq(seen.result.device[0], '\0', "a browser gets a device cookie");
	cr_assert_eq(check(VDT_CARRIER_COOKIE, VDT_CLASS_READ_SYSTEM, VDT_WEB), VDT_SESSION_OK);
	cr_assert_eq(seen.checked.account_id, account->id);
	cr_assert_eq(check(VDT_CARRIER_BEARER, VDT_CLASS_READ_SYSTEM, VDT_WEB), VDT_SESSION_NONE);
	cr_assert_eq(seen.checked.account_id, 0, "a stranger is told nothing");
	cr_assert_eq(check(VDT_CARRIER_CERTIFICATE, VDT_CLASS_READ_SYSTEM, VDT_WEB),
		     VDT_SESSION_NONE);
}

/* guard must find the grant when it hears from web. */
Test(on_check, grant_comes_with_the_verdict_and_only_then)
{
	log_in(VDT_CARRIER_BEARER);
	cr_assert_eq(check(VDT_CARRIER_BEARER, VDT_CLASS_WRITE_SYSTEM, VDT_GUARD), VDT_SESSION_OK);
	cr_assert_eq(seen.count, 2);
	cr_assert_eq(seen.grant.req, 5);
	cr_assert_eq(seen.grant.class, VDT_CLASS_WRITE_SYSTEM);
	cr_assert_str_eq(seen.grant.account, "admin");
	cr_assert_str_eq(seen.grant.source, "192.0.2.1:2");
	account->role = VDT_ROLE_VIEWER;
	cr_assert_eq(check(VDT_CARRIER_BEARER, VDT_CLASS_WRITE_SYSTEM, VDT_GUARD),
		     VDT_SESSION_INACTIVE, "no administrator is left");
	cr_assert_eq(seen.count, 1, "no grant");
}

Test(on_check, the_account_as_it_is_now)
{
	struct vdt_account *other;

	cr_assert_eq(vdt_accounts_add(&auth.accounts, "boss", VDT_ROLE_ADMINISTRATOR, "x", &other),
		     0);
	log_in(VDT_CARRIER_BEARER);
	account->role = VDT_ROLE_VIEWER;
	cr_assert_eq(check(VDT_CARRIER_BEARER, VDT_CLASS_WRITE_SYSTEM, VDT_GUARD),
		     VDT_SESSION_FORBIDDEN);
	account->must_change = true;
	cr_assert_eq(check(VDT_CARRIER_BEARER, VDT_CLASS_READ_SYSTEM, VDT_WEB),
		     VDT_SESSION_MUST_CHANGE);
	account->disabled = true;
	cr_assert_eq(check(VDT_CARRIER_BEARER, VDT_CLASS_OWN, VDT_WEB), VDT_SESSION_NONE);
	account->disabled = false;
	cr_assert_eq(check(VDT_CARRIER_BEARER, VDT_CLASS_OWN, VDT_WEB), VDT_SESSION_OK);
	vdt_account_end_sessions(account);
	cr_assert_eq(check(VDT_CARRIER_BEARER, VDT_CLASS_OWN, VDT_WEB), VDT_SESSION_NONE,
		     "another generation");
}

Test(on_check, end_of_a_session)
{
	struct vdt_msg_SESSION_END end = {.req = 5, .what = VDT_END_THIS};

	log_in(VDT_CARRIER_BEARER);
	vdt_on_session_end(&child, VDT_WEB, &end, -1);
	take_all();
	cr_assert_eq(seen.done.code, -EACCES, "not without a grant");
	cr_assert_eq(check(VDT_CARRIER_BEARER, VDT_CLASS_OWN, VDT_AUTH), VDT_SESSION_OK);
	seen.count = 0;
	vdt_on_session_end(&child, VDT_WEB, &end, -1);
	take_all();
	cr_assert_eq(seen.done.code, 0);
	cr_assert_eq(seen.count, 2);
	cr_assert_eq(seen.msg[0].id, VDT_MSG_REVOKED, "before it is done");
	cr_assert_eq(check(VDT_CARRIER_BEARER, VDT_CLASS_OWN, VDT_WEB), VDT_SESSION_NONE);
}
