// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/lockout.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/clock.h"

#define S      VDT_NS_PER_SECOND
#define MINUTE (60 * S)
#define DAY    (VDT_LOCK_DAY * S)

static struct vdt_lockout lockout;

static void set_up(void)
{
	vdt_lockout_init(&lockout);
}

TestSuite(lockout, .init = set_up);

static struct vdt_try make(const char *name, const char *source, unsigned int password)
{
	struct vdt_try try = {.from = vdt_source_parse(source)};

	memcpy(try.name, name, strlen(name));
	password++;
	memcpy(try.password, &password, sizeof(password));
	return try;
}

static bool miss(const char *name, const char *source, unsigned int password, uint64_t now)
{
	const struct vdt_try try = make(name, source, password);

	return vdt_lockout_miss(&lockout, &try, now);
}

static uint32_t left(const char *name, const char *source, uint64_t now)
{
	const struct vdt_try try = make(name, source, 0);

	return vdt_lockout_left(&lockout, &try, now);
}

static void good(const char *name, const char *source, uint64_t now)
{
	const struct vdt_try try = make(name, source, 0);

	vdt_lockout_good(&lockout, &try, now);
}

Test(lockout, five_wrong_passwords)
{
	for (unsigned int i = 0; i < 4; i++) {
		cr_assert_not(miss("nvr", "192.0.2.1", i, S));
		cr_assert_eq(left("nvr", "192.0.2.1", S), 0);
	}
	cr_assert(miss("nvr", "192.0.2.1", 4, S));
	cr_assert_eq(left("nvr", "192.0.2.1", S), 300);
	cr_assert_eq(left("nvr", "192.0.2.1", S + 1), 300, "rounded up");
	cr_assert_eq(left("nvr", "192.0.2.1", S + 5 * MINUTE), 0);
	cr_assert_eq(left("nvr", "192.0.2.2", S), 0, "nobody else is locked");
	cr_assert_eq(left("admin", "192.0.2.1", S), 0, "nor another account");
}

/* A recorder that was not told of the new password. */
Test(lockout, the_same_wrong_password)
{
	for (unsigned int i = 0; i < 1000; i++)
		cr_assert_not(miss("nvr", "192.0.2.1", i % 4, S));
	cr_assert_eq(left("nvr", "192.0.2.1", S), 0);
	cr_assert(miss("nvr", "192.0.2.1", 4, S), "the fifth one counts");
	cr_assert_not(miss("nvr", "192.0.2.1", 4, 6 * MINUTE), "a known one does not lock again");
	cr_assert_eq(left("nvr", "192.0.2.1", 6 * MINUTE), 0);
}

Test(lockout, longer_each_time)
{
	static const unsigned int minutes[] = {5, 10, 20, 30, 30, 30};
	uint64_t now = S;

	for (unsigned int i = 0; i < 4; i++)
		miss("nvr", "192.0.2.1", i, now);
	for (unsigned int i = 0; i < sizeof(minutes) / sizeof(minutes[0]); i++) {
		cr_assert(miss("nvr", "192.0.2.1", 10 + i, now), "one more is enough");
		cr_assert_eq(left("nvr", "192.0.2.1", now), minutes[i] * 60);
		now += minutes[i] * MINUTE;
		cr_assert_eq(left("nvr", "192.0.2.1", now), 0);
	}
	now += DAY;
	cr_assert_not(miss("nvr", "192.0.2.1", 50, now), "a quiet day, and it begins anew");
}

Test(lockout, how_many_guesses_a_day)
{
	unsigned int guesses = 0;

	for (uint64_t now = S; now < S + DAY; now += S)
		if (!left("nvr", "192.0.2.1", now))
			miss("nvr", "192.0.2.1", guesses++, now);
	cr_assert_leq(guesses, 55);
	cr_assert_geq(guesses, 40);
}

Test(lockout, a_good_login_clears)
{
	for (unsigned int i = 0; i < 4; i++)
		miss("nvr", "192.0.2.1", i, S);
	good("nvr", "192.0.2.1", S);
	for (unsigned int i = 0; i < 4; i++)
		cr_assert_not(miss("nvr", "192.0.2.1", i + 10, S));
}

/* Names are only tried: what an account of one's own clears is not what was guessed elsewhere. */
Test(lockout, many_accounts_from_one_source)
{
	char name[8];

	for (unsigned int i = 0; i < VDT_LOCK_SOURCE; i++) {
		cr_assert_eq(left("viewer", "192.0.2.1", S), 0);
		snprintf(name, sizeof(name), "n%u", i);
		good("own", "192.0.2.1", S);
		cr_assert_eq(miss(name, "192.0.2.1", i, S), i == VDT_LOCK_SOURCE - 1);
	}
	cr_assert_eq(left("viewer", "192.0.2.1", S), 300);
	cr_assert_eq(left("viewer", "192.0.2.2", S), 0);
}

Test(lockout, loopback_is_not_a_source)
{
	char name[8];

	for (unsigned int i = 0; i < 2 * VDT_LOCK_SOURCE; i++) {
		snprintf(name, sizeof(name), "n%u", i);
		miss(name, i % 2 ? "127.0.0.1:1" : "[::1]:1", i, S);
	}
	cr_assert_eq(left("viewer", "127.0.0.1:2", S), 0);
	cr_assert_eq(left("viewer", "[::1]:2", S), 0);
}

/* The /64 is one source, since whoever has one address there has all of them. */
Test(lockout, ipv6)
{
	for (unsigned int i = 0; i < 5; i++)
		miss("nvr", i % 2 ? "2001:db8::1" : "2001:db8::2", i, S);
	cr_assert_eq(left("nvr", "2001:db8::3", S), 300);
	cr_assert_eq(left("nvr", "2001:db8:0:1::3", S), 0);
}

static void guess_from_everywhere(const char *name, unsigned int guesses, uint64_t now)
{
	char source[32];

	for (unsigned int i = 0; i < guesses; i++) {
		snprintf(source, sizeof(source), "198.51.%u.%u", i / 4 / 256, i / 4 % 256);
		miss(name, source, i, now);
	}
}

Test(lockout, guesses_of_a_day_from_everywhere)
{
	good("nvr", "192.0.2.1", S);
	guess_from_everywhere("nvr", VDT_LOCK_DAILY - 1, S);
	cr_assert_eq(left("nvr", "203.0.113.1", S), 0);
	cr_assert(miss("nvr", "203.0.113.1", 999, S));
	cr_assert_eq(left("nvr", "203.0.113.2", S), VDT_LOCK_DAY, "strangers wait");
	cr_assert_eq(left("nvr", "192.0.2.1", S), 0, "who logged in before does not");
	cr_assert_eq(left("admin", "203.0.113.2", S), 0, "other accounts do not");
	cr_assert_eq(left("nvr", "203.0.113.2", S + DAY), 0);
	cr_assert_not(miss("nvr", "203.0.113.2", 1, S + DAY), "the next day begins at one");
}

Test(lockout, a_browser_has_a_bucket_of_its_own)
{
	struct vdt_try owner = make("admin", "192.0.2.1", 0), thief;

	owner.is_device = true;
	owner.device[0] = 1;
	for (unsigned int i = 0; i < 5; i++)
		miss("admin", "192.0.2.1", i, S);
	guess_from_everywhere("admin", VDT_LOCK_DAILY, S);
	cr_assert_eq(vdt_lockout_left(&lockout, &owner, S), 0, "nobody else locks the owner out");
	thief = owner;
	for (unsigned int i = 0; i < 5; i++) {
		thief.password[0] = (uint8_t)(100 + i);
		cr_assert_eq(vdt_lockout_miss(&lockout, &thief, S), i == 4);
	}
	cr_assert_eq(vdt_lockout_left(&lockout, &owner, S), 300,
		     "who has the cookie is locked too");
	owner.device[0] = 2;
	cr_assert_eq(vdt_lockout_left(&lockout, &owner, S), 0, "another browser is not");
}

Test(lockout, the_console_is_locked_for_a_short_time)
{
	struct vdt_try try = make("admin", "", 0);

	try.is_console = true;
	for (unsigned int i = 0; i < 10; i++) {
		try.password[0] = (uint8_t)(100 + i);
		vdt_lockout_miss(&lockout, &try, S);
	}
	cr_assert_eq(vdt_lockout_left(&lockout, &try, S), 300, "never longer than the first lock");
}

/* However many try, who is locked stays locked, and who is known stays known. */
Test(lockout, a_flood_washes_nothing_away)
{
	char name[8], source[32];

	good("nvr", "192.0.2.1", S);
	for (unsigned int i = 0; i < 5; i++)
		miss("admin", "192.0.2.2", i, 2 * S);
	guess_from_everywhere("admin", VDT_LOCK_DAILY, 2 * S);
	for (unsigned int i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "n%u", i % 5000);
		snprintf(source, sizeof(source), "10.%u.%u.1", i / 256, i % 256);
		miss(name, source, i, 3 * S);
	}
	cr_assert_eq(left("admin", "192.0.2.2", 3 * S), VDT_LOCK_DAY - 1);
	cr_assert(left("admin", "203.0.113.1", 3 * S));
	guess_from_everywhere("nvr", VDT_LOCK_DAILY, 3 * S);
	cr_assert_eq(left("nvr", "192.0.2.1", 3 * S), 0);
}

Test(lockout, what_is_over_makes_room)
{
	char source[32];

	for (unsigned int i = 0; i < VDT_LOCKS_OWN; i++) {
		snprintf(source, sizeof(source), "10.0.%u.%u", i / 256, i % 256);
		for (unsigned int k = 0; k < 5; k++)
			miss("nvr", source, i * 5 + k, S);
	}
	for (unsigned int i = 0; i < 5; i++) {
		miss("a", "192.0.2.1", i, 2 * DAY);
		miss("b", "192.0.2.1", i, 2 * DAY);
	}
	cr_assert_eq(left("a", "192.0.2.1", 2 * DAY), 300, "both were counted side by side");
	cr_assert_eq(left("b", "192.0.2.1", 2 * DAY), 300);
}

Test(lockout, unlock)
{
	struct vdt_source from = vdt_source_parse("192.0.2.1");
	const struct vdt_try nvr = make("nvr", "192.0.2.1", 0);

	for (unsigned int i = 0; i < 5; i++) {
		miss("nvr", "192.0.2.1", i, S);
		miss("nvr", "192.0.2.2", i, S);
		miss("admin", "192.0.2.1", i, S);
	}
	cr_assert_eq(vdt_lockout_clear(&lockout, nvr.name, &from, S), 1, "the pair");
	cr_assert_eq(left("nvr", "192.0.2.1", S), 0);
	cr_assert_not(miss("nvr", "192.0.2.1", 90, S), "it has all its guesses again");
	cr_assert_eq(vdt_lockout_clear(&lockout, nvr.name, NULL, S), 1, "the account");
	cr_assert_eq(left("nvr", "192.0.2.2", S), 0);
	cr_assert_eq(left("admin", "192.0.2.1", S), 300);
	cr_assert_eq(vdt_lockout_clear(&lockout, NULL, &from, S), 1, "the source");
	cr_assert_eq(left("admin", "192.0.2.1", S), 0);
	cr_assert_eq(vdt_lockout_clear(&lockout, NULL, &from, S), 0);
}

Test(lockout, what_outlasts_a_reboot)
{
	const struct vdt_lock *locks[VDT_LOCK_LISTS * 2];

	good("nvr", "192.0.2.1", S);
	good("nvr", "192.0.2.4", S);
	miss("admin", "192.0.2.3", 1, S);
	for (unsigned int i = 0; i < 5; i++)
		miss("admin", "192.0.2.2", i, S);
	cr_assert_eq(vdt_lockout_list(&lockout, 2, locks), 4);
	cr_assert_eq(locks[0]->until, S + 5 * MINUTE, "locked");
	cr_assert(locks[1]->known);
	cr_assert(locks[2]->known);
	cr_assert_eq(locks[3]->kind, VDT_LOCK_AT);
	cr_assert_eq(locks[3]->misses, 6, "guesses of the day");
	cr_assert_eq(vdt_lockout_list(&lockout, 1, locks), 3, "one of each");
	cr_assert_eq(locks[0]->until, S + 5 * MINUTE, "whoever is known");
}

/* A source that is known and locked is listed once, and a source that is locked for all accounts
 * has a list of its own. */
Test(lockout, each_is_listed_once)
{
	const struct vdt_lock *locks[VDT_LOCK_LISTS * 8];

	good("nvr", "192.0.2.1", S);
	for (unsigned int i = 0; i < 5; i++)
		miss("nvr", "192.0.2.1", i, S);
	cr_assert_eq(vdt_lockout_list(&lockout, 8, locks), 1);
	cr_assert(locks[0]->known && locks[0]->locks);
	for (unsigned int i = 0; i < VDT_LOCK_SOURCE; i++)
		miss("admin", "192.0.2.1", 100 + i, S);
	cr_assert_eq(vdt_lockout_list(&lockout, 8, locks), 4);
	cr_assert_eq(locks[2]->kind, VDT_LOCK_FROM);
}
