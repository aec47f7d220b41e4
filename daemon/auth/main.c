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

#include "daemon/auth/accounts.h"
#include "daemon/auth/budget.h"
#include "daemon/auth/hasher.h"
#include "daemon/auth/login.h"
#include "daemon/auth/offender.h"
#include "daemon/auth/presence.h"
#include "daemon/auth/provision.h"
#include "daemon/auth/unit_key.h"
#include "daemon/auth/witness.h"
#include "lib/audit/unit.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/crypto/secret.h"
#include "lib/ipc/child.h"

#define AUTH_DIR "/var/lib/vedette/auth/"
#define SEAL_KEY AUTH_DIR "seal.key"
#define ACCOUNTS AUTH_DIR "accounts"
#define UNIT_KEY AUTH_DIR "unit"
#define WITNESS	 AUTH_DIR "witness"

/* A handshake needs one signature; more than this a second are not video. */
#define SIGN_BURST 64
#define SIGN_RATE  32

/* Each writes a file; a log with one checkpoint in ten minutes stays far below. */
#define COSIGN_BURST 16
#define COSIGN_RATE  1

#define NEWS 2 /* records from the time before audit was there */

struct auth {
	struct vdt_child *child;
	uint8_t *seal_key; /* secret memory */
	struct vdt_accounts accounts;
	struct vdt_unit_key *unit_key;
	struct vdt_hasher *hasher;
	struct vdt_logins *logins;
	struct vdt_offenders offenders;
	struct vdt_presence presence;
	struct event *tell_again;
	struct vdt_budget sign_budget, cosign_budget;
	struct vdt_witness witness;
	struct vdt_msg_RECORD news[NEWS];
	unsigned int n_news;
};

static void copy_text(char *to, size_t room, const char *from)
{
	snprintf(to, room, "%s", from);
}

static struct vdt_msg_RECORD *add_news(struct auth *auth, enum vdt_audit_type type)
{
	struct vdt_msg_RECORD *record = &auth->news[auth->n_news++];

	record->type = type;
	record->boottime = vdt_clock_boottime();
	record->realtime = vdt_clock_realtime();
	return record;
}

/* sources, for the kernel */

static void ban(struct auth *auth, const struct vdt_source *source)
{
	struct vdt_msg_BAN msg = {.source_len = sizeof(source->key),
				  .text = "too many failed logins"};

	memcpy(msg.source, source->key, sizeof(source->key));
	vdt_child_send(auth->child, VDT_GUARD, VDT_MSG_BAN, &msg);
}

static void trust(void *ctx, const struct vdt_source *source)
{
	struct auth *auth = ctx;
	struct vdt_msg_TRUST msg = {.source_len = sizeof(source->key),
				    .seconds = VDT_PRESENCE_TOLD};

	memcpy(msg.source, source->key, sizeof(source->key));
	vdt_child_send(auth->child, VDT_GUARD, VDT_MSG_TRUST, &msg);
}

static void on_tell_again(evutil_socket_t fd, short events, void *ctx)
{
	struct auth *auth = ctx;

	vdt_presence_each(&auth->presence, trust, auth);
}

/* The kernel does not ban a source that has a session: the attacker may be behind its address. */
static void judge_source(struct auth *auth, const struct vdt_login_end *end)
{
	if (end->account) {
		vdt_presence_add(&auth->presence, end->req, end->from);
		trust(auth, end->from);
	} else if (end->wrong &&
		   vdt_offender_fail(&auth->offenders, end->from, vdt_clock_boottime())) {
		ban(auth, end->from);
	}
}

/* peers */

static void answer_login(void *ctx, const struct vdt_login_end *end)
{
	struct auth *auth = ctx;
	struct vdt_msg_LOGIN_RESULT result = {
		.req = end->req, .outcome = end->account ? VDT_OUTCOME_OK : VDT_OUTCOME_REFUSED};
	struct vdt_msg_RECORD record = {
		.type = VDT_AUDIT_LOGIN,
		.result = end->account ? VDT_AUDIT_OK : VDT_AUDIT_REFUSED,
		.transport = VDT_AUDIT_RTSPS,
	};

	if (end->account) {
		result.role = record.role = end->account->role;
		result.account_id = record.account_id = end->account->id;
		copy_text(result.account, sizeof(result.account), end->account->name);
	}
	copy_text(record.account, sizeof(record.account), end->named);
	copy_text(record.source, sizeof(record.source), end->source);
	if (end->reason)
		copy_text(record.reason, sizeof(record.reason), end->reason);
	vdt_child_send(auth->child, VDT_STREAM, VDT_MSG_LOGIN_RESULT, &result);
	vdt_child_send(auth->child, VDT_AUDIT, VDT_MSG_RECORD, &record);
	judge_source(auth, end);
}

static int on_logout(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_LOGOUT *msg = payload;

	vdt_presence_remove(&auth->presence, msg->req);
	return 0;
}

static int on_login(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct auth *auth = ((struct vdt_child *)ctx)->ctx;

	vdt_logins_ask(auth->logins, payload);
	return 0;
}

/*
 * What cannot be signed is answered too, by a signature of no length: the handshake fails then. Who
 * does not wait for the answer broke no rule: it has ended, or is too slow.
 */
static int on_sign(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_SIGN *ask = payload;
	struct vdt_msg_SIGNATURE answer = {.req = ask->req};
	int len = -EBUSY;

	if (vdt_budget_take(&auth->sign_budget, vdt_clock_boottime()))
		len = vdt_unit_key_sign(auth->unit_key, ask->digest, ask->digest_len, answer.der);
	if (len > 0)
		answer.der_len = (uint32_t)len;
	vdt_child_send(auth->child, from, VDT_MSG_SIGNATURE, &answer);
	return 0;
}

/* The audit log: what auth itself has to say of it. */
static void note_witness(struct auth *auth, const struct vdt_msg_COSIGNATURE *answer)
{
	bool first = answer->verdict == VDT_VERDICT_COSIGNED;
	struct vdt_msg_RECORD record = {
		.type = VDT_AUDIT_AUDIT_WITNESS,
		.result = first ? VDT_AUDIT_OK : VDT_AUDIT_REFUSED,
		.boottime = vdt_clock_boottime(),
		.realtime = vdt_clock_realtime(),
	};

	if (first)
		copy_text(record.object, sizeof(record.object), "1");
	copy_text(record.reason, sizeof(record.reason), answer->reason);
	vdt_child_send(auth->child, VDT_AUDIT, VDT_MSG_RECORD, &record);
}

/* The note of the question with the unit's signature. */
static int add_cosignature(struct auth *auth, const struct vdt_note *note, char *text)
{
	struct vdt_note_signature signature = {.name = VDT_CHECKPOINT_UNIT};
	uint8_t digest[VDT_SHA256], der[VDT_SIGNATURE_MAX];
	const uint8_t *certificate;
	size_t certificate_len;
	int len;

	certificate = vdt_unit_key_certificate(auth->unit_key, &certificate_len);
	if (vdt_unit_key_id(certificate, certificate_len, signature.key_id) ||
	    vdt_sha256(note->text, note->len, digest))
		return -EIO;
	len = vdt_unit_key_sign(auth->unit_key, digest, sizeof(digest), der);
	if (len < 0 || len > (int)sizeof(signature.bytes))
		return -EIO;
	memcpy(signature.bytes, der, (size_t)len);
	signature.len = (size_t)len;
	return vdt_note_add(text, &signature);
}

static bool is_cosigned(const struct vdt_note *note)
{
	for (unsigned int i = 0; i < note->n; i++)
		if (!strcmp(note->signature[i].name, VDT_CHECKPOINT_UNIT))
			return true;
	return false;
}

static int on_witness(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_WITNESS *question = payload;
	struct vdt_msg_COSIGNATURE answer = {.verdict = VDT_VERDICT_UNABLE};
	struct vdt_note note;

	if (vdt_budget_take(&auth->cosign_budget, vdt_clock_boottime()))
		vdt_witness_judge(&auth->witness, question, &answer, &note);
	if (answer.verdict == VDT_VERDICT_COSIGNED) {
		copy_text(answer.note, sizeof(answer.note), question->note);
		if (!is_cosigned(&note) && add_cosignature(auth, &note, answer.note))
			answer.verdict = VDT_VERDICT_UNABLE;
	}
	if (answer.verdict == VDT_VERDICT_REFUSED ||
	    (answer.verdict == VDT_VERDICT_COSIGNED && auth->witness.begun))
		note_witness(auth, &answer);
	vdt_child_send(auth->child, VDT_AUDIT, VDT_MSG_COSIGNATURE, &answer);
	return 0;
}

static void send_certificate(struct auth *auth)
{
	struct vdt_msg_CERTIFICATE msg = {0};
	const uint8_t *der;
	size_t len;

	der = vdt_unit_key_certificate(auth->unit_key, &len);
	memcpy(msg.der, der, len);
	msg.der_len = (uint32_t)len;
	if (vdt_child_send(auth->child, VDT_STREAM, VDT_MSG_CERTIFICATE, &msg))
		vdt_log(LOG_ERR, "cannot hand the certificate to stream");
}

static void on_peer_up(struct vdt_child *child, enum vdt_proc peer)
{
	struct auth *auth = child->ctx;

	if (peer == VDT_STREAM)
		send_certificate(auth);
	if (peer == VDT_GUARD)
		vdt_presence_each(&auth->presence, trust, auth);
	if (peer != VDT_AUDIT)
		return;
	for (unsigned int i = 0; i < auth->n_news; i++)
		vdt_child_send(child, VDT_AUDIT, VDT_MSG_RECORD, &auth->news[i]);
	auth->n_news = 0;
}

static void on_peer_down(struct vdt_child *child, enum vdt_proc peer)
{
	struct auth *auth = child->ctx;

	if (peer != VDT_STREAM)
		return;
	vdt_logins_forget(auth->logins);
	vdt_presence_clear(&auth->presence);
}

/* start */

/* With a new key, files that the old one sealed could never be opened again. */
static int load_seal_key(struct auth *auth)
{
	static const char *const sealed[] = {ACCOUNTS ".0", ACCOUNTS ".1", UNIT_KEY ".0",
					     UNIT_KEY ".1", WITNESS ".0",  WITNESS ".1"};
	int create = 1;

	for (unsigned int i = 0; i < sizeof(sealed) / sizeof(sealed[0]); i++)
		if (!access(sealed[i], F_OK))
			create = 0;
	auth->seal_key = vdt_secret_new(VDT_SEAL_KEY);
	return auth->seal_key ? vdt_seal_key(SEAL_KEY, create, auth->seal_key) : -ENOMEM;
}

static void note_key(struct auth *auth)
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

static int load_unit_key(struct auth *auth)
{
	int made, err;

	err = vdt_unit_key_load(UNIT_KEY, auth->seal_key, &auth->unit_key, &made);
	if (!err && made)
		note_key(auth);
	return err;
}

static int load_accounts(struct auth *auth)
{
	int err;

	err = vdt_accounts_load(&auth->accounts, ACCOUNTS, auth->seal_key);
	if (!err && auth->accounts.file.damaged)
		vdt_log(LOG_WARNING, ACCOUNTS ".%u is damaged, the other slot is used",
			!auth->accounts.file.slot);
	return err;
}

static int load_witness(struct auth *auth)
{
	return vdt_witness_load(&auth->witness, WITNESS, auth->seal_key);
}

static int provision(struct auth *auth)
{
	struct vdt_msg_RECORD *record;
	int err;

	err = vdt_provision(&auth->accounts, STDOUT_FILENO);
	if (err == -EEXIST)
		vdt_log(LOG_ERR,
			"there are accounts already; a reset to factory state removes them");
	if (err)
		return err;
	record = add_news(auth, VDT_AUDIT_ACCOUNT_CREATE);
	copy_text(record->account, sizeof(record->account), VDT_PROVISION_NAME);
	copy_text(record->object, sizeof(record->object), vdt_role_name(VDT_ROLE_ADMINISTRATOR));
	return 0;
}

static int tell_regularly(struct auth *auth)
{
	const struct timeval again = {.tv_sec = VDT_PRESENCE_AGAIN};

	auth->tell_again = event_new(auth->child->base, -1, EV_PERSIST, on_tell_again, auth);
	return auth->tell_again && !event_add(auth->tell_again, &again) ? 0 : -ENOMEM;
}

static int start(struct vdt_child *child)
{
	static struct auth auth = {.sign_budget = {.burst = SIGN_BURST, .rate = SIGN_RATE},
				   .cosign_budget = {.burst = COSIGN_BURST, .rate = COSIGN_RATE}};
	static const struct {
		int (*load)(struct auth *auth);
		const char *what;
	} steps[] = {
		{load_seal_key, "the seal key " SEAL_KEY},
		{load_unit_key, "the key of the unit " UNIT_KEY},
		{load_accounts, "the accounts " ACCOUNTS},
		{load_witness, "what was cosigned of the log " WITNESS},
	};

	int err;

	auth.child = child;
	child->ctx = &auth;
	for (unsigned int i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		err = steps[i].load(&auth);
		if (err) {
			vdt_log(LOG_ERR, "cannot load %s: %s", steps[i].what, strerror(-err));
			return err;
		}
	}
	if (child->provision)
		return provision(&auth);
	if (!vdt_accounts_active(&auth.accounts))
		vdt_log(LOG_WARNING, "no account yet, nobody can log in: run vedetted --provision");
	if (tell_regularly(&auth))
		return -ENOMEM;
	err = vdt_hasher_new(child->base, &auth.hasher);
	if (err)
		return err;
	return vdt_logins_new(child->base, &auth.accounts, auth.hasher, answer_login, &auth,
			      &auth.logins);
}

static void stop(struct vdt_child *child)
{
	struct auth *auth = child->ctx;

	vdt_hasher_free(auth->hasher);
	vdt_logins_free(auth->logins);
	if (auth->tell_again)
		event_free(auth->tell_again);
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
		{VDT_MSG_LOGIN, on_login},
		{VDT_MSG_LOGOUT, on_logout},
		{VDT_MSG_SIGN, on_sign},
		{VDT_MSG_WITNESS, on_witness},
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
