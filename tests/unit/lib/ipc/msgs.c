// SPDX-License-Identifier: BSD-3-Clause

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/ipc/msgs.h"

static union {
	uint64_t align;
	uint8_t bytes[VDT_MSG_ROOM];
	struct vdt_msg_HELLO hello;
	struct vdt_msg_RECORD record;
	struct vdt_msg_SIGN sign;
	struct vdt_msg_LOGIN login;
	struct vdt_msg_LOGIN_RESULT result;
} m;

static void break_nothing(void)
{
}

static void fill_name(void)
{
	memset(m.login.name, 'a', sizeof(m.login.name));
}

static void fill_password(void)
{
	memset(m.login.password, 'a', sizeof(m.login.password));
}

static void end_at_last_byte(void)
{
	memset(m.login.name, 'a', sizeof(m.login.name) - 1);
}

static void overflow_digest(void)
{
	m.sign.digest_len = sizeof(m.sign.digest) + 1;
}

static void fill_digest(void)
{
	m.sign.digest_len = sizeof(m.sign.digest);
}

static void unknown_type(void)
{
	m.record.type = VDT_AUDIT_TYPE_END;
}

static void unknown_result(void)
{
	m.record.result = VDT_AUDIT_RESULT_END;
}

static void unknown_self(void)
{
	m.hello.self = VDT_PROC_COUNT;
}

static void neither_yes_nor_no(void)
{
	m.result.outcome = VDT_OUTCOME_END;
}

Test(msgs, check)
{
	static const struct {
		enum vdt_proc from, to;
		unsigned int id;
		int surplus; /* bytes more than the struct has */
		void (*prepare)(void);
		int expected;
		const char *why;
	} cases[] = {
		{VDT_STREAM, VDT_AUTH, VDT_MSG_LOGIN, 0, break_nothing, 0, "zeroes are fine"},
		{VDT_STREAM, VDT_AUTH, VDT_MSG_LOGIN, -1, break_nothing, -EMSGSIZE, "short"},
		{VDT_STREAM, VDT_AUTH, VDT_MSG_LOGIN, 1, break_nothing, -EMSGSIZE, "long"},
		{VDT_STREAM, VDT_AUTH, VDT_MSG_LOGIN, 0, fill_name, -EBADMSG, "no end of string"},
		{VDT_STREAM, VDT_AUTH, VDT_MSG_LOGIN, 0, fill_password, -EBADMSG,
		 "no end of a secret"},
		{VDT_STREAM, VDT_AUTH, VDT_MSG_LOGIN, 0, end_at_last_byte, 0, "longest string"},
		{VDT_AUTH, VDT_STREAM, VDT_MSG_LOGIN, 0, break_nothing, -EPERM, "wrong direction"},
		{VDT_GUARD, VDT_AUTH, VDT_MSG_LOGIN, 0, break_nothing, -EPERM, "wrong sender"},
		{VDT_STREAM, VDT_AUDIT, VDT_MSG_LOGIN, 0, break_nothing, -EPERM, "wrong receiver"},
		{VDT_STREAM, VDT_AUTH, VDT_MSG_SIGN, 0, fill_digest, 0, "full room"},
		{VDT_STREAM, VDT_AUTH, VDT_MSG_SIGN, 0, overflow_digest, -EBADMSG, "over its room"},
		{VDT_STREAM, VDT_AUDIT, VDT_MSG_RECORD, 0, unknown_type, -EBADMSG, "no such type"},
		{VDT_STREAM, VDT_AUDIT, VDT_MSG_RECORD, 0, unknown_result, -EBADMSG,
		 "no such result"},
		{VDT_SUPER, VDT_AUDIT, VDT_MSG_HELLO, 0, unknown_self, -EBADMSG, "no such process"},
		{VDT_AUTH, VDT_STREAM, VDT_MSG_LOGIN_RESULT, 0, neither_yes_nor_no, -EBADMSG,
		 "not a truth value"},
		{VDT_STREAM, VDT_AUTH, VDT_MSG_COUNT, 0, break_nothing, -ENOMSG, "no such message"},
		{VDT_STREAM, VDT_AUTH, 0xffff, 0, break_nothing, -ENOMSG, "far from any message"},
	};
	unsigned int i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len = vdt_msg_size(cases[i].id) + (size_t)cases[i].surplus;
		int got;

		memset(&m, 0, sizeof(m));
		cases[i].prepare();
		got = vdt_msg_check(cases[i].from, cases[i].to, cases[i].id, m.bytes, len);
		cr_expect_eq(got, cases[i].expected, "%s: %d", cases[i].why, got);
	}
}

/* Sum of all bytes behind the end of @text. */
static unsigned int left_behind(const char *text, size_t room)
{
	unsigned int sum = 0;
	size_t i;

	for (i = strlen(text); i < room; i++)
		sum += (unsigned char)text[i];
	return sum;
}

Test(msgs, copy_takes_fields_only)
{
	struct vdt_msg_SIGN sign = {.req = 7, .digest_len = 3}, copied;
	struct vdt_msg_LOGIN login, login_copy;

	memset(sign.digest, 'x', sizeof(sign.digest));
	vdt_msg_copy(VDT_MSG_SIGN, &sign, &copied);
	cr_expect_eq(copied.req, 7);
	cr_expect_eq(copied.digest_len, 3);
	cr_expect_arr_eq(copied.digest, "xxx\0\0\0", 6, "unused room must be zero");

	memset(&login, 'x', sizeof(login));
	snprintf(login.source, sizeof(login.source), "[::1]:5");
	snprintf(login.name, sizeof(login.name), "admin");
	snprintf(login.password, sizeof(login.password), "secret");
	vdt_msg_copy(VDT_MSG_LOGIN, &login, &login_copy);
	cr_expect_str_eq(login_copy.name, "admin");
	cr_expect_eq(left_behind(login_copy.name, sizeof(login_copy.name)), 0);
	cr_expect_eq(left_behind(login_copy.password, sizeof(login_copy.password)), 0);
}

Test(msgs, copy_clears_padding)
{
	struct vdt_msg_HELLO hello, copied;
	const uint8_t *bytes = (const uint8_t *)&copied;

	memset(&hello, 0xff, sizeof(hello));
	memset(&copied, 0xff, sizeof(copied));
	vdt_msg_copy(VDT_MSG_HELLO, &hello, &copied);
	cr_expect_eq(bytes[sizeof(copied) - 1], 0, "two bytes of padding end the struct");
}

Test(msgs, wipe_secrets_only)
{
	struct vdt_msg_LOGIN login = {.name = "admin", .password = "secret"}, empty = {};
	struct vdt_msg_SIGN sign = {.req = 7};

	vdt_msg_wipe(VDT_MSG_LOGIN, &login);
	cr_expect_arr_eq(&login, &empty, sizeof(login));
	vdt_msg_wipe(VDT_MSG_SIGN, &sign);
	cr_expect_eq(sign.req, 7, "no secret, no wipe");
}

Test(msgs, descriptors)
{
	cr_expect_eq(vdt_msg_fds(VDT_MSG_PEER), 1);
	cr_expect_eq(vdt_msg_fds(VDT_MSG_LISTENER), 1);
	cr_expect_eq(vdt_msg_fds(VDT_MSG_LOGIN), 0);
	cr_expect_eq(vdt_msg_fds(VDT_MSG_COUNT), 0);
}

Test(msgs, every_process_has_a_name)
{
	int i;

	for (i = 0; i < VDT_PROC_COUNT; i++)
		cr_expect_str_neq(vdt_proc_name(i), "?");
	cr_expect_str_eq(vdt_proc_name(VDT_PROC_COUNT), "?");
}
