/* SPDX-License-Identifier: BSD-3-Clause */
/* The accounts: a small table in memory, kept as JSON in a sealed file. */
#ifndef VDT_AUTH_ACCOUNTS_H
#define VDT_AUTH_ACCOUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/auth/password.h"
#include "lib/access/access.h"
#include "lib/crypto/sealed.h"

#define VDT_ACCOUNTS	 32
#define VDT_ACCOUNT_NAME 32 /* with NUL */

struct vdt_account {
	uint32_t id; /* from 1, never given twice */
	char name[VDT_ACCOUNT_NAME];
	uint8_t role;	  /* enum vdt_role */
	bool must_change; /* the password was made by the device; watching is allowed with it */
	bool disabled;
	uint64_t created; /* seconds since 1970 */
	char hash[VDT_PASSWORD_HASH];
};

struct vdt_accounts {
	struct vdt_sealed file;
	uint32_t last_id;
	unsigned int count;
	struct vdt_account account[VDT_ACCOUNTS];
};

/*
 * Lower the letters of @from into @to. Returns 0, or -EINVAL if it is not a name then: a letter,
 * then up to 30 letters, digits, '.', '_' and '-', all ASCII.
 */
int vdt_account_fold(const char *from, char to[VDT_ACCOUNT_NAME]);

/*
 * Read the accounts from the sealed file @path. Returns 0 (no account at all if the file was never
 * written); -EBADMSG (neither slot is valid, or what it holds is not a list of accounts); or
 * another negative errno of vdt_sealed_read().
 */
int vdt_accounts_load(struct vdt_accounts *accounts, const char *path, const uint8_t *key);
/* Write them back. Returns 0, -ENOMEM, or a negative errno of vdt_sealed_write(). */
int vdt_accounts_save(struct vdt_accounts *accounts);
/* The account of that name, however its letters are written; NULL if there is none. */
struct vdt_account *vdt_accounts_find(struct vdt_accounts *accounts, const char *name);
struct vdt_account *vdt_accounts_by_id(struct vdt_accounts *accounts, uint32_t id);
/*
 * Add an account, in memory only. Returns 0, -EINVAL (not a name, not a role), -EEXIST (there is
 * one of that name), -ENOSPC.
 */
int vdt_accounts_add(struct vdt_accounts *accounts, const char *name, enum vdt_role role,
		     const char *hash, struct vdt_account **ret_account);

#endif /* VDT_AUTH_ACCOUNTS_H */
