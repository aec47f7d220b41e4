// SPDX-License-Identifier: BSD-3-Clause
/* LOCK_LIST and UNLOCK, and what of the lockout is recorded and kept. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <arpa/inet.h>
#include <event2/event.h>

#include "daemon/auth/auth.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"

/* what is kept */

void vdt_auth_on_lockout_save(int fd, short events, void *ctx)
{
	struct vdt_auth *auth = ctx;
	int err = vdt_lockout_save(&auth->lockout_file, &auth->lockout, vdt_clock_boottime());

	evtimer_del(auth->lockout_save);
	if (err)
		vdt_log(LOG_ERR, "who is locked out cannot be kept: %s", strerror(-err));
}

void vdt_auth_keep_known(struct vdt_auth *auth)
{
	const struct timeval wait = {.tv_sec = VDT_LOCKOUT_PAUSE};

	if (!evtimer_pending(auth->lockout_save, NULL))
		evtimer_add(auth->lockout_save, &wait);
}

void vdt_auth_keep_lockout(struct vdt_auth *auth)
{
	if (vdt_budget_take(&auth->lockout_budget, vdt_clock_boottime()))
		vdt_auth_on_lockout_save(-1, 0, auth);
	else
		vdt_auth_keep_known(auth);
}

void vdt_auth_stop_lockout(struct vdt_auth *auth)
{
	if (!auth->lockout_save)
		return;
	if (evtimer_pending(auth->lockout_save, NULL))
		vdt_auth_on_lockout_save(-1, 0, auth);
	event_free(auth->lockout_save);
}

/* what is told */

void vdt_auth_record_lock(struct vdt_auth *auth, const struct vdt_login_end *end)
{
	struct vdt_msg_RECORD record = {
		.type = VDT_AUDIT_ACCOUNT_LOCK,
		.result = VDT_AUDIT_OK,
		.transport = end->transport,
	};

	vdt_auth_text(record.account, sizeof(record.account), end->named);
	vdt_auth_text(record.source, sizeof(record.source), end->source);
	snprintf(record.object, sizeof(record.object), "%u s", end->retry_after);
	vdt_auth_text(record.reason, sizeof(record.reason), "too many wrong passwords");
	vdt_auth_record(auth, &record);
}

/* Locks know names by their digest only. 0: no account has that name. */
static uint32_t find_account(struct vdt_auth *auth, const struct vdt_lock *lock)
{
	const struct vdt_account_table *table = &auth->accounts.now;
	uint8_t name[VDT_LOCK_NAME];

	for (unsigned int i = 0; i < table->count; i++)
		if (!vdt_lockout_name(&auth->lockout_file, table->account[i].name, name) &&
		    !memcmp(name, lock->name, sizeof(name)))
			return table->account[i].id;
	return 0;
}

static void describe_place(const struct vdt_lock *lock, char *text)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

	switch (lock->kind) {
	case VDT_LOCK_CONSOLE:
		vdt_auth_text(text, VDT_ADDRESS_ROOM, "console");
		break;
	case VDT_LOCK_BROWSER:
		vdt_auth_text(text, VDT_ADDRESS_ROOM, "a known browser");
		break;
	case VDT_LOCK_AT:
		vdt_auth_text(text, VDT_ADDRESS_ROOM, "all unknown sources");
		break;
	default:
		if (!memcmp(lock->who, mapped, sizeof(mapped)))
			inet_ntop(AF_INET, lock->who + sizeof(mapped), text, VDT_ADDRESS_ROOM);
		else
			inet_ntop(AF_INET6, lock->who, text, VDT_ADDRESS_ROOM);
	}
}

static int tell_rules(struct vdt_auth *auth, uint32_t req)
{
	const struct vdt_msg_LOCK_RULES rules = {
		.req = req,
		.failures = auth->lockout.rules.failures,
		.first = auth->lockout.rules.first,
		.longest = auth->lockout.rules.longest,
		.daily = VDT_LOCK_DAILY,
		.hashes = VDT_HASHER_THREADS,
		.queue = VDT_HASHER_QUEUE,
		.delay = VDT_LOGIN_DELAY * 1000,
	};

	return vdt_child_send(auth->child, VDT_WEB, VDT_MSG_LOCK_RULES, &rules);
}

int vdt_on_lock_list(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_LOCK_LIST *ask = payload;
	const uint64_t now = vdt_clock_boottime();
	const struct vdt_lock *locks[VDT_LOCK_LISTS * VDT_LOCKOUT_KEPT];
	struct vdt_msg_GRANT who;
	unsigned int n;
	int err;

	if (!vdt_auth_may(auth, ask->req, VDT_CLASS_READ_SYSTEM_SECRET, &who))
		return 0;
	err = tell_rules(auth, ask->req);
	n = vdt_lockout_list(&auth->lockout, VDT_LOCKOUT_KEPT, locks);
	for (unsigned int i = 0; !err && i < n; i++) {
		struct vdt_msg_LOCKED msg = {.req = ask->req, .failures = locks[i]->misses};

		if (locks[i]->until <= now)
			continue;
		msg.left = (uint32_t)((locks[i]->until - now) / VDT_NS_PER_SECOND) + 1;
		msg.account_id = find_account(auth, locks[i]);
		describe_place(locks[i], msg.source);
		err = vdt_child_send(auth->child, VDT_WEB, VDT_MSG_LOCKED, &msg);
	}
	vdt_auth_done(auth, ask->req, err, "");
	return 0;
}

/* UNLOCK */

static int unlock(struct vdt_auth *auth, const struct vdt_account *account, const char *source)
{
	struct vdt_source from = vdt_source_parse(source);
	uint8_t name[VDT_LOCK_NAME];
	int err = account ? vdt_lockout_name(&auth->lockout_file, account->name, name) : 0;

	if (err)
		return err;
	if (!vdt_lockout_clear(&auth->lockout, account ? name : NULL, *source ? &from : NULL,
			       vdt_clock_boottime()))
		return -ENOENT;
	vdt_auth_keep_lockout(auth);
	return 0;
}

int vdt_on_unlock(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_UNLOCK *ask = payload;
	const struct vdt_account *account = vdt_accounts_by_id(&auth->accounts, ask->account_id);
	struct vdt_msg_RECORD record;
	struct vdt_msg_GRANT who;
	int err = -ENOENT;

	if (!vdt_auth_may(auth, ask->req, VDT_CLASS_WRITE_SYSTEM, &who))
		return 0;
	if (account || (!ask->account_id && *ask->source))
		err = unlock(auth, account, ask->source);
	vdt_auth_done(auth, ask->req, err, err ? "nobody is locked out there" : "");
	if (err)
		return 0;
	record = vdt_auth_record_of(&who, VDT_AUDIT_ACCOUNT_UNLOCK, VDT_AUDIT_OK);
	snprintf(record.reason, sizeof(record.reason), "by %s", who.account);
	vdt_auth_text(record.account, sizeof(record.account), account ? account->name : "any");
	vdt_auth_record(auth, &record);
	return 0;
}
