// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/provision.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/auth/password.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"

static int add_administrator(struct vdt_accounts *accounts, const char *password)
{
	char hash[VDT_PASSWORD_HASH] = "";
	struct vdt_account *account;
	int err;

	err = vdt_password_hash(password, &accounts->now.cost, hash);
	if (!err)
		err = vdt_accounts_add(accounts, VDT_PROVISION_NAME, VDT_ROLE_ADMINISTRATOR, hash,
				       &account);
	if (err)
		return err;
	account->must_change = true;
	account->created = vdt_clock_realtime() / VDT_NS_PER_SECOND;
	return 0;
}

/* Not by stdio, which would keep a copy. */
static int print(int fd, const char *label, const char *secret)
{
	char text[128];
	int n, err;

	n = snprintf(text, sizeof(text), "%s%s\n", label, secret);
	err = vdt_file_write_fd(fd, text, (size_t)n);
	explicit_bzero(text, sizeof(text));
	return err;
}

int vdt_provision(struct vdt_accounts *accounts, int fd)
{
	char password[VDT_PASSWORD_MADE];
	int err;

	if (accounts->now.count)
		return -EEXIST;
	err = vdt_password_make(password);
	if (!err)
		err = add_administrator(accounts, password);
	/* Printed before it is saved: a password that nobody saw would lock the unit for ever. */
	if (!err)
		err = print(fd, "account: " VDT_PROVISION_NAME "\npassword: ", password);
	if (!err)
		err = vdt_accounts_save(accounts);
	explicit_bzero(password, sizeof(password));
	return err;
}

int vdt_provision_code(struct vdt_accounts *accounts, struct vdt_activation *activation, int fd)
{
	char code[VDT_UNIT_CODE_ROOM];
	int err;

	if (accounts->now.count)
		return -EEXIST;
	err = vdt_activation_draw(activation, code);
	if (!err)
		err = vdt_accounts_save(accounts); /* what a hash is to cost */
	if (!err)
		err = print(fd, "unit code: ", code);
	explicit_bzero(code, sizeof(code));
	return err;
}
