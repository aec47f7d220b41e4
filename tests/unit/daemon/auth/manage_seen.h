/* SPDX-License-Identifier: BSD-3-Clause */
/* What the tests of the parts of manage.h share: accounts, somebody who asks, and what came of it.
 */
#ifndef VDT_TEST_MANAGE_SEEN_H
#define VDT_TEST_MANAGE_SEEN_H

#include "daemon/auth/manage.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/auth/activation.h"
#include "daemon/auth/erase.h"
#include "daemon/auth/hasher.h"
#include "daemon/auth/otp.h"
#include "daemon/auth/second.h"
#include "daemon/auth/service.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"

#define GOOD  "Lighthouse-42-over"
#define OTHER "Harbour-wall-17-x"
#define THIRD "Quince-jelly-88-b"

static char dir[] = "/tmp/vdt-manage-XXXXXX";
static char path[2][64];
static const uint8_t key[VDT_SEAL_KEY] = {9};
static struct event_base *base;
static struct vdt_accounts accounts;
static struct vdt_activation activation;
static struct vdt_hasher *hasher;
static struct vdt_manage *manage;
static struct vdt_account *admin, *viewer, *nvr;
static struct vdt_msg_GRANT who;

/* What the process around it was asked to do. */
static struct {
	unsigned int done, records, revoked, kept, fresh, activated, restarted, right, wrong;
	unsigned int accounts, tokens;
	bool locked, clock_is_right;
	uint32_t revoked_id;
	struct vdt_msg_DONE last;
	struct vdt_msg_RECORD record[8];
	struct vdt_msg_ACCOUNT account[4];
	struct vdt_msg_TOKEN token;
	struct vdt_msg_OTP_SECRET otp;
	char guess[512];
} seen;

static inline void on_send(void *ctx, enum vdt_msg id, const void *payload)
{
	switch (id) {
	case VDT_MSG_DONE:
		seen.done++;
		memcpy(&seen.last, payload, sizeof(seen.last));
		break;
	case VDT_MSG_ACCOUNT:
		memcpy(&seen.account[seen.accounts++ % 4], payload, sizeof(seen.account[0]));
		break;
	case VDT_MSG_TOKEN:
		seen.tokens++;
		memcpy(&seen.token, payload, sizeof(seen.token));
		break;
	case VDT_MSG_OTP_SECRET:
		memcpy(&seen.otp, payload, sizeof(seen.otp));
		break;
	default:
		cr_assert_fail("message %d", id);
	}
}

static inline void on_record(void *ctx, const struct vdt_msg_RECORD *record)
{
	seen.record[seen.records++ % 8] = *record;
}

static inline void on_revoke(void *ctx, uint32_t id, const struct vdt_msg_GRANT *except)
{
	cr_assert_eq(seen.done, 0, "revoked before it is acknowledged");
	seen.revoked++;
	seen.kept += except != NULL;
	seen.revoked_id = id;
}

static inline bool on_may_guess(void *ctx, const struct vdt_msg_GRANT *by, const char *secret)
{
	strcpy(seen.guess, secret);
	return !seen.locked;
}

static inline void on_guessed(void *ctx, const struct vdt_msg_GRANT *by, bool right)
{
	seen.right += right;
	seen.wrong += !right;
}

static inline void on_fresh(void *ctx, const struct vdt_msg_GRANT *by)
{
	seen.fresh++;
}

static inline bool on_clock_is_right(void *ctx)
{
	return seen.clock_is_right;
}

static inline void on_activated(void *ctx)
{
	cr_assert_eq(seen.done, 0, "the gates know before it is acknowledged");
	seen.activated++;
}

static inline void on_restart(void *ctx)
{
	cr_assert_eq(seen.done, 1, "it is acknowledged first");
	seen.restarted++;
}

static const struct vdt_manage_ops ops = {
	.send = on_send,
	.record = on_record,
	.revoke = on_revoke,
	.may_guess = on_may_guess,
	.guessed = on_guessed,
	.fresh = on_fresh,
	.clock_is_right = on_clock_is_right,
	.activated = on_activated,
	.restart = on_restart,
};

static inline void set_up_empty(void)
{
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path[0], sizeof(path[0]), "%s/accounts", dir);
	snprintf(path[1], sizeof(path[1]), "%s/unit.code", dir);
	cr_assert_eq(vdt_accounts_load(&accounts, path[0], key), 0);
	accounts.now.cost = (struct vdt_cost){.memory = 64, .passes = 1};
	cr_assert_eq(vdt_activation_load(&activation, path[1], &accounts, 0), 0);
	base = event_base_new();
	cr_assert_eq(vdt_hasher_new(base, &hasher), 0);
	cr_assert_eq(vdt_manage_new(&accounts, &activation, hasher, dir, &ops, NULL, &manage), 0);
	seen.clock_is_right = true;
}

static inline struct vdt_account *add(const char *name, enum vdt_role role, const char *password)
{
	char hash[VDT_PASSWORD_HASH] = "";
	struct vdt_account *account;

	if (password)
		cr_assert_eq(vdt_password_hash(password, &accounts.now.cost, hash), 0);
	cr_assert_eq(vdt_accounts_add(&accounts, name, role, hash, &account), 0);
	return account;
}

static inline void set_up(void)
{
	set_up_empty();
	admin = add("admin", VDT_ROLE_ADMINISTRATOR, GOOD);
	viewer = add("viewer", VDT_ROLE_VIEWER, GOOD);
	nvr = add("nvr", VDT_ROLE_OPERATOR, NULL);
	cr_assert_eq(vdt_accounts_save(&accounts), 0);
	who = (struct vdt_msg_GRANT){.account_id = admin->id,
				     .role = VDT_ROLE_ADMINISTRATOR,
				     .transport = VDT_AUDIT_HTTPS,
				     .account = "admin",
				     .source = "192.0.2.1:5"};
}

static inline void tear_down(void)
{
	vdt_hasher_free(hasher);
	vdt_manage_free(manage);
	event_base_free(base);
	vdt_erase(dir);
	unlink(path[1]);
	rmdir(dir);
}

/* Forget what was seen, ask, and wait for the answer. */
#define ASK(call) \
	do { \
		const bool locked_ = seen.locked, clock_ = seen.clock_is_right; \
		memset(&seen, 0, sizeof(seen)); \
		seen.locked = locked_; \
		seen.clock_is_right = clock_; \
		call; \
		while (!seen.done) \
			event_base_loop(base, EVLOOP_ONCE); \
		cr_assert_eq(seen.done, 1); \
	} while (0)

static inline int ask_again(const char *password, const char *otp)
{
	struct vdt_msg_REAUTH msg = {0};

	snprintf(msg.password, sizeof(msg.password), "%s", password);
	snprintf(msg.otp, sizeof(msg.otp), "%s", otp);
	ASK(vdt_manage_reauth(manage, &msg, &who));
	cr_assert_eq(seen.fresh, !seen.last.code);
	return seen.last.code;
}

/* The code of a step from now on: -1, 0 and 1 are good, each later than the one before. */
static inline const char *code(const uint8_t *secret, int step)
{
	static char text[VDT_OTP_ROOM];
	uint64_t now = vdt_clock_realtime() / VDT_NS_PER_SECOND / VDT_OTP_STEP;

	cr_assert_eq(vdt_otp_make(secret, VDT_OTP_SECRET, now + (uint64_t)step, text), 0);
	return text;
}

static const uint8_t known[VDT_OTP_SECRET] = {1, 2, 3};

static inline void give_second(struct vdt_account *account)
{
	account->second.on = true;
	memcpy(account->second.secret, known, sizeof(known));
	cr_assert_eq(vdt_accounts_save(&accounts), 0);
}

#endif /* VDT_TEST_MANAGE_SEEN_H */
