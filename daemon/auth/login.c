// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/login.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "daemon/auth/cache.h"
#include "daemon/auth/hasher.h"
#include "daemon/auth/second.h"
#include "lib/base/clock.h"

enum stage { FREE, HASHING, DELAYED };

struct login {
	struct vdt_logins *logins;
	enum stage stage;
	bool forgotten; /* nobody waits for the answer */
	enum vdt_proc gate;
	uint32_t req;
	uint8_t transport, carrier;
	uint32_t account; /* id, 0: there is none of that name */
	uint32_t generation;
	uint64_t asked; /* CLOCK_BOOTTIME, nanoseconds */
	enum vdt_outcome outcome;
	const char *reason;
	bool wrong, locks, news;
	struct vdt_source from;
	struct vdt_try try;
	uint8_t mac[VDT_SHA256];
	char source[VDT_ADDRESS_ROOM];
	char otp[sizeof(((struct vdt_msg_LOGIN *)NULL)->otp)];
	char device[VDT_TOKEN_ROOM];
	struct event *delay;
};

struct vdt_logins {
	struct vdt_login_parts parts;
	struct vdt_cache cache;
	struct login login[VDT_LOGIN_PENDING];
};

/* the end */

static void give_answer(const struct login *login)
{
	const struct vdt_login_parts *parts = &login->logins->parts;
	const struct vdt_account *named = vdt_accounts_by_id(parts->accounts, login->account);
	bool ok = login->outcome == VDT_OUTCOME_OK;
	const struct vdt_login_end end = {
		.gate = login->gate,
		.req = login->req,
		.transport = login->transport,
		.carrier = login->carrier,
		.outcome = login->outcome,
		.account = ok ? named : NULL,
		.named = named ? named->name : "unknown",
		.source = login->source,
		.device = login->try.is_device ? login->device : NULL,
		.reason = ok ? NULL : login->reason,
		.from = &login->from,
		.wrong = login->wrong,
		.locks = login->locks,
		.news = login->news,
		.retry_after = vdt_lockout_left(parts->lockout, &login->try, vdt_clock_boottime()),
	};

	if (!login->forgotten)
		parts->answer(parts->ctx, &end);
}

static void end_login(struct login *login)
{
	give_answer(login);
	evtimer_del(login->delay);
	explicit_bzero(login->otp, sizeof(login->otp));
	explicit_bzero(login->device, sizeof(login->device));
	login->stage = FREE;
}

static void on_delay(evutil_socket_t fd, short events, void *ctx)
{
	end_login(ctx);
}

static void refuse(struct login *login, enum vdt_outcome outcome, const char *reason)
{
	const uint64_t whole = VDT_LOGIN_DELAY * VDT_NS_PER_SECOND;
	uint64_t since = vdt_clock_boottime() - login->asked;
	uint64_t left = since < whole ? (whole - since) / 1000 : 0;
	const struct timeval wait = {.tv_sec = (time_t)(left / 1000000),
				     .tv_usec = (suseconds_t)(left % 1000000)};

	login->outcome = outcome;
	login->reason = reason;
	login->stage = DELAYED;
	if (evtimer_add(login->delay, &wait))
		end_login(login);
}

/* It was a guess, though maybe one that was made before. */
static void miss(struct login *login, const char *reason)
{
	struct vdt_lockout *lockout = login->logins->parts.lockout;

	login->wrong = !vdt_lockout_was_tried(lockout, &login->try);
	login->locks = vdt_lockout_miss(lockout, &login->try, vdt_clock_boottime());
	refuse(login, VDT_OUTCOME_REFUSED, reason);
}

/* Without a look at the password, even if it is the right one: else who is locked out could go on
 * guessing. */
static bool refuse_locked(struct login *login)
{
	struct vdt_lockout *lockout = login->logins->parts.lockout;

	if (!vdt_lockout_left(lockout, &login->try, vdt_clock_boottime()))
		return false;
	login->wrong = !vdt_lockout_was_tried(lockout, &login->try);
	refuse(login, VDT_OUTCOME_REFUSED, "locked after wrong passwords");
	return true;
}

static void accept_login(struct login *login, struct vdt_account *account)
{
	account->last_login = vdt_clock_realtime() / VDT_NS_PER_SECOND;
	login->news =
		vdt_lockout_good(login->logins->parts.lockout, &login->try, vdt_clock_boottime());
	login->outcome = VDT_OUTCOME_OK;
}

static void succeed(struct login *login, struct vdt_account *account)
{
	accept_login(login, account);
	end_login(login);
}

/* the password was right */

static void judge_second(struct login *login, struct vdt_account *account)
{
	struct vdt_logins *logins = login->logins;
	const struct vdt_login_parts *parts = &logins->parts;
	int err;

	if (!login->otp[0]) {
		login->outcome = VDT_OUTCOME_SECOND;
		login->reason = "the second factor is missing";
		end_login(login);
		return;
	}
	err = vdt_second_try(parts->accounts, account, login->otp,
			     vdt_clock_realtime() / VDT_NS_PER_SECOND, parts->clock_is_right());
	if (!err) {
		succeed(login, account);
	} else if (err != -EACCES ||
		   vdt_logins_digest(logins, account->name, login->otp, login->try.password)) {
		refuse(login, VDT_OUTCOME_BUSY, "the second factor cannot be checked");
	} else {
		miss(login, "wrong second factor");
	}
}

static void judge_first(struct login *login, struct vdt_account *account, int result,
			const char *hash)
{
	if (result == -EACCES) {
		miss(login, "wrong password");
		return;
	}
	if (result) {
		refuse(login, VDT_OUTCOME_BUSY, "no memory for the hash");
		return;
	}
	if (account->generation != login->generation) {
		refuse(login, VDT_OUTCOME_REFUSED, "the account was changed meanwhile");
		return;
	}
	if (hash[0]) /* of today's cost; saved with the next change */
		memcpy(account->hash, hash, strlen(hash) + 1);
	if (vdt_second_needed(account)) {
		judge_second(login, account);
		return;
	}
	vdt_cache_put(&login->logins->cache, login->mac, account->id, vdt_clock_boottime());
	succeed(login, account);
}

static void on_hashed(void *ctx, uint32_t job, int result, const char *hash)
{
	struct vdt_logins *logins = ctx;
	struct login *login = &logins->login[job];
	struct vdt_account *account = vdt_accounts_by_id(logins->parts.accounts, login->account);

	if (refuse_locked(login)) /* by what was asked at the same time */
		return;
	if (!account)
		miss(login, "no such account");
	else if (account->disabled)
		miss(login, "account disabled");
	else if (account->service)
		miss(login, "a service account has no password");
	else
		judge_first(login, account, result, hash);
}

/* the beginning */

int vdt_logins_new(struct event_base *base, const struct vdt_login_parts *parts,
		   struct vdt_logins **ret_logins)
{
	struct vdt_logins *logins = calloc(1, sizeof(*logins));
	int err;

	if (!logins)
		return -ENOMEM;
	logins->parts = *parts;
	err = vdt_cache_init(&logins->cache);
	for (unsigned int i = 0; !err && i < VDT_LOGIN_PENDING; i++) {
		logins->login[i].logins = logins;
		logins->login[i].delay = evtimer_new(base, on_delay, &logins->login[i]);
		if (!logins->login[i].delay)
			err = -ENOMEM;
	}
	if (err) {
		vdt_logins_free(logins);
		return err;
	}
	*ret_logins = logins;
	return 0;
}

void vdt_logins_free(struct vdt_logins *logins)
{
	if (!logins)
		return;
	for (unsigned int i = 0; i < VDT_LOGIN_PENDING; i++)
		if (logins->login[i].delay)
			event_free(logins->login[i].delay);
	vdt_cache_done(&logins->cache);
	free(logins);
}

/* A free place, or NULL if this source or all together have enough of them. */
static struct login *find_place(struct vdt_logins *logins, const struct vdt_source *from)
{
	struct login *place = NULL;
	unsigned int same = 0;

	for (unsigned int i = 0; i < VDT_LOGIN_PENDING; i++) {
		struct login *login = &logins->login[i];

		if (login->stage == FREE)
			place = login;
		else if (vdt_source_same(&login->from, from))
			same++;
	}
	return same < VDT_LOGIN_PER_SOURCE ? place : NULL;
}

static bool may_log_in(const struct vdt_account *account)
{
	return !account->disabled && !account->service;
}

/* These very credentials were good a short while ago and are all that it takes. */
static bool is_remembered(struct vdt_logins *logins, struct login *login)
{
	uint32_t id = vdt_cache_find(&logins->cache, login->mac, login->asked);
	struct vdt_account *account = id ? vdt_accounts_by_id(logins->parts.accounts, id) : NULL;

	if (!account || !may_log_in(account) || vdt_second_needed(account) ||
	    vdt_lockout_left(logins->parts.lockout, &login->try, login->asked))
		return false;
	accept_login(login, account);
	return true;
}

/* The same work is done for an account that does not exist or may not log in. */
static void start_hash(struct vdt_logins *logins, struct login *login,
		       const struct vdt_account *account, const char *password)
{
	const struct vdt_hasher_ask ask = {.lane = VDT_LANE_STRANGER,
					   .done = on_hashed,
					   .ctx = logins,
					   .id = (uint32_t)(login - logins->login)};
	struct vdt_password_job job = {.cost = logins->parts.accounts->now.cost, .upgrade = true};

	if (account && may_log_in(account))
		memcpy(job.hash, account->hash, sizeof(job.hash));
	else
		vdt_password_dummy(&job.cost, job.hash);
	memcpy(job.current, password, strnlen(password, sizeof(job.current) - 1));
	login->stage = HASHING;
	if (vdt_hasher_submit(logins->parts.hasher, &ask, &job))
		refuse(login, VDT_OUTCOME_BUSY, "too many logins at once");
	explicit_bzero(&job, sizeof(job));
}

/* Names are told apart in their one form, whether there is an account or not. */
static int identify(struct vdt_logins *logins, const struct vdt_msg_LOGIN *msg, struct login *ask)
{
	const struct vdt_lockout_file *file = logins->parts.lockout_file;
	char folded[VDT_ACCOUNT_NAME];
	const char *name = vdt_account_fold(msg->name, folded) ? msg->name : folded;
	int err = vdt_cache_mac(&logins->cache, name, msg->password, ask->mac);

	if (!err)
		err = vdt_lockout_name(file, name, ask->try.name);
	if (err)
		return err;
	ask->try.from = ask->from;
	ask->try.is_console = msg->transport == VDT_AUDIT_CONSOLE;
	ask->try.is_device = ask->account && !vdt_device_check(file->key, ask->account, msg->device,
							       ask->try.device);
	memcpy(ask->try.password, ask->mac, sizeof(ask->try.password));
	return 0;
}

void vdt_logins_ask(struct vdt_logins *logins, enum vdt_proc gate, const struct vdt_msg_LOGIN *msg)
{
	struct vdt_account *named = vdt_accounts_find(logins->parts.accounts, msg->name);
	struct login ask = {
		.logins = logins,
		.gate = gate,
		.req = msg->req,
		.transport = msg->transport,
		.carrier = msg->carrier,
		.account = named ? named->id : 0,
		.generation = named ? named->generation : 0,
		.asked = vdt_clock_boottime(),
		.outcome = VDT_OUTCOME_BUSY,
		.reason = "too many logins at once from this source",
		.from = vdt_source_parse(msg->source),
	};
	struct login *place = find_place(logins, &ask.from);

	memcpy(ask.source, msg->source, sizeof(ask.source));
	memcpy(ask.otp, msg->otp, sizeof(ask.otp));
	memcpy(ask.device, msg->device, sizeof(ask.device));
	if (identify(logins, msg, &ask) || is_remembered(logins, &ask) || !place) {
		give_answer(&ask);
	} else {
		ask.delay = place->delay;
		*place = ask;
		if (!refuse_locked(place))
			start_hash(logins, place, named, msg->password);
	}
	explicit_bzero(&ask, sizeof(ask));
}

int vdt_logins_digest(const struct vdt_logins *logins, const char *name, const char *secret,
		      uint8_t ret_password[VDT_LOCK_PASSWORD])
{
	uint8_t mac[VDT_SHA256];
	int err = vdt_cache_mac(&logins->cache, name, secret, mac);

	if (!err)
		memcpy(ret_password, mac, VDT_LOCK_PASSWORD);
	return err;
}

void vdt_logins_forget(struct vdt_logins *logins, enum vdt_proc gate)
{
	for (unsigned int i = 0; i < VDT_LOGIN_PENDING; i++)
		if (logins->login[i].gate == gate)
			logins->login[i].forgotten = true;
}

void vdt_logins_changed(struct vdt_logins *logins)
{
	vdt_cache_forget(&logins->cache);
}
