// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/second.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/auth/otp.h"

#define NOW 1234567890

static char dir[] = "/tmp/vdt-second-XXXXXX";
static char path[64], slot[2][64];
static const uint8_t key[VDT_SEAL_KEY] = {5};
static struct vdt_accounts accounts;
static struct vdt_account *account;
static char codes[VDT_SECOND_CODES_ROOM];

static void make_code(int64_t steps, char code[VDT_OTP_ROOM])
{
	cr_assert_eq(vdt_otp_make(account->second.secret, VDT_OTP_SECRET,
				  (uint64_t)(NOW / VDT_OTP_STEP + steps), code),
		     0);
}

static void set_up(void)
{
	char code[VDT_OTP_ROOM];

	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/accounts", dir);
	snprintf(slot[0], sizeof(slot[0]), "%s/accounts.0", dir);
	snprintf(slot[1], sizeof(slot[1]), "%s/accounts.1", dir);
	cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
	cr_assert_eq(vdt_accounts_add(&accounts, "a", VDT_ROLE_VIEWER, "h", &account), 0);
	cr_assert_eq(vdt_second_begin(&account->second, codes), 0);
	cr_assert_not(vdt_second_needed(account), "not confirmed");
	cr_assert_eq(vdt_second_confirm(&account->second, "000000", NOW), -EACCES);
	cr_assert_not(vdt_second_needed(account));
	make_code(-1, code);
	cr_assert_eq(vdt_second_confirm(&account->second, code, NOW), 0);
	cr_assert(vdt_second_needed(account));
}

static void tear_down(void)
{
	unlink(slot[0]);
	unlink(slot[1]);
	rmdir(dir);
}

TestSuite(second, .init = set_up, .fini = tear_down);

static void reload(void)
{
	cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
	account = vdt_accounts_find(&accounts, "a");
}

Test(second, a_password_counts_once)
{
	char code[VDT_OTP_ROOM];

	make_code(-1, code);
	cr_assert_eq(vdt_second_try(&accounts, account, code, NOW, true), -EACCES,
		     "the one of the confirmation");
	make_code(0, code);
	cr_assert_eq(vdt_second_try(&accounts, account, code, NOW, true), 0);
	cr_assert_eq(vdt_second_try(&accounts, account, code, NOW, true), -EACCES);
	reload();
	cr_assert_eq(vdt_second_try(&accounts, account, code, NOW, true), -EACCES,
		     "nor after a restart");
}

Test(second, needs_a_clock)
{
	char code[VDT_OTP_ROOM];

	make_code(0, code);
	cr_assert_eq(vdt_second_try(&accounts, account, code, NOW, false), -EACCES);
	codes[VDT_SECOND_CODE] = '\0';
	cr_assert_eq(vdt_second_try(&accounts, account, codes, NOW, false), 0, "a recovery code");
}

Test(second, each_recovery_code_counts_once)
{
	unsigned int n = 0;

	for (char *code = strtok(codes, " "); code; code = strtok(NULL, " "), n++) {
		cr_assert_eq(strlen(code), VDT_SECOND_CODE);
		cr_assert_eq(vdt_second_try(&accounts, account, code, NOW, true), 0, "%s", code);
		cr_assert_eq(vdt_second_try(&accounts, account, code, NOW, true), -EACCES);
		reload();
		cr_assert_eq(vdt_second_try(&accounts, account, code, NOW, true), -EACCES);
	}
	cr_assert_eq(n, VDT_ACCOUNT_CODES);
	cr_assert_eq(vdt_second_try(&accounts, account, "", NOW, true), -EACCES);
}

Test(second, what_is_not_saved_is_not_used_up)
{
	char code[VDT_OTP_ROOM];

	cr_assert_eq(vdt_accounts_save(&accounts), 0);
	make_code(0, code);
	accounts.file.readable = 0;
	cr_assert_eq(vdt_second_try(&accounts, account, code, NOW, true), -EINVAL);
	accounts.file.readable = 1;
	cr_assert_eq(vdt_second_try(&accounts, account, code, NOW, true), 0);
}
