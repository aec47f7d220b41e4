// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/login.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "daemon/auth/cache.h"
#include "daemon/auth/hasher.h"
#include "daemon/auth/source.h"
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
	const char *reason;
	bool wrong; /* the name or the password */
	struct vdt_source from;
	uint8_t mac[VDT_SHA256];
	char source[VDT_ADDRESS_ROOM];
	struct event *delay;
};

struct vdt_logins {
	struct vdt_accounts *accounts;
	vdt_login_answer answer;
	void *ctx;
	struct vdt_hasher *hasher;
	struct vdt_cache cache;
	struct login login[VDT_LOGIN_PENDING];
};

static void give_answer(const struct login *login, struct vdt_account *account)
{
	struct vdt_logins *logins = login->logins;
	const struct vdt_account *named = vdt_accounts_by_id(logins->accounts, login->account);
	const struct vdt_login_end end = {
		.gate = login->gate,
		.req = login->req,
		.transport = login->transport,
		.carrier = login->carrier,
		.account = account,
		.named = named ? named->name : "unknown",
		.source = login->source,
		.reason = account ? NULL : login->reason,
		.from = &login->from,
		.wrong = login->wrong,
	};

	if (!login->forgotten)
		logins->answer(logins->ctx, &end);
}

static void end_login(struct login *login, struct vdt_account *account)
{
	give_answer(login, account);
	evtimer_del(login->delay);
	login->stage = FREE;
}

static void on_delay(evutil_socket_t fd, short events, void *ctx)
{
	end_login(ctx, NULL);
}

static void refuse(struct login *login, const char *reason)
{
	const uint64_t whole = VDT_LOGIN_DELAY * VDT_NS_PER_SECOND;
	uint64_t since = vdt_clock_boottime() - login->asked;
	uint64_t left = since < whole ? (whole - since) / 1000 : 0;
	const struct timeval wait = {.tv_sec = (time_t)(left / 1000000),
				     .tv_usec = (suseconds_t)(left % 1000000)};

	login->reason = reason;
	login->stage = DELAYED;
	if (evtimer_add(login->delay, &wait))
		end_login(login, NULL);
}

static void on_hashed(void *ctx, uint32_t job, int result, const char *hash)
{
	struct vdt_logins *logins = ctx;
	struct login *login = &logins->login[job];
	struct vdt_account *account = vdt_accounts_by_id(logins->accounts, login->account);

	login->wrong = !account || account->disabled || result == -EACCES;
	if (!account) {
		refuse(login, "no such account");
	} else if (account->disabled) {
		refuse(login, "account disabled");
	} else if (account->generation != login->generation) {
		refuse(login, "the account was changed meanwhile");
	} else if (result) {
		refuse(login, result == -EACCES ? "wrong password" : "no memory for the hash");
	} else {
		if (hash[0]) /* of today's cost; saved with the next change */
			memcpy(account->hash, hash, strlen(hash) + 1);
		vdt_cache_put(&logins->cache, login->mac, account->id, vdt_clock_boottime());
		end_login(login, account);
	}
}

int vdt_logins_new(struct event_base *base, struct vdt_accounts *accounts,
		   struct vdt_hasher *hasher, vdt_login_answer answer, void *ctx,
		   struct vdt_logins **ret_logins)
{
	struct vdt_logins *logins = calloc(1, sizeof(*logins));
	int err;

	if (!logins)
		return -ENOMEM;
	logins->accounts = accounts;
	logins->hasher = hasher;
	logins->answer = answer;
	logins->ctx = ctx;
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

/* The account if these very credentials were good a short while ago and it may still log in. */
static struct vdt_account *recall(struct vdt_logins *logins, const struct login *login)
{
	uint32_t id = vdt_cache_find(&logins->cache, login->mac, login->asked);
	struct vdt_account *account = id ? vdt_accounts_by_id(logins->accounts, id) : NULL;

	return account && !account->disabled ? account : NULL;
}

/* The same work is done for an account that does not exist or may not log in. */
static void start_hash(struct vdt_logins *logins, struct login *login,
		       const struct vdt_account *account, const char *password)
{
	const struct vdt_hasher_ask ask = {.lane = VDT_LANE_STRANGER,
					   .done = on_hashed,
					   .ctx = logins,
					   .id = (uint32_t)(login - logins->login)};
	struct vdt_password_job job = {.cost = logins->accounts->now.cost, .upgrade = true};

	if (account && !account->disabled && !account->service)
		memcpy(job.hash, account->hash, sizeof(job.hash));
	else
		vdt_password_dummy(&job.cost, job.hash);
	memcpy(job.current, password, strnlen(password, sizeof(job.current) - 1));
	login->stage = HASHING;
	if (vdt_hasher_submit(logins->hasher, &ask, &job))
		refuse(login, "too many logins at once");
	explicit_bzero(&job, sizeof(job));
}

void vdt_logins_ask(struct vdt_logins *logins, enum vdt_proc gate, const struct vdt_msg_LOGIN *msg)
{
	struct vdt_account *named = vdt_accounts_find(logins->accounts, msg->name), *known;
	struct login *place, ask = {
				     .logins = logins,
				     .gate = gate,
				     .req = msg->req,
				     .transport = msg->transport,
				     .carrier = msg->carrier,
				     .account = named ? named->id : 0,
				     .generation = named ? named->generation : 0,
				     .asked = vdt_clock_boottime(),
				     .reason = "too many logins at once from this source",
				     .from = vdt_source_parse(msg->source),
			     };

	memcpy(ask.source, msg->source, sizeof(ask.source));
	if (vdt_cache_mac(&logins->cache, named ? named->name : msg->name, msg->password,
			  ask.mac)) {
		give_answer(&ask, NULL);
		return;
	}
	known = recall(logins, &ask);
	place = known ? NULL : find_place(logins, &ask.from);
	if (!place) {
		give_answer(&ask, known);
		return;
	}
	ask.delay = place->delay;
	*place = ask;
	start_hash(logins, place, named, msg->password);
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
