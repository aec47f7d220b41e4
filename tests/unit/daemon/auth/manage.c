// SPDX-License-Identifier: BSD-3-Clause
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

static void on_send(void *ctx, enum vdt_msg id, const void *payload)
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

static void on_record(void *ctx, const struct vdt_msg_RECORD *record)
{
	seen.record[seen.records++ % 8] = *record;
}

static void on_revoke(void *ctx, uint32_t id, const struct vdt_msg_GRANT *except)
{
	cr_assert_eq(seen.done, 0, "revoked before it is acknowledged");
	seen.revoked++;
	seen.kept += except != NULL;
	seen.revoked_id = id;
}

static bool on_may_guess(void *ctx, const struct vdt_msg_GRANT *by, const char *secret)
{
	strcpy(seen.guess, secret);
	return !seen.locked;
}

static void on_guessed(void *ctx, const struct vdt_msg_GRANT *by, bool right)
{
	seen.right += right;
	seen.wrong += !right;
}

static void on_fresh(void *ctx, const struct vdt_msg_GRANT *by)
{
	seen.fresh++;
}

static bool on_clock_is_right(void *ctx)
{
	return seen.clock_is_right;
}

static void on_activated(void *ctx)
{
	cr_assert_eq(seen.done, 0, "the gates know before it is acknowledged");
	seen.activated++;
}

static void on_restart(void *ctx)
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

static void set_up_empty(void)
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

static struct vdt_account *add(const char *name, enum vdt_role role, const char *password)
{
	char hash[VDT_PASSWORD_HASH] = "";
	struct vdt_account *account;

	if (password)
		cr_assert_eq(vdt_password_hash(password, &accounts.now.cost, hash), 0);
	cr_assert_eq(vdt_accounts_add(&accounts, name, role, hash, &account), 0);
	return account;
}

static void set_up(void)
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

static void tear_down(void)
{
	vdt_hasher_free(hasher);
	vdt_manage_free(manage);
	event_base_free(base);
	vdt_erase(dir);
	unlink(path[1]);
	rmdir(dir);
}

TestSuite(manage, .init = set_up, .fini = tear_down, .timeout = 300);
TestSuite(inactive, .init = set_up_empty, .fini = tear_down, .timeout = 300);

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

static int edit(const struct vdt_msg_ACCOUNT_EDIT *msg)
{
	ASK(vdt_manage_account_edit(manage, msg, &who));
	cr_assert_eq(seen.records, 1, "what is refused is recorded too");
	cr_assert_eq(seen.record[0].result, seen.last.code ? VDT_AUDIT_REFUSED : VDT_AUDIT_OK);
	cr_assert_str_eq(seen.record[0].reason, seen.last.reason);
	return seen.last.code;
}

static int create(const char *name, const char *password, unsigned int role, unsigned int flags)
{
	struct vdt_msg_ACCOUNT_EDIT msg = {
		.what = VDT_ACCOUNT_CREATE, .role = (uint8_t)role, .flags = (uint8_t)flags};

	snprintf(msg.name, sizeof(msg.name), "%s", name);
	if (password) {
		msg.fields = VDT_ACCOUNT_HAS_PASSWORD;
		snprintf(msg.password, sizeof(msg.password), "%s", password);
	}
	return edit(&msg);
}

static int change(const struct vdt_account *account, unsigned int fields, unsigned int role,
		  unsigned int flags, const char *text)
{
	struct vdt_msg_ACCOUNT_EDIT msg = {.what = VDT_ACCOUNT_CHANGE,
					   .id = account->id,
					   .revision = account->revision,
					   .fields = (uint8_t)fields,
					   .role = (uint8_t)role,
					   .flags = (uint8_t)flags};

	if (fields & VDT_ACCOUNT_HAS_NAME)
		snprintf(msg.name, sizeof(msg.name), "%s", text);
	if (fields & VDT_ACCOUNT_HAS_PASSWORD)
		snprintf(msg.password, sizeof(msg.password), "%s", text);
	return edit(&msg);
}

static int drop(const struct vdt_account *account)
{
	const struct vdt_msg_ACCOUNT_EDIT msg = {
		.what = VDT_ACCOUNT_DELETE, .id = account->id, .revision = account->revision};

	return edit(&msg);
}

Test(manage, create)
{
	static const struct {
		const char *name, *password, *why;
		unsigned int role, flags;
		int expected;
	} cases[] = {
		{"anna", OTHER, "good", VDT_ROLE_OPERATOR, VDT_ACCOUNT_MUST_CHANGE, 0},
		{"Anna", OTHER, "the same name", VDT_ROLE_VIEWER, 0, -EEXIST},
		{"b\xc3\xa4r", OTHER, "not ASCII", VDT_ROLE_VIEWER, 0, -EINVAL},
		{"bob", "Short-1", "short", VDT_ROLE_VIEWER, 0, -EINVAL},
		{"bob", "Password1234", "tried first", VDT_ROLE_VIEWER, 0, -EINVAL},
		{"bob", OTHER, "no role", VDT_ROLE_NONE, 0, -EINVAL},
		{"bob", NULL, "no password", VDT_ROLE_VIEWER, 0, -EINVAL},
		{"vms", OTHER, "a program with one", VDT_ROLE_VIEWER, VDT_ACCOUNT_SERVICE, -EINVAL},
		{"vms", NULL, "a program", VDT_ROLE_VIEWER, VDT_ACCOUNT_SERVICE, 0},
	};
	struct vdt_account *account;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cr_assert_eq(
			create(cases[i].name, cases[i].password, cases[i].role, cases[i].flags),
			cases[i].expected, "%s: %s", cases[i].why, seen.last.reason);
		cr_assert_eq(seen.last.reason[0] != '\0', cases[i].expected != 0, "%s",
			     cases[i].why);
		cr_assert_eq(seen.record[0].type, VDT_AUDIT_ACCOUNT_CREATE);
		cr_assert_eq(seen.revoked, 0);
	}
	cr_assert_eq(vdt_accounts_load(&accounts, path[0], key), 0);
	cr_assert_eq(accounts.now.count, 5);
	account = vdt_accounts_find(&accounts, "anna");
	cr_assert_eq(account->role, VDT_ROLE_OPERATOR);
	cr_assert(account->must_change);
	cr_assert_gt(account->created, 0);
	cr_assert_eq(vdt_password_verify(account->hash, OTHER), 0);
	cr_assert(vdt_accounts_find(&accounts, "vms")->service);
}

Test(manage, change)
{
	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_NAME, 0, 0, "Watcher"), 0);
	cr_assert_str_eq(viewer->name, "watcher");
	cr_assert_eq(viewer->revision, 2);
	cr_assert_eq(seen.revoked, 0, "another name ends nothing");
	cr_assert_str_eq(seen.record[0].object, "viewer (id 2)");
	cr_assert_not_null(strstr(seen.record[0].details, "name"));
	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_NAME, 0, 0, "admin"), -EEXIST);

	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_OPERATOR, 0, ""), 0);
	cr_assert_eq(viewer->role, VDT_ROLE_OPERATOR);
	cr_assert_eq(seen.revoked_id, viewer->id);
	cr_assert_eq(viewer->generation, 2);

	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_DISABLED, 0, VDT_ACCOUNT_DISABLED, ""), 0);
	cr_assert(viewer->disabled);
	cr_assert_eq(seen.revoked, 1);

	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_PASSWORD, 0, VDT_ACCOUNT_MUST_CHANGE, OTHER),
		     0);
	cr_assert_eq(vdt_password_verify(viewer->hash, OTHER), 0);
	cr_assert(viewer->must_change);
	cr_assert_eq(seen.revoked, 1);
	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_PASSWORD, 0, 0, GOOD), -EEXIST,
		     "it was the one before");
	cr_assert_eq(change(nvr, VDT_ACCOUNT_HAS_PASSWORD, 0, 0, OTHER), -EINVAL);
	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_END, 0, ""), -EINVAL);
}

Test(manage, revisions)
{
	struct vdt_account old = *viewer;

	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_OPERATOR, 0, ""), 0);
	cr_assert_eq(change(&old, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_VIEWER, 0, ""), -ESTALE);
	cr_assert_eq(change(&old, VDT_ACCOUNT_HAS_PASSWORD, 0, 0, OTHER), -ESTALE);
	cr_assert_eq(drop(&old), -ESTALE);
	cr_assert_eq(viewer->role, VDT_ROLE_OPERATOR);
	old.id = 99;
	cr_assert_eq(drop(&old), -ENOENT);
}

/* The account is changed while its new password is hashed. */
Test(manage, looks_again_when_the_hash_is_there)
{
	struct vdt_msg_ACCOUNT_EDIT msg = {.what = VDT_ACCOUNT_CHANGE,
					   .id = viewer->id,
					   .revision = 1,
					   .fields = VDT_ACCOUNT_HAS_PASSWORD,
					   .password = OTHER};

	ASK(vdt_manage_account_edit(manage, &msg, &who); viewer->revision++);
	cr_assert_eq(seen.last.code, -ESTALE);
	cr_assert_eq(vdt_password_verify(viewer->hash, GOOD), 0);
}

Test(manage, delete)
{
	uint32_t id = viewer->id;

	cr_assert_eq(drop(viewer), 0);
	cr_assert_eq(seen.revoked_id, id);
	cr_assert_str_eq(seen.record[0].object, "viewer (id 2)");
	cr_assert_eq(seen.record[0].account_id, admin->id, "who did it");
	cr_assert_eq(vdt_accounts_load(&accounts, path[0], key), 0);
	cr_assert_null(vdt_accounts_find(&accounts, "viewer"));
	cr_assert_eq(create("viewer", OTHER, VDT_ROLE_VIEWER, 0), 0);
	cr_assert_neq(seen.last.id, id);
}

Test(manage, the_last_administrator_stays)
{
	cr_assert_eq(create("robot", NULL, VDT_ROLE_ADMINISTRATOR, VDT_ACCOUNT_SERVICE), 0);
	cr_assert_eq(drop(admin), -EPERM);
	cr_assert_eq(change(admin, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_OPERATOR, 0, ""), -EPERM);
	cr_assert_eq(change(admin, VDT_ACCOUNT_HAS_DISABLED, 0, VDT_ACCOUNT_DISABLED, ""), -EPERM);
	cr_assert_eq(change(admin, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_ADMINISTRATOR, 0, ""), 0);
	cr_assert_eq(create("second", OTHER, VDT_ROLE_ADMINISTRATOR, 0), 0);
	cr_assert_eq(drop(admin), 0);
	cr_assert_eq(drop(vdt_accounts_find(&accounts, "second")), -EPERM);
}

Test(manage, what_cannot_be_saved_is_not_done)
{
	accounts.file.readable = 0;
	cr_assert_eq(create("anna", OTHER, VDT_ROLE_VIEWER, 0), -EIO);
	cr_assert_eq(drop(viewer), -EIO);
	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_OPERATOR, 0, ""), -EIO);
	cr_assert_eq(seen.revoked, 0);
	cr_assert_eq(accounts.now.count, 3);
	cr_assert_eq(viewer->role, VDT_ROLE_VIEWER);
}

Test(manage, list)
{
	ASK(vdt_manage_account_list(manage, &(struct vdt_msg_ACCOUNT_LIST){0}, &who));
	cr_assert_eq(seen.accounts, 3);
	cr_assert_eq(seen.account[2].flags, VDT_ACCOUNT_SERVICE);
	cr_assert_str_eq(seen.account[2].name, "nvr");
	ASK(vdt_manage_account_list(manage, &(struct vdt_msg_ACCOUNT_LIST){.id = 2}, &who));
	cr_assert_eq(seen.accounts, 1);
	cr_assert_eq(seen.account[0].id, 2);
	ASK(vdt_manage_account_list(manage, &(struct vdt_msg_ACCOUNT_LIST){.id = 9}, &who));
	cr_assert_eq(seen.last.code, -ENOENT);
}

static int set_password(const char *current, const char *password)
{
	struct vdt_msg_PASSWORD msg = {0};

	snprintf(msg.current, sizeof(msg.current), "%s", current);
	snprintf(msg.password, sizeof(msg.password), "%s", password);
	ASK(vdt_manage_password(manage, &msg, &who));
	return seen.last.code;
}

Test(manage, password)
{
	admin->must_change = true;
	cr_assert_eq(set_password("wrong", OTHER), -EACCES);
	cr_assert_eq(seen.wrong, 1);
	cr_assert_str_eq(seen.guess, "wrong");
	cr_assert_eq(seen.record[0].result, VDT_AUDIT_REFUSED);
	cr_assert(admin->must_change);
	cr_assert_eq(set_password(GOOD, "2short"), -EINVAL);
	cr_assert_eq(set_password(GOOD, GOOD), -EEXIST, "no change");
	cr_assert_eq(seen.wrong, 0);
	cr_assert_eq(set_password(GOOD, OTHER), 0);
	cr_assert_eq(seen.right, 1);
	cr_assert_eq(seen.revoked_id, admin->id);
	cr_assert_eq(seen.kept, 1, "the session that asked goes on");
	cr_assert_eq(seen.record[0].type, VDT_AUDIT_PASSWORD_CHANGE);
	cr_assert_not(admin->must_change);
	cr_assert_eq(admin->generation, 2);
	cr_assert_eq(set_password(OTHER, GOOD), -EEXIST, "used before");
	vdt_manage_set_rules(manage, 20, 0);
	cr_assert_eq(set_password(OTHER, THIRD), -EINVAL, "a policy asks for more");
	vdt_manage_set_rules(manage, 4, 0);
	cr_assert_eq(set_password(OTHER, "zQ8 vJk"), -EINVAL, "and never for less than 8");
	cr_assert_eq(set_password(OTHER, GOOD), 0, "and forgets what was");
	seen.locked = true;
	cr_assert_eq(set_password(GOOD, THIRD), -EAGAIN);
}

static int ask_again(const char *password, const char *otp)
{
	struct vdt_msg_REAUTH msg = {0};

	snprintf(msg.password, sizeof(msg.password), "%s", password);
	snprintf(msg.otp, sizeof(msg.otp), "%s", otp);
	ASK(vdt_manage_reauth(manage, &msg, &who));
	cr_assert_eq(seen.fresh, !seen.last.code);
	return seen.last.code;
}

static int otp(enum vdt_otp_edit what, uint32_t id, const char *code)
{
	struct vdt_msg_OTP msg = {.what = what, .account_id = id};

	snprintf(msg.code, sizeof(msg.code), "%s", code);
	ASK(vdt_manage_otp(manage, &msg, &who));
	return seen.last.code;
}

/* The code of a step from now on: -1, 0 and 1 are good, each later than the one before. */
static const char *code(const uint8_t *secret, int step)
{
	static char text[VDT_OTP_ROOM];
	uint64_t now = vdt_clock_realtime() / VDT_NS_PER_SECOND / VDT_OTP_STEP;

	cr_assert_eq(vdt_otp_make(secret, VDT_OTP_SECRET, now + (uint64_t)step, text), 0);
	return text;
}

static const uint8_t known[VDT_OTP_SECRET] = {1, 2, 3};

static void give_second(struct vdt_account *account)
{
	account->second.on = true;
	memcpy(account->second.secret, known, sizeof(known));
	cr_assert_eq(vdt_accounts_save(&accounts), 0);
}

Test(manage, reauth)
{
	cr_assert_eq(ask_again("wrong", ""), -EACCES);
	cr_assert_eq(seen.wrong, 1);
	cr_assert_eq(seen.records, 1);
	cr_assert_eq(ask_again(GOOD, ""), 0);
	cr_assert_eq(seen.right, 1);
	cr_assert_eq(seen.records, 0);
	give_second(admin);
	cr_assert_eq(ask_again(GOOD, ""), -EACCES);
	cr_assert_eq(ask_again(GOOD, "000000"), -EACCES);
	cr_assert_str_eq(seen.guess, GOOD "000000", "every code is another guess");
	cr_assert_eq(seen.wrong, 1);
	cr_assert_eq(ask_again(GOOD, code(known, 0)), 0);
	cr_assert_eq(ask_again(GOOD, code(known, 0)), -EACCES, "once");
	cr_assert_eq(ask_again("wrong", code(known, 1)), -EACCES);
	cr_assert_eq(ask_again(GOOD, code(known, 1)), 0, "a wrong password uses up no code");
	seen.locked = true;
	cr_assert_eq(ask_again(GOOD, ""), -EAGAIN);
}

Test(manage, second_factor)
{
	const char *first = seen.otp.codes;
	char recovery[VDT_SECOND_CODE + 1] = "", secret[64];

	cr_assert_eq(otp(VDT_OTP_CONFIRM, 0, "000000"), -ENOENT, "nothing was begun");
	cr_assert_eq(otp(VDT_OTP_BEGIN, 0, ""), 0);
	cr_assert_eq(strlen(seen.otp.secret), 32);
	memcpy(secret, seen.otp.secret, sizeof(secret));
	memcpy(recovery, first, VDT_SECOND_CODE);
	cr_assert_not(vdt_second_needed(admin), "before it is confirmed");
	cr_assert_eq(otp(VDT_OTP_CONFIRM, 0, "000000"), -EACCES);
	cr_assert_eq(otp(VDT_OTP_BEGIN, viewer->id, ""), -EINVAL, "for somebody else");
	seen.clock_is_right = false;
	cr_assert_eq(otp(VDT_OTP_CONFIRM, 0, "000000"), -EAGAIN);
	seen.clock_is_right = true;
	give_second(viewer);
	cr_assert_eq(otp(VDT_OTP_OFF, viewer->id, ""), 0, "an administrator helps");
	cr_assert_not(vdt_second_needed(viewer));
	cr_assert_eq(otp(VDT_OTP_OFF, viewer->id, ""), -ENOENT);
	cr_assert_eq(otp(VDT_OTP_OFF, 99, ""), -ENOENT);
	give_second(admin);
	cr_assert_eq(otp(VDT_OTP_BEGIN, 0, ""), -EEXIST);
	cr_assert_eq(otp(VDT_OTP_OFF, 0, "000000"), -EACCES);
	cr_assert_eq(seen.wrong, 1);
	seen.locked = true;
	cr_assert_eq(otp(VDT_OTP_OFF, 0, code(known, 0)), -EAGAIN);
	seen.locked = false;
	cr_assert_eq(otp(VDT_OTP_OFF, 0, code(known, 0)), 0);
	cr_assert_not(vdt_second_needed(admin));
	cr_assert_eq(seen.record[0].type, VDT_AUDIT_ACCOUNT_CHANGE);
}

/* What RFC 4648 makes of the secret, back: a device has nothing else. */
static void read_secret(const char *text, uint8_t secret[VDT_OTP_SECRET])
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned int bits = 0, n = 0;
	uint32_t rest = 0;

	for (; *text; text++) {
		rest = rest << 5 | (uint32_t)(strchr(digits, *text) - digits);
		bits += 5;
		if (bits >= 8)
			secret[n++] = (uint8_t)(rest >> (bits -= 8));
	}
	cr_assert_eq(n, VDT_OTP_SECRET);
}

Test(manage, second_factor_of_a_device)
{
	uint8_t secret[VDT_OTP_SECRET];
	char recovery[VDT_SECOND_CODE + 1] = "";

	cr_assert_eq(otp(VDT_OTP_BEGIN, 0, ""), 0);
	read_secret(seen.otp.secret, secret);
	memcpy(recovery, seen.otp.codes, VDT_SECOND_CODE);
	cr_assert_eq(otp(VDT_OTP_CONFIRM, 0, code(secret, 0)), 0);
	cr_assert(vdt_second_needed(admin));
	cr_assert_eq(admin->revision, 2);
	cr_assert_eq(otp(VDT_OTP_CONFIRM, 0, code(secret, 1)), -ENOENT);
	cr_assert_eq(ask_again(GOOD, code(secret, 1)), 0);
	cr_assert_eq(ask_again(GOOD, recovery), 0);
	cr_assert_eq(ask_again(GOOD, recovery), -EACCES);
}

static int token(enum vdt_token_edit what, uint32_t account, const char *name, unsigned int role,
		 uint64_t expires, uint32_t id)
{
	struct vdt_msg_TOKEN_EDIT msg = {.what = what,
					 .account_id = account,
					 .id = id,
					 .role = (uint8_t)role,
					 .expires = expires};

	snprintf(msg.name, sizeof(msg.name), "%s", name);
	ASK(vdt_manage_token_edit(manage, &msg, &who));
	return seen.last.code;
}

Test(manage, tokens)
{
	char text[VDT_TOKEN_ROOM];
	struct vdt_account *account;
	struct vdt_token *found;

	cr_assert_eq(token(VDT_TOKEN_CREATE, nvr->id, "main", VDT_ROLE_VIEWER, 0, 0), 0);
	cr_assert_eq(seen.tokens, 1);
	cr_assert_eq(seen.last.id, 1);
	cr_assert_eq(seen.record[0].type, VDT_AUDIT_TOKEN_CREATE);
	cr_assert_str_eq(seen.record[0].object, "main of nvr (id 3), viewer");
	cr_assert_null(strstr(seen.record[0].object, seen.token.token));
	memcpy(text, seen.token.token, sizeof(text));
	cr_assert_eq(vdt_service_find(&accounts, text, 1, &account, &found), 0);

	cr_assert_eq(token(VDT_TOKEN_LIST, 0, "", 0, 0, 0), 0);
	cr_assert_eq(seen.tokens, 1);
	cr_assert_str_eq(seen.token.token, "", "told once");
	cr_assert_str_eq(seen.token.name, "main");
	cr_assert_eq(seen.token.last_use, 1);

	cr_assert_eq(token(VDT_TOKEN_CREATE, nvr->id, "main", VDT_ROLE_VIEWER, 0, 0), -EEXIST);
	cr_assert_eq(token(VDT_TOKEN_CREATE, nvr->id, "x", VDT_ROLE_ADMINISTRATOR, 0, 0), -EPERM);
	cr_assert_eq(token(VDT_TOKEN_CREATE, nvr->id, "x", VDT_ROLE_VIEWER, 5, 0), -EINVAL,
		     "it is over already");
	cr_assert_eq(token(VDT_TOKEN_CREATE, viewer->id, "x", VDT_ROLE_VIEWER, 0, 0), -EINVAL);
	cr_assert_eq(token(VDT_TOKEN_CREATE, 99, "x", VDT_ROLE_VIEWER, 0, 0), -ENOENT);

	cr_assert_eq(token(VDT_TOKEN_REVOKE, nvr->id, "", 0, 0, 7), -ENOENT);
	cr_assert_eq(token(VDT_TOKEN_REVOKE, nvr->id, "", 0, 0, 1), 0);
	cr_assert_eq(seen.revoked_id, nvr->id);
	cr_assert_str_eq(seen.record[0].object, "main of nvr (id 3), viewer");
	cr_assert_eq(vdt_service_find(&accounts, text, 1, &account, &found), -EACCES);
}

Test(manage, nobody_waits_any_more)
{
	struct vdt_msg_PASSWORD msg = {.current = GOOD, .password = OTHER};

	vdt_manage_password(manage, &msg, &who);
	vdt_manage_forget(manage);
	ASK(vdt_manage_password(manage, &msg, &who));
	cr_assert_eq(vdt_password_verify(admin->hash, OTHER), 0, "it was done all the same");
}

Test(manage, bounded)
{
	struct vdt_msg_PASSWORD msg = {.current = "wrong", .password = OTHER};
	struct vdt_cost dear = {.memory = 19456, .passes = 4};

	cr_assert_eq(vdt_password_hash(GOOD, &dear, admin->hash), 0);
	for (unsigned int i = 0; i < VDT_MANAGE_PENDING; i++)
		vdt_manage_password(manage, &msg, &who);
	cr_assert_eq(seen.done, 0);
	vdt_manage_password(manage, &msg, &who);
	cr_assert_eq(seen.done, 1);
	cr_assert_eq(seen.last.code, -EBUSY);
	while (seen.done < VDT_MANAGE_PENDING + 1)
		event_base_loop(base, EVLOOP_ONCE);
}

Test(manage, classes)
{
	static const struct vdt_msg_OTP own, others = {.account_id = 1};
	static const struct vdt_msg_TOKEN_EDIT list, make = {.what = VDT_TOKEN_CREATE};
	static const struct {
		enum vdt_msg id;
		const void *payload;
		unsigned int class;
	} cases[] = {
		{VDT_MSG_ACTIVATE, NULL, VDT_CLASS_END},
		{VDT_MSG_PASSWORD, NULL, VDT_CLASS_OWN},
		{VDT_MSG_REAUTH, NULL, VDT_CLASS_OWN},
		{VDT_MSG_OTP, &own, VDT_CLASS_OWN},
		{VDT_MSG_OTP, &others, VDT_CLASS_WRITE_SYSTEM},
		{VDT_MSG_ACCOUNT_LIST, NULL, VDT_CLASS_READ_SYSTEM_SECRET},
		{VDT_MSG_ACCOUNT_EDIT, NULL, VDT_CLASS_WRITE_SYSTEM},
		{VDT_MSG_TOKEN_EDIT, &list, VDT_CLASS_READ_SYSTEM_SECRET},
		{VDT_MSG_TOKEN_EDIT, &make, VDT_CLASS_WRITE_SYSTEM},
		{VDT_MSG_DEACTIVATE, NULL, VDT_CLASS_UNRECOVERABLE},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_assert_eq(vdt_manage_class(cases[i].id, cases[i].payload), cases[i].class, "%zu",
			     i);
}

static int activate(const char *unit_code, const char *name, const char *password)
{
	struct vdt_msg_ACTIVATE msg = {.source = "192.0.2.7:9"};

	snprintf(msg.code, sizeof(msg.code), "%s", unit_code);
	snprintf(msg.name, sizeof(msg.name), "%s", name);
	snprintf(msg.password, sizeof(msg.password), "%s", password);
	ASK(vdt_manage_activate(manage, &msg));
	if (seen.records)
		cr_assert_str_eq(seen.record[0].source, "192.0.2.7:9");
	return seen.last.code;
}

Test(inactive, activate)
{
	char unit_code[VDT_UNIT_CODE_ROOM];
	struct vdt_msg_DONE refused;

	cr_assert_eq(activate("", "anna", GOOD), -EACCES, "no code was drawn");
	refused = seen.last;
	cr_assert_eq(vdt_activation_draw(&activation, unit_code), 0);
	cr_assert_eq(activate("wrong", "anna", GOOD), -EACCES);
	cr_assert_eq(memcmp(&seen.last, &refused, sizeof(refused)), 0, "strangers learn nothing");
	cr_assert_eq(activate("wrong", "no name", "bad"), -EACCES);
	cr_assert_eq(memcmp(&seen.last, &refused, sizeof(refused)), 0);
	cr_assert_str_eq(seen.record[0].reason, "wrong unit code");
	cr_assert_eq(activate(unit_code, "no name", GOOD), -EINVAL);
	cr_assert_eq(activate(unit_code, "anna", "Password1234"), -EINVAL);
	cr_assert_eq(activate(unit_code, "anna", "Sm4ll"), -EINVAL);
	cr_assert_not(vdt_accounts_active(&accounts));

	cr_assert_eq(activate(unit_code, "Anna", GOOD), 0);
	cr_assert_eq(seen.activated, 1);
	cr_assert_eq(seen.record[0].type, VDT_AUDIT_ACTIVATE);
	cr_assert_eq(seen.record[1].type, VDT_AUDIT_ACCOUNT_CREATE);
	cr_assert_str_eq(seen.record[1].account, "anna");
	cr_assert_eq(vdt_accounts_load(&accounts, path[0], key), 0);
	cr_assert(vdt_accounts_active(&accounts));
	cr_assert_not(vdt_accounts_find(&accounts, "anna")->must_change);
	cr_assert_eq(activate(unit_code, "bob", OTHER), -EEXIST, "once");
	cr_assert_eq(activate("wrong", "bob", OTHER), -EEXIST);
}

/* The wait looks like a wrong code. */
Test(inactive, strangers_wait_without_knowing)
{
	struct vdt_msg_DONE refused;
	char unit_code[VDT_UNIT_CODE_ROOM];

	cr_assert_eq(vdt_activation_draw(&activation, unit_code), 0);
	for (unsigned int i = 0; i < VDT_ACTIVATION_TRIES; i++)
		cr_assert_eq(activate("wrong", "anna", GOOD), -EACCES);
	refused = seen.last;
	cr_assert_eq(activate(unit_code, "anna", GOOD), -EACCES);
	cr_assert_eq(memcmp(&seen.last, &refused, sizeof(refused)), 0);
	cr_assert_neq(strcmp(seen.record[0].reason, "wrong unit code"), 0, "the log knows");
}

/* Two who hold the code at once: one of them is first. */
Test(inactive, only_one_is_first)
{
	struct vdt_msg_ACTIVATE msg = {.name = "anna", .password = GOOD};

	cr_assert_eq(vdt_activation_draw(&activation, msg.code), 0);
	vdt_manage_activate(manage, &msg);
	strcpy(msg.name, "bob");
	vdt_manage_activate(manage, &msg);
	while (seen.done < 1)
		event_base_loop(base, EVLOOP_ONCE);
	cr_assert_eq(seen.activated, 1);
	while (seen.done < 2)
		event_base_loop(base, EVLOOP_ONCE);
	cr_assert_eq(seen.last.code, -EEXIST);
	cr_assert_eq(seen.activated, 1);
	cr_assert_eq(accounts.now.count, 1);
}

Test(manage, deactivate)
{
	char name[96], unit_code[VDT_UNIT_CODE_ROOM];

	snprintf(name, sizeof(name), "%s/" VDT_ERASE_KEY, dir);
	cr_assert_eq(vdt_file_write(name, key, sizeof(key), 0600), 0);
	cr_assert_eq(vdt_activation_draw(&activation, unit_code), 0);
	ASK(vdt_manage_deactivate(manage, &(struct vdt_msg_DEACTIVATE){.req = 5}, &who));
	cr_assert_eq(seen.last.code, 0);
	cr_assert_eq(seen.restarted, 1);
	cr_assert_eq(seen.record[0].type, VDT_AUDIT_KEY_DESTROY);
	cr_assert_eq(seen.record[1].type, VDT_AUDIT_DEACTIVATE);
	cr_assert_neq(access(name, F_OK), 0);
	cr_assert_eq(vdt_accounts_load(&accounts, path[0], key), 0);
	cr_assert_not(vdt_accounts_active(&accounts));
	cr_assert_eq(vdt_activation_load(&activation, path[1], &accounts, 0), 0);
	accounts.now.cost = (struct vdt_cost){.memory = 64, .passes = 1};
	cr_assert_eq(activate(unit_code, "anna", GOOD), 0, "with the same code");
}
