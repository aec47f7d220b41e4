// SPDX-License-Identifier: BSD-3-Clause
/*
 * auth: holds the accounts and the key of the unit. Answers who may log in, signs for TLS, and has
 * no socket but the channels to its peers.
 */
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>
#include <jansson.h>

#include "daemon/auth/auth.h"
#include "daemon/auth/calibrate.h"
#include "daemon/auth/erase.h"
#include "daemon/auth/manage.h"
#include "daemon/auth/provision.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/crypto/secret.h"

#define AUTH_DIR  "/var/lib/vedette/auth/"
#define SEAL_KEY  AUTH_DIR VDT_ERASE_KEY
#define ACCOUNTS  AUTH_DIR "accounts"
#define UNIT_KEY  AUTH_DIR "unit"
#define UNIT_CODE AUTH_DIR VDT_ERASE_KEEP
#define WITNESS	  AUTH_DIR "witness"
#define LOCKOUT	  AUTH_DIR "lockout"

/* A handshake needs one signature; more than this a second are not video. */
#define STREAM_SIGN_BURST 64
#define STREAM_SIGN_RATE  32
/* web waits for each signature before it asks for the next one, so that it limits itself; this is
 * what it could do with a core of its own, and keeps one that was taken over from doing more. */
#define WEB_SIGN_BURST 256
#define WEB_SIGN_RATE  4096

/* Each writes a file; a log with one checkpoint in ten minutes stays far below. */
#define COSIGN_BURST 16
#define COSIGN_RATE  1

static struct vdt_msg_RECORD *add_news(struct vdt_auth *auth, enum vdt_audit_type type)
{
	struct vdt_msg_RECORD *record = &auth->news[auth->n_news++];

	record->type = type;
	record->boottime = vdt_clock_boottime();
	record->realtime = vdt_clock_realtime();
	return record;
}

/* peers */

static void on_tell_again(evutil_socket_t fd, short events, void *ctx)
{
	vdt_auth_tell_sources(ctx);
}

static void on_peer_up(struct vdt_child *child, enum vdt_proc peer)
{
	struct vdt_auth *auth = child->ctx;

	if (peer == VDT_STREAM || peer == VDT_WEB)
		vdt_auth_tell_gate(auth, peer);
	if (peer == VDT_GUARD)
		vdt_auth_tell_sources(auth);
	if (peer != VDT_AUDIT)
		return;
	for (unsigned int i = 0; i < auth->n_news; i++)
		vdt_child_send(child, VDT_AUDIT, VDT_MSG_RECORD, &auth->news[i]);
	auth->n_news = 0;
}

static void on_peer_down(struct vdt_child *child, enum vdt_proc peer)
{
	struct vdt_auth *auth = child->ctx;

	if (peer == VDT_STREAM || peer == VDT_WEB)
		vdt_logins_forget(auth->logins, peer);
	if (peer == VDT_STREAM)
		vdt_presence_clear(&auth->presence);
	/* What a web before this one asked for, this one did not. */
	if (peer == VDT_WEB) {
		memset(&auth->grants, 0, sizeof(auth->grants));
		vdt_manage_forget(auth->manage);
	}
}

/* What the policy says of sessions counts for those that are there, too. */
static int on_settings(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_ACCESS_SETTINGS *msg = payload;

	auth->sessions.limits = (struct vdt_session_limits){
		.total = msg->sessions < VDT_SESSIONS ? msg->sessions : VDT_SESSIONS,
		.per_account = msg->per_account,
		.idle = msg->idle,
		.absolute = msg->absolute,
	};
	auth->lockout.rules = (struct vdt_lock_rules){
		.failures = msg->failures, .first = msg->lock_base, .longest = msg->lock_max};
	vdt_manage_set_rules(auth->manage, msg->min_length, msg->history);
	vdt_auth_watch_sessions(auth);
	return 0;
}

/* start */

/* With a new key, files that the old one sealed could never be opened again. */
static int load_seal_key(struct vdt_auth *auth)
{
	static const char *const sealed[] = {ACCOUNTS ".0", ACCOUNTS ".1", UNIT_KEY ".0",
					     UNIT_KEY ".1", WITNESS ".0",  WITNESS ".1",
					     LOCKOUT ".0",  LOCKOUT ".1"};
	int create = 1, err = vdt_erase_resume(AUTH_DIR);

	for (unsigned int i = 0; i < sizeof(sealed) / sizeof(sealed[0]); i++)
		if (!access(sealed[i], F_OK))
			create = 0;
	if (err)
		return err;
	auth->seal_key = vdt_secret_new(VDT_SEAL_KEY);
	return auth->seal_key ? vdt_seal_key(SEAL_KEY, create, auth->seal_key) : -ENOMEM;
}

static void note_key(struct vdt_auth *auth)
{
	struct vdt_msg_RECORD *record = add_news(auth, VDT_AUDIT_KEY_CREATE);
	uint8_t digest[VDT_SHA256];
	const uint8_t *der;
	size_t len;
	int n;

	der = vdt_unit_key_certificate(auth->unit_key, &len);
	n = snprintf(record->object, sizeof(record->object), "unit key, certificate SHA-256 ");
	if (vdt_sha256(der, len, digest))
		return;
	for (unsigned int i = 0; i < sizeof(digest); i++)
		n += snprintf(record->object + n, sizeof(record->object) - n, "%02x", digest[i]);
}

static int load_unit_key(struct vdt_auth *auth)
{
	int made, err;

	err = vdt_unit_key_load(UNIT_KEY, auth->seal_key, &auth->unit_key, &made);
	if (!err && made)
		note_key(auth);
	return err;
}

static int load_accounts(struct vdt_auth *auth)
{
	int err;

	err = vdt_accounts_load(&auth->accounts, ACCOUNTS, auth->seal_key);
	if (!err && auth->accounts.file.damaged)
		vdt_log(LOG_WARNING, ACCOUNTS ".%u is damaged, the other slot is used",
			!auth->accounts.file.slot);
	return err;
}

/* A unit without a log that it vouches for is better than one that nobody can log in to. */
static int load_witness(struct vdt_auth *auth)
{
	struct vdt_msg_RECORD *record;
	bool lost;
	int err = vdt_witness_load(&auth->witness, WITNESS, auth->seal_key, &lost);

	if (err || !lost)
		return err;
	vdt_log(LOG_ERR, WITNESS " is damaged: the unit begins to cosign anew");
	record = add_news(auth, VDT_AUDIT_AUDIT_WITNESS);
	record->result = VDT_AUDIT_FAILED;
	vdt_auth_text(record->reason, sizeof(record->reason),
		      "what was cosigned before is damaged and forgotten");
	return 0;
}

static int load_lockout(struct vdt_auth *auth)
{
	bool lost;
	int err = vdt_lockout_load(&auth->lockout_file, LOCKOUT, auth->seal_key, &auth->lockout,
				   vdt_clock_boottime(), &lost);

	if (!err && lost)
		vdt_log(LOG_WARNING, LOCKOUT " is damaged: nobody is locked out any more");
	return err;
}

static int load_activation(struct vdt_auth *auth)
{
	return vdt_activation_load(&auth->activation, UNIT_CODE, &auth->accounts,
				   vdt_clock_boottime());
}

static void note_provision(struct vdt_auth *auth, enum vdt_provision form)
{
	struct vdt_msg_RECORD *record;

	if (form == VDT_PROVISION_CODE) {
		record = add_news(auth, VDT_AUDIT_KEY_CREATE);
		vdt_auth_text(record->object, sizeof(record->object), "the unit code");
		return;
	}
	record = add_news(auth, VDT_AUDIT_ACCOUNT_CREATE);
	vdt_auth_text(record->account, sizeof(record->account), VDT_PROVISION_NAME);
	vdt_auth_text(record->object, sizeof(record->object),
		      vdt_role_name(VDT_ROLE_ADMINISTRATOR));
}

static int provision(struct vdt_auth *auth, enum vdt_provision form)
{
	int err;

	auth->accounts.now.cost = vdt_calibrate(vdt_calibrate_memory(), vdt_calibrate_hash);
	if (form == VDT_PROVISION_CODE)
		err = vdt_provision_code(&auth->accounts, &auth->activation, STDOUT_FILENO);
	else
		err = vdt_provision(&auth->accounts, STDOUT_FILENO);
	if (err == -EEXIST)
		vdt_log(LOG_ERR,
			"there are accounts already; a reset to factory state removes them");
	if (!err)
		note_provision(auth, form);
	return err;
}

static int make_timers(struct vdt_auth *auth)
{
	const struct timeval again = {.tv_sec = VDT_PRESENCE_AGAIN};

	auth->tell_again = event_new(auth->child->base, -1, EV_PERSIST, on_tell_again, auth);
	auth->session_over = evtimer_new(auth->child->base, vdt_auth_on_session_over, auth);
	auth->lockout_save = evtimer_new(auth->child->base, vdt_auth_on_lockout_save, auth);
	if (!auth->tell_again || !auth->session_over || !auth->lockout_save)
		return -ENOMEM;
	return event_add(auth->tell_again, &again) ? -ENOMEM : 0;
}

static int make_logins(struct vdt_auth *auth)
{
	const struct vdt_login_parts parts = {
		.accounts = &auth->accounts,
		.hasher = auth->hasher,
		.lockout = &auth->lockout,
		.lockout_file = &auth->lockout_file,
		.clock_is_right = vdt_auth_clock_is_right,
		.answer = vdt_auth_answer_login,
		.ctx = auth,
	};

	return vdt_logins_new(auth->child->base, &parts, &auth->logins);
}

static int start(struct vdt_child *child)
{
	static struct vdt_auth auth = {
		.sign_budget = {[VDT_STREAM] = {.burst = STREAM_SIGN_BURST,
						.every = VDT_NS_PER_SECOND / STREAM_SIGN_RATE},
				[VDT_WEB] = {.burst = WEB_SIGN_BURST,
					     .every = VDT_NS_PER_SECOND / WEB_SIGN_RATE}},
		.cosign_budget = {.burst = COSIGN_BURST, .every = VDT_NS_PER_SECOND / COSIGN_RATE},
		.lockout_budget = {.burst = VDT_LOCKOUT_BURST,
				   .every = VDT_LOCKOUT_EVERY * VDT_NS_PER_SECOND},
	};
	static const struct {
		int (*load)(struct vdt_auth *auth);
		const char *what;
	} steps[] = {
		{load_seal_key, "the seal key " SEAL_KEY},
		{load_unit_key, "the key of the unit " UNIT_KEY},
		{load_accounts, "the accounts " ACCOUNTS},
		{load_activation, "the digest of the unit code " UNIT_CODE},
		{load_witness, "what was cosigned of the log " WITNESS},
		{load_lockout, "who is locked out " LOCKOUT},
	};
	int err;

	auth.child = child;
	child->ctx = &auth;
	vdt_sessions_init(&auth.sessions);
	vdt_lockout_init(&auth.lockout);
	for (unsigned int i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		err = steps[i].load(&auth);
		if (err) {
			vdt_log(LOG_ERR, "cannot load %s: %s", steps[i].what, strerror(-err));
			return err;
		}
	}
	if (child->provision)
		return provision(&auth, child->provision);
	if (!vdt_accounts_active(&auth.accounts))
		vdt_log(LOG_WARNING, "the unit is not activated, nobody can log in");
	if (make_timers(&auth))
		return -ENOMEM;
	err = vdt_hasher_new(child->base, &auth.hasher);
	if (err)
		return err;
	err = make_logins(&auth);
	return err ? err : vdt_auth_make_manage(&auth, AUTH_DIR);
}

static void stop(struct vdt_child *child)
{
	struct vdt_auth *auth = child->ctx;

	vdt_hasher_free(auth->hasher);
	vdt_logins_free(auth->logins);
	vdt_manage_free(auth->manage);
	if (auth->tell_again)
		event_free(auth->tell_again);
	if (auth->session_over)
		event_free(auth->session_over);
	vdt_auth_stop_lockout(auth);
	vdt_unit_key_free(auth->unit_key);
	vdt_secret_free(auth->seal_key, VDT_SEAL_KEY);
}

/* Memory of a hash goes back at once, and JSON that held secrets is wiped. */
static void set_up_memory(void)
{
	mallopt(M_MMAP_THRESHOLD, 256 * 1024);
	mallopt(M_ARENA_MAX, 1);
	json_set_alloc_funcs(malloc, vdt_wipe_free);
}

int main(void)
{
	static const struct vdt_dispatch table[] = {
		{VDT_MSG_LOGIN, vdt_on_login},
		{VDT_MSG_LOGOUT, vdt_on_logout},
		{VDT_MSG_CHECK, vdt_on_check},
		{VDT_MSG_SESSION_LIST, vdt_on_session_list},
		{VDT_MSG_SESSION_END, vdt_on_session_end},
		{VDT_MSG_ACTIVATE, vdt_on_activate},
		{VDT_MSG_ACCOUNT_LIST, vdt_on_account_list},
		{VDT_MSG_ACCOUNT_EDIT, vdt_on_account_edit},
		{VDT_MSG_PASSWORD, vdt_on_password},
		{VDT_MSG_OTP, vdt_on_otp},
		{VDT_MSG_TOKEN_EDIT, vdt_on_token_edit},
		{VDT_MSG_REAUTH, vdt_on_reauth},
		{VDT_MSG_DEACTIVATE, vdt_on_deactivate},
		{VDT_MSG_LOCK_LIST, vdt_on_lock_list},
		{VDT_MSG_UNLOCK, vdt_on_unlock},
		{VDT_MSG_ACCESS_SETTINGS, on_settings},
		{VDT_MSG_CSR, vdt_on_csr},
		{VDT_MSG_CERTIFY, vdt_on_certify},
		{VDT_MSG_SIGN, vdt_on_sign},
		{VDT_MSG_WITNESS, vdt_on_witness},
	};
	static const struct vdt_child_ops ops = {
		.self = VDT_AUTH,
		.start = start,
		.peer_up = on_peer_up,
		.peer_down = on_peer_down,
		.stop = stop,
		.table = table,
		.count = sizeof(table) / sizeof(table[0]),
	};

	set_up_memory();
	return vdt_child_run(&ops);
}
