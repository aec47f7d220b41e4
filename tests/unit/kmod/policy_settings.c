// SPDX-License-Identifier: BSD-3-Clause

#include "kmod/policy_parse.h"

#include <criterion/criterion.h>

#include "tests/unit/kmod/blob.h"

static struct blob b;

/* Those of `accounts` in the order of the spec, with one that is another. */
static void accounts_with(int type, uint32_t value)
{
	static const uint32_t good[] = {12, 5, 5, 300, 1800, 900, 43200, 64, 8};
	size_t at;

	blob_head(&b);
	at = blob_nest(&b, VEDETTE_A_POLICY_ACCOUNTS);
	for (int i = 1; i <= VEDETTE_A_ACCOUNTS_MAX; i++)
		blob_u32(&b, (uint16_t)i, i == type ? value : good[i - 1]);
	blob_nest_end(&b, at);
}

static void password_short(void)
{
	accounts_with(VEDETTE_A_ACCOUNTS_MIN_LENGTH, 7);
}

static void tries_many(void)
{
	accounts_with(VEDETTE_A_ACCOUNTS_FAILURES, 11);
}

static void lock_shrinks(void)
{
	accounts_with(VEDETTE_A_ACCOUNTS_LOCK_MAX, 299);
}

static void lock_long(void)
{
	accounts_with(VEDETTE_A_ACCOUNTS_LOCK_MAX, 86401);
}

static void session_long(void)
{
	accounts_with(VEDETTE_A_ACCOUNTS_ABSOLUTE, 86401);
}

static void session_never_idle(void)
{
	accounts_with(VEDETTE_A_ACCOUNTS_ABSOLUTE, 899);
}

static void sessions_of_one(void)
{
	accounts_with(VEDETTE_A_ACCOUNTS_SESSIONS, 8);
	b.data[b.len - 4] = 9;
}

static void accounts_empty(void)
{
	blob_head(&b);
	blob_nest_end(&b, blob_nest(&b, VEDETTE_A_POLICY_ACCOUNTS));
}

static void audit_with(uint32_t ring, const char *syslog, const char *name)
{
	size_t at;

	blob_head(&b);
	at = blob_nest(&b, VEDETTE_A_POLICY_AUDIT);
	blob_u32(&b, VEDETTE_A_AUDIT_OFF, 0);
	blob_u32(&b, VEDETTE_A_AUDIT_RING, ring);
	blob_u32(&b, VEDETTE_A_AUDIT_STOP, 0);
	blob_u32(&b, VEDETTE_A_AUDIT_CHECKPOINT, 600);
	if (syslog)
		blob_text(&b, VEDETTE_A_AUDIT_SYSLOG, syslog);
	if (name)
		blob_text(&b, VEDETTE_A_AUDIT_NAME, name);
	blob_nest_end(&b, at);
}

static void ring_small(void)
{
	audit_with((1u << 20) - 1, NULL, NULL);
}

static void ring_large(void)
{
	audit_with((1u << 28) + 1, NULL, NULL);
}

static void syslog_in_clear(void)
{
	audit_with(1u << 20, "tcp://10.0.0.1:514", NULL);
}

static void collector_misnamed(void)
{
	audit_with(1u << 20, "tls://10.0.0.1:6514", "10.0.0.1");
}

static void collector_missing(void)
{
	audit_with(1u << 20, NULL, "nvr.example");
}

Test(policy_settings, that_are_strong_enough)
{
	struct vdt_policy *policy;
	struct vdt_fault fault;

	accounts_with(0, 0);
	cr_assert_eq(vdt_policy_parse(b.data, b.len, &policy, &fault), 0, "%s", fault.text);
	vdt_policy_free(policy);
	audit_with(1u << 20, "tls://10.0.0.1:6514", "nvr.example");
	cr_assert_eq(vdt_policy_parse(b.data, b.len, &policy, &fault), 0, "%s", fault.text);
	vdt_policy_free(policy);
}

Test(policy_settings, refused)
{
	static const struct {
		void (*make)(void);
		int expected;
		const char *why;
	} rows[] = {
		{password_short, -EINVAL, "accounts min-length: wrong length or value"},
		{tries_many, -EINVAL, "accounts failures: wrong length or value"},
		{lock_shrinks, -EINVAL, "accounts lock-max: less than lock-base"},
		{lock_long, -EINVAL, "accounts lock-max: more than a day"},
		{session_long, -EINVAL, "accounts absolute: more than a day"},
		{session_never_idle, -EINVAL, "accounts absolute: less than idle"},
		{sessions_of_one, -EINVAL, "accounts per-account: more than sessions"},
		{accounts_empty, -ENOMSG, "accounts min-length: missing"},
		{ring_small, -EINVAL, "audit ring: not from 1 MiB to 256 MiB"},
		{ring_large, -EINVAL, "audit ring: not from 1 MiB to 256 MiB"},
		{syslog_in_clear, -EINVAL, "audit syslog: not tls://ADDRESS:PORT"},
		{collector_misnamed, -EINVAL, "audit name: not a DNS name"},
		{collector_missing, -EINVAL, "audit name: there is no syslog"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct vdt_policy *policy = NULL;
		struct vdt_fault fault;

		rows[i].make();
		cr_expect_eq(vdt_policy_parse(b.data, b.len, &policy, &fault), rows[i].expected,
			     "%s", rows[i].why);
		cr_expect_str_eq(fault.text, rows[i].why);
		cr_expect_null(policy);
	}
}
