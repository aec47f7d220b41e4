// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/login.h"

#include "daemon/auth/hasher.h"

#include <criterion/criterion.h>
#include <event2/event.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/base/clock.h"

#define MS 1000000ull

static struct event_base *base;
static struct vdt_accounts accounts;
static struct vdt_hasher *hasher;
static struct vdt_lockout lockout;
static struct vdt_lockout_file lockout_file = {.key = {1}};
static struct vdt_logins *logins;

static struct {
	unsigned int answers, good;
	uint32_t req;
	bool ok;
	bool wrong, locks;
	enum vdt_outcome outcome;
	uint32_t retry_after;
	char named[VDT_ACCOUNT_NAME], reason[64];
	uint64_t at;
} seen;

static void on_answer(void *ctx, const struct vdt_login_end *end)
{
	seen.answers++;
	seen.good += end->account != NULL;
	seen.req = end->req;
	seen.ok = end->account != NULL;
	seen.wrong = end->wrong;
	seen.locks = end->locks;
	seen.outcome = end->outcome;
	seen.retry_after = end->retry_after;
	snprintf(seen.named, sizeof(seen.named), "%s", end->named);
	snprintf(seen.reason, sizeof(seen.reason), "%s", end->reason ? end->reason : "");
	seen.at = vdt_clock_boottime();
}

static void add(const char *name, const char *password, bool disabled)
{
	char hash[VDT_PASSWORD_HASH];
	struct vdt_account *account;

	cr_assert_eq(vdt_password_hash(password, &VDT_COST_DEFAULT, hash), 0);
	cr_assert_eq(vdt_accounts_add(&accounts, name, VDT_ROLE_VIEWER, hash, &account), 0);
	account->disabled = disabled;
}

static bool clock_is_right(void)
{
	return true;
}

static void set_up(void)
{
	struct vdt_login_parts parts = {
		.accounts = &accounts,
		.lockout = &lockout,
		.lockout_file = &lockout_file,
		.clock_is_right = clock_is_right,
		.answer = on_answer,
	};

	vdt_lockout_init(&lockout);
	base = event_base_new();
	accounts.now.cost = VDT_COST_DEFAULT;
	add("nvr", "good password", false);
	add("gone", "good password", true);
	cr_assert_eq(vdt_hasher_new(base, &hasher), 0);
	parts.hasher = hasher;
	cr_assert_eq(vdt_logins_new(base, &parts, &logins), 0);
}

static void tear_down(void)
{
	vdt_hasher_free(hasher);
	vdt_logins_free(logins);
	event_base_free(base);
}

TestSuite(login, .init = set_up, .fini = tear_down, .timeout = 300);

static void ask(uint32_t req, const char *source, const char *name, const char *password)
{
	struct vdt_msg_LOGIN msg = {.req = req};

	snprintf(msg.source, sizeof(msg.source), "%s", source);
	snprintf(msg.name, sizeof(msg.name), "%s", name);
	snprintf(msg.password, sizeof(msg.password), "%s", password);
	vdt_logins_ask(logins, VDT_STREAM, &msg);
}

static void wait_for(unsigned int answers)
{
	while (seen.answers < answers)
		event_base_loop(base, EVLOOP_ONCE);
}

/* How long it takes; never less than the delay. */
static uint64_t time_refusal_from(const char *source, const char *name, const char *password)
{
	const unsigned int before = seen.answers;
	const uint64_t began = vdt_clock_boottime();

	ask(before, source, name, password);
	cr_assert_eq(seen.answers, before, "not at once");
	wait_for(before + 1);
	cr_assert_eq(seen.req, before);
	cr_assert_geq(seen.at - began, 990 * MS);
	return seen.at - began;
}

static uint64_t time_refusal(const char *name, const char *password)
{
	return time_refusal_from("192.0.2.1:1", name, password);
}

/* On a busy machine something may come later than it is meant to, but hardly each time. */
static uint64_t soonest_refusal(const char *name, const char *password)
{
	uint64_t took = UINT64_MAX;

	for (int i = 0; i < 10 && took > 2000 * MS; i++)
		took = time_refusal(name, password);
	return took;
}

/* Every cause gives the same answer at the same time; the log alone learns the cause. */
Test(login, refusals_are_alike)
{
	static const struct {
		const char *name, *password, *named, *reason;
	} cases[] = {
		{"nvr", "bad password", "nvr", "wrong password"},
		{"nvr", "", "nvr", "wrong password"},
		{"nobody", "good password", "unknown", "no such account"},
		{"not a name", "good password", "unknown", "no such account"},
		{"", "", "unknown", "no such account"},
		{"gone", "good password", "gone", "account disabled"},
	};

	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		vdt_lockout_init(&lockout);
		time_refusal(cases[i].name, cases[i].password);
		cr_assert(seen.wrong, "%s", cases[i].reason);
		cr_assert_leq(soonest_refusal(cases[i].name, cases[i].password), 2000 * MS);
		cr_assert_eq(seen.outcome, VDT_OUTCOME_REFUSED, "%s", cases[i].reason);
		cr_assert_eq(seen.retry_after, 0);
		cr_assert_str_eq(seen.named, cases[i].named);
		cr_assert_str_eq(seen.reason, cases[i].reason);
		cr_assert_not(seen.wrong, "the same again is no new guess");
	}
}

Test(login, good_password)
{
	ask(7, "192.0.2.1:1", "NVR", "good password");
	wait_for(1);
	cr_assert(seen.ok);
	cr_assert_eq(seen.req, 7);
	cr_assert_str_eq(seen.named, "nvr");
	cr_assert_str_eq(seen.reason, "");
	cr_assert_not(seen.wrong);
}

/* A recorder that comes back needs no hash, until its account changes. */
Test(login, good_password_is_remembered)
{
	ask(1, "192.0.2.1:1", "nvr", "good password");
	wait_for(1);
	ask(2, "192.0.2.1:2", "nvr", "good password");
	cr_assert_eq(seen.answers, 2, "answered at once");
	cr_assert(seen.ok);
	ask(3, "192.0.2.1:3", "nvr", "good passwore");
	cr_assert_eq(seen.answers, 2, "another password is not");
	wait_for(3);
	cr_assert_not(seen.ok);
	vdt_accounts_find(&accounts, "nvr")->disabled = true;
	ask(4, "192.0.2.1:4", "nvr", "good password");
	wait_for(4);
	cr_assert_not(seen.ok);
}

Test(login, one_source_has_few_places)
{
	for (unsigned int i = 0; i < VDT_LOGIN_PER_SOURCE; i++)
		ask(i, i % 2 ? "[2001:db8::1]:1" : "[2001:db8::2]:1", "nobody", "x");
	cr_assert_eq(seen.answers, 0);
	ask(100, "[2001:db8::3]:1", "nvr", "good password");
	cr_assert_eq(seen.answers, 1, "the same /64: refused at once");
	cr_assert_eq(seen.outcome, VDT_OUTCOME_BUSY);
	ask(101, "[2001:db8:0:1::3]:1", "nvr", "good password");
	cr_assert_eq(seen.answers, 1, "another network has places of its own");
	wait_for(VDT_LOGIN_PER_SOURCE + 2);
}

/* Of this process, all threads; what else the machine does is not in it. */
static uint64_t cpu_time(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return ts.tv_sec * 1000 * MS + ts.tv_nsec;
}

static uint64_t time_hash(void)
{
	const uint64_t began = cpu_time();
	char hash[VDT_PASSWORD_HASH];

	cr_assert_eq(vdt_password_hash("x", &VDT_COST_DEFAULT, hash), 0);
	return cpu_time() - began;
}

/* However many ask, each is answered once, and few hashes are computed. */
Test(login, flood)
{
	const uint64_t hash = time_hash(), began = cpu_time();

	for (unsigned int i = 0; i < 200; i++) {
		char source[32];

		snprintf(source, sizeof(source), "192.0.2.%u:1", i);
		ask(i, source, "nobody", "x");
	}
	cr_assert_eq(seen.answers, 200 - VDT_LOGIN_PENDING);
	wait_for(200);
	cr_assert_eq(seen.good, 0);
	cr_assert_leq(cpu_time() - began, 2 * VDT_LOGIN_PENDING * hash);
	event_base_loop(base, EVLOOP_NONBLOCK);
	cr_assert_eq(seen.answers, 200);
}

Test(login, nobody_waits_any_more)
{
	ask(1, "192.0.2.1:1", "nvr", "good password");
	ask(2, "192.0.2.1:1", "nvr", "bad password");
	vdt_logins_forget(logins, VDT_STREAM);
	ask(3, "192.0.2.1:1", "nvr", "good password");
	wait_for(1);
	cr_assert_eq(seen.req, 3);
	event_base_loopexit(base, &(struct timeval){.tv_sec = 2});
	event_base_dispatch(base);
	cr_assert_eq(seen.answers, 1);
}

/* What was right when it was asked is not when it is answered. */
Test(login, changed_meanwhile)
{
	ask(1, "192.0.2.1:1", "nvr", "good password");
	vdt_account_end_sessions(vdt_accounts_find(&accounts, "nvr"));
	vdt_logins_changed(logins);
	wait_for(1);
	cr_assert_not(seen.ok);
	cr_assert_not(seen.wrong, "nobody guessed");
	ask(2, "192.0.2.1:1", "nvr", "good password");
	cr_assert_eq(seen.answers, 1, "it was not remembered");
	wait_for(2);
	cr_assert(seen.ok);
}

/* Guess by guess the answers are the same, whether there is the account, or it may log in. */
Test(login, lockout_tells_nothing)
{
	static const char *const names[] = {"nvr", "nobody", "gone", "not a name"};
	char password[32];

	for (unsigned int n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
		char source[32];

		snprintf(source, sizeof(source), "192.0.2.%u:1", n);
		for (unsigned int i = 0; i < 5; i++) {
			snprintf(password, sizeof(password), "guess %u", i);
			time_refusal_from(source, names[n], password);
			cr_assert_eq(seen.outcome, VDT_OUTCOME_REFUSED);
			cr_assert_eq(seen.retry_after > 0, i == 4, "%s %u", names[n], i);
			cr_assert_eq(seen.locks, i == 4);
		}
		time_refusal_from(source, names[n], "good password");
		cr_assert_eq(seen.outcome, VDT_OUTCOME_REFUSED, "not looked at: %s", names[n]);
		cr_assert(seen.retry_after > 0);
		cr_assert_str_eq(seen.reason, "locked after wrong passwords");
	}
	ask(77, "192.0.2.9:1", "nvr", "good password");
	wait_for(seen.answers + 1);
	cr_assert(seen.ok, "from elsewhere the owner comes in");
}

/* What was right a short while ago is no way around the lock. */
Test(login, lockout_and_what_is_remembered)
{
	struct vdt_try try = {.from = vdt_source_parse("192.0.2.1")};

	ask(1, "192.0.2.1:1", "nvr", "good password");
	wait_for(1);
	cr_assert(seen.ok);
	cr_assert_eq(vdt_lockout_name(&lockout_file, "nvr", try.name), 0);
	for (uint8_t i = 0; i < 5; i++) {
		try.password[0] = i + 1;
		vdt_lockout_miss(&lockout, &try, vdt_clock_boottime());
	}
	ask(2, "192.0.2.1:1", "nvr", "good password");
	wait_for(2);
	cr_assert_not(seen.ok);
}

Test(login, second_factor)
{
	struct vdt_account *account = vdt_accounts_find(&accounts, "nvr");
	struct vdt_msg_LOGIN msg = {
		.name = "nvr", .password = "good password", .source = "192.0.2.1"};

	account->second.on = true;
	ask(1, "192.0.2.1:1", "nvr", "good password");
	wait_for(1);
	cr_assert_eq(seen.outcome, VDT_OUTCOME_SECOND);
	cr_assert_not(seen.wrong);
	ask(2, "192.0.2.1:1", "nvr", "bad password");
	wait_for(2);
	cr_assert_eq(seen.outcome, VDT_OUTCOME_REFUSED, "the first one counts first");
	for (unsigned int i = 0; i < 4; i++) {
		snprintf(msg.otp, sizeof(msg.otp), "00000%u", i);
		vdt_logins_ask(logins, VDT_WEB, &msg);
		wait_for(3 + i);
		cr_assert_eq(seen.outcome, VDT_OUTCOME_REFUSED);
		cr_assert(seen.wrong, "%s", seen.reason);
	}
	cr_assert(seen.locks, "a wrong code is a wrong password");
}
