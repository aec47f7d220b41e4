// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/sessions.h"

#include <criterion/criterion.h>
#include <string.h>

#include "lib/base/clock.h"

#define S VDT_NS_PER_SECOND

static struct vdt_sessions sessions;
static struct {
	unsigned int count;
	uint8_t id; /* its first byte */
	enum vdt_session_over cause;
} ended;

static void set_up(void)
{
	vdt_sessions_init(&sessions);
	ended.count = 0;
}

TestSuite(sessions, .init = set_up);

static void on_ended(void *ctx, const struct vdt_session *session, enum vdt_session_over cause)
{
	ended.count++;
	ended.id = session->id[0];
	ended.cause = cause;
}

/* A session whose token's digest begins with @name, as its id does. */
static struct vdt_session *add(uint32_t account, uint8_t name, uint64_t now)
{
	const struct vdt_session session = {
		.account = account,
		.digest = {name, 1},
		.id = {name},
		.carrier = VDT_CARRIER_BEARER,
	};

	return vdt_sessions_add(&sessions, &session, now, on_ended, NULL);
}

static struct vdt_session *find(uint8_t name, enum vdt_carrier carrier, uint64_t now)
{
	return vdt_sessions_find(&sessions, (uint8_t[VDT_SHA256]){name, 1}, carrier, now);
}

static bool is_there(uint8_t name, uint64_t now)
{
	return find(name, VDT_CARRIER_BEARER, now);
}

Test(sessions, found_by_token_and_carrier)
{
	cr_assert(add(1, 7, S));
	cr_assert_eq(find(7, VDT_CARRIER_BEARER, S)->account, 1);
	cr_assert_null(find(7, VDT_CARRIER_COOKIE, S), "a bearer token is no cookie");
	cr_assert_null(find(7, VDT_CARRIER_CERTIFICATE, S));
	cr_assert_null(find(8, VDT_CARRIER_BEARER, S));
	cr_assert_null(vdt_sessions_find(&sessions, (uint8_t[VDT_SHA256]){7, 1, 0, 1},
					 VDT_CARRIER_BEARER, S),
		       "the whole digest counts");
}

/* A free place has the digest of zeros; nobody may have that as a session. */
Test(sessions, a_free_place_is_no_session)
{
	cr_assert_null(
		vdt_sessions_find(&sessions, (uint8_t[VDT_SHA256]){0}, VDT_CARRIER_COOKIE, S));
	cr_assert_null(vdt_sessions_by_id(&sessions, (uint8_t[VDT_AUDIT_SESSION]){0}));
}

Test(sessions, over_by_time)
{
	static const struct {
		uint64_t used, now;
		bool there;
		enum vdt_session_over cause;
		const char *why;
	} cases[] = {
		{0, VDT_SESSION_IDLE - 1, true, VDT_SESSION_LIVES, "not idle for long enough"},
		{0, VDT_SESSION_IDLE, false, VDT_SESSION_WAS_IDLE, "nobody did anything"},
		{800, VDT_SESSION_IDLE, true, VDT_SESSION_LIVES, "it was used"},
		{800, 800 + VDT_SESSION_IDLE, false, VDT_SESSION_WAS_IDLE, "and then no more"},
		{VDT_SESSION_ABSOLUTE - 1, VDT_SESSION_ABSOLUTE, false, VDT_SESSION_EXPIRED,
		 "used or not, its time is over"},
	};

	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		set_up();
		add(1, 1, S)->used = (cases[i].used + 1) * S;
		cr_expect_eq(is_there(1, (cases[i].now + 1) * S), cases[i].there, "%s",
			     cases[i].why);
		vdt_sessions_sweep(&sessions, (cases[i].now + 1) * S, on_ended, NULL);
		cr_expect_eq(ended.count, !cases[i].there, "%s", cases[i].why);
		cr_expect(cases[i].there || ended.cause == cases[i].cause, "%s", cases[i].why);
		cr_expect_eq(vdt_sessions_by_id(&sessions, (uint8_t[VDT_AUDIT_SESSION]){1}) != NULL,
			     cases[i].there, "%s", cases[i].why);
	}
}

Test(sessions, limits_count_at_once)
{
	add(1, 1, S);
	sessions.limits.idle = 10;
	cr_assert(is_there(1, 10 * S));
	cr_assert_not(is_there(1, 11 * S));
	cr_assert_eq(vdt_sessions_deadline(&sessions), 11 * S);
	sessions.limits.absolute = 5;
	cr_assert_not(is_there(1, 6 * S));
	cr_assert_eq(vdt_sessions_deadline(&sessions), 6 * S);
}

Test(sessions, one_account_has_few)
{
	for (uint8_t i = 0; i < VDT_SESSIONS_PER_ACCOUNT; i++)
		add(1, i + 1, (i + 1) * S);
	add(2, 100, S);
	cr_assert_eq(ended.count, 0);
	find(1, VDT_CARRIER_BEARER, 20 * S)->used = 20 * S;
	cr_assert(add(1, 50, 21 * S));
	cr_assert_eq(ended.count, 1);
	cr_assert_eq(ended.id, 2, "idle for longest; 1 was used since, 100 is another's");
	cr_assert_eq(ended.cause, VDT_SESSION_CROWDED);
	cr_assert(is_there(1, 21 * S) && is_there(50, 21 * S) && is_there(100, 21 * S));
}

static void fill(void)
{
	for (uint8_t i = 0; i < VDT_SESSIONS; i++)
		cr_assert(add(1000 + i / VDT_SESSIONS_PER_ACCOUNT, i + 1, (i + 1) * S));
	cr_assert_eq(ended.count, 0);
}

Test(sessions, full_of_others)
{
	fill();
	cr_assert_null(add(1, 200, 100 * S), "nobody else's session makes room");
	cr_assert_eq(ended.count, 0);
	cr_assert(add(1003, 201, 100 * S), "one's own does");
	cr_assert_eq(ended.count, 1);
	cr_assert(add(1, 202, (VDT_SESSION_IDLE + 10) * S), "those that are over do");
}

Test(sessions, a_smaller_table)
{
	sessions.limits.total = 2;
	cr_assert(add(1, 1, S) && add(2, 2, S));
	cr_assert_null(add(3, 3, S));
	cr_assert(add(2, 4, 2 * S));
	cr_assert_not(is_there(2, 2 * S));
}

Test(sessions, end)
{
	struct vdt_session *session = add(1, 1, S);
	static const struct vdt_session none;

	vdt_sessions_end(session);
	cr_assert_not(is_there(1, S));
	cr_assert_eq(memcmp(session, &none, sizeof(none)), 0, "nothing of it is left");
	cr_assert_eq(vdt_sessions_deadline(&sessions), UINT64_MAX);
}

Test(sessions, time_left)
{
	struct vdt_session *session = add(1, 1, S);

	cr_assert_eq(vdt_session_idle_left(&sessions, session, S), VDT_SESSION_IDLE);
	cr_assert_eq(vdt_session_idle_left(&sessions, session, 10 * S + 1), VDT_SESSION_IDLE - 10);
	cr_assert_eq(vdt_session_idle_left(&sessions, session, 100000 * S), 0);
	cr_assert_eq(vdt_session_absolute_left(&sessions, session, 2 * S),
		     VDT_SESSION_ABSOLUTE - 1);
	cr_assert(vdt_session_is_fresh(session, VDT_SESSION_FRESH * S));
	cr_assert_not(vdt_session_is_fresh(session, (VDT_SESSION_FRESH + 1) * S));
}
