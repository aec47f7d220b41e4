// SPDX-License-Identifier: BSD-3-Clause
#include "tests/unit/daemon/auth/manage_seen.h"

TestSuite(manage_proof, .init = set_up, .fini = tear_down, .timeout = 300);

static int otp(enum vdt_otp_edit what, uint32_t id, const char *code)
{
	struct vdt_msg_OTP msg = {.what = what, .account_id = id};

	snprintf(msg.code, sizeof(msg.code), "%s", code);
	ASK(vdt_manage_otp(manage, &msg, &who));
	return seen.last.code;
}

Test(manage_proof, second_factor)
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

Test(manage_proof, second_factor_of_a_device)
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

Test(manage_proof, tokens)
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
