// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/provision.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/file.h"

static char dir[] = "/tmp/vdt-provision-XXXXXX";
static char path[64], slot[64], code_file[64];
static struct vdt_activation activation;
static const uint8_t key[VDT_SEAL_KEY] = {3};
static struct vdt_accounts accounts;

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/accounts", dir);
	snprintf(slot, sizeof(slot), "%s/accounts.0", dir);
	snprintf(code_file, sizeof(code_file), "%s/unit.code", dir);
	cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
}

static void tear_down(void)
{
	unlink(slot);
	unlink(code_file);
	snprintf(slot, sizeof(slot), "%s/accounts.1", dir);
	unlink(slot);
	rmdir(dir);
}

TestSuite(provision, .init = set_up, .fini = tear_down);

Test(provision, prints_the_password_that_was_saved)
{
	char text[256] = "", password[64];
	struct vdt_account *account;
	uint8_t *file;
	size_t len;
	int fd[2];

	cr_assert_eq(pipe(fd), 0);
	cr_assert_eq(vdt_provision(&accounts, fd[1]), 0);
	cr_assert_gt(read(fd[0], text, sizeof(text) - 1), 0);
	cr_assert_eq(sscanf(text, "account: admin\npassword: %63s\n", password), 1, "%s", text);
	cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
	account = vdt_accounts_find(&accounts, "admin");
	cr_assert_eq(account->role, VDT_ROLE_ADMINISTRATOR);
	cr_assert(account->must_change);
	cr_assert_eq(vdt_password_verify(account->hash, password), 0);
	cr_assert_eq(vdt_file_read(slot, 4096, &file, &len), 0);
	cr_assert_null(memmem(file, len, password, strlen(password)));
	free(file);
	cr_assert_eq(vdt_provision(&accounts, fd[1]), -EEXIST, "once");
	close(fd[0]);
	close(fd[1]);
}

Test(provision, no_account_that_nobody_knows_the_password_of)
{
	int full = open("/dev/full", O_WRONLY);

	cr_assert_eq(vdt_provision(&accounts, full), -ENOSPC);
	cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
	cr_assert_eq(accounts.now.count, 0);
	close(full);
}

static void draw(char code[64])
{
	char text[256] = "";
	int fd[2];

	cr_assert_eq(pipe(fd), 0);
	cr_assert_eq(vdt_provision_code(&accounts, &activation, fd[1]), 0);
	cr_assert_gt(read(fd[0], text, sizeof(text) - 1), 0);
	cr_assert_eq(sscanf(text, "unit code: %63s\n", code), 1, "%s", text);
	close(fd[0]);
	close(fd[1]);
}

Test(provision, draws_a_code)
{
	struct vdt_account *account;
	char old[64], code[64];

	cr_assert_eq(vdt_activation_load(&activation, code_file, &accounts, 0), 0);
	draw(old);
	draw(code);
	cr_assert_str_neq(old, code);
	cr_assert_eq(vdt_activation_load(&activation, code_file, &accounts, 0), 0);
	cr_assert_eq(vdt_activation_try(&activation, &accounts, old, 0), -EACCES, "void");
	cr_assert_eq(vdt_activation_try(&activation, &accounts, code, 0), 0);
	cr_assert_eq(vdt_accounts_add(&accounts, "a", VDT_ROLE_VIEWER, "h", &account), 0);
	cr_assert_eq(vdt_provision_code(&accounts, &activation, 1), -EEXIST);
}
