// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/guard/control.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct vdt_msg_GRANT grant = {.class = VDT_CLASS_WRITE_SYSTEM,
					   .role = VDT_ROLE_ADMINISTRATOR,
					   .transport = VDT_AUDIT_HTTPS,
					   .account_id = 7,
					   .session_len = VDT_AUDIT_SESSION,
					   .session = {1, 2, 3, 4, 5, 6, 7, 8},
					   .account = "alice",
					   .source = "[2001:db8::1]:50000"};

static struct vdt_msg_DONE done;
static struct vdt_msg_RECORD record;

/* What is refused before the kernel is asked. */
static void control(unsigned int what, const char *argument, uint64_t number, const char *source)
{
	struct vdt_msg_CONTROL msg = {.req = 9, .what = (uint8_t)what, .number = number};
	struct vdt_msg_GRANT who = grant;

	snprintf(msg.argument, sizeof(msg.argument), "%s", argument);
	snprintf(who.source, sizeof(who.source), "%s", source);
	vdt_control_do(NULL, &msg, &who, &done, &record);
}

Test(control, has_a_class)
{
	static const struct {
		unsigned int what, class;
	} cases[] = {
		{VDT_CONTROL_BAN, VDT_CLASS_WRITE_SYSTEM},
		{VDT_CONTROL_POLICY_CONFIRM, VDT_CLASS_WRITE_SYSTEM},
		{VDT_CONTROL_LOCK, VDT_CLASS_UNRECOVERABLE},
		{VDT_CONTROL_END, VDT_CLASS_END},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(vdt_control_class(cases[i].what), cases[i].class, "%u", cases[i].what);
	for (unsigned int what = 0; what < VDT_CONTROL_END; what++)
		for (unsigned int role = 0; role < VDT_ROLE_ADMINISTRATOR; role++)
			cr_expect(!vdt_access_allows(role, vdt_control_class(what)),
				  "%u is for administrators", what);
}

Test(control, refuses)
{
	static const struct {
		unsigned int what;
		const char *argument;
		uint64_t number;
		const char *source;
		int code;
		const char *why;
	} cases[] = {
		{VDT_CONTROL_BAN, "", 60, "192.0.2.1:1", -EINVAL, "no address"},
		{VDT_CONTROL_BAN, "192.0.2.0/24", 60, "192.0.2.1:1", -EINVAL, "a network"},
		{VDT_CONTROL_BAN, "camera.example", 60, "192.0.2.1:1", -EINVAL, "a name"},
		{VDT_CONTROL_BAN, "192.0.2.2", VDT_BAN_SECONDS + 1ull, "192.0.2.1:1", -EINVAL,
		 "longer than a year"},
		{VDT_CONTROL_BAN, "192.0.2.2", 1ull << 32, "192.0.2.1:1", -EINVAL,
		 "a number that 32 bits cut to 0"},
		{VDT_CONTROL_BAN, "192.0.2.1", 60, "192.0.2.1:50000", -EPERM, "oneself"},
		{VDT_CONTROL_BAN, "2001:db8:0:0::1", 60, "[2001:db8::1]:50000", -EPERM,
		 "oneself, written in another way"},
		{VDT_CONTROL_UNBAN, "nobody", 0, "192.0.2.1:1", -EINVAL, "no address"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		control(cases[i].what, cases[i].argument, cases[i].number, cases[i].source);
		cr_expect_eq(done.code, cases[i].code, "%s: %d", cases[i].why, done.code);
		cr_expect_eq(done.req, 9);
		cr_expect(*done.reason, "%s: says why", cases[i].why);
		cr_expect_eq(record.result, VDT_AUDIT_REFUSED, "%s", cases[i].why);
	}
}

Test(control, leaves_a_record_of_who_did_it)
{
	control(VDT_CONTROL_UNBAN, "nobody", 0, grant.source);
	cr_expect_eq(record.type, VDT_AUDIT_CONFIG_CHANGE);
	cr_expect_eq(record.role, VDT_ROLE_ADMINISTRATOR);
	cr_expect_eq(record.transport, VDT_AUDIT_HTTPS);
	cr_expect_eq(record.account_id, 7);
	cr_expect_eq(record.count, 1);
	cr_expect_str_eq(record.account, "alice");
	cr_expect_str_eq(record.source, grant.source);
	cr_expect_str_eq(record.object, "network/bans/nobody");
	cr_expect_str_eq(record.reason, done.reason);
	cr_expect_eq(record.session_len, VDT_AUDIT_SESSION);
	cr_expect_arr_eq(record.session, grant.session, VDT_AUDIT_SESSION);
}
