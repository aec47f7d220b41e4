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

/* Printed before it is saved: a password that nobody saw would lock the unit for ever. */
static int print_password(const char *password, int fd)
{
	char text[128];
	int n, err;

	/* Not by stdio, which would keep a copy. */
	n = snprintf(text, sizeof(text), "account: %s\npassword: %s\n", VDT_PROVISION_NAME,
		     password);
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
	if (!err)
		err = print_password(password, fd);
	if (!err)
		err = vdt_accounts_save(accounts);
	explicit_bzero(password, sizeof(password));
	return err;
}
