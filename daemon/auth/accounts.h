/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The accounts: a small table in memory, kept as JSON in a sealed file.
 *
 * Whoever changes one changes it in memory, then saves; nothing is acknowledged that is not saved,
 * and what could not be saved is as it was before. Pointers to accounts are good until the next
 * removal or save.
 */
#ifndef VDT_AUTH_ACCOUNTS_H
#define VDT_AUTH_ACCOUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/auth/password.h"
#include "lib/access/access.h"
#include "lib/crypto/digest.h"
#include "lib/crypto/sealed.h"

#define VDT_ACCOUNTS	    32
#define VDT_ACCOUNT_NAME    32 /* with NUL */
#define VDT_ACCOUNT_HISTORY 5  /* passwords before the present one that may not come again */
#define VDT_ACCOUNT_TOKENS  8
#define VDT_ACCOUNT_CODES   8  /* recovery codes */
#define VDT_OTP_SECRET	    20 /* bytes, RFC 4226 section 4 */

_Static_assert(VDT_PASSWORD_USED == VDT_ACCOUNT_HISTORY + 1, "the present one and those before");

/* How a program proves that it is a service account. Times are seconds since 1970. */
struct vdt_token {
	uint32_t id;		   /* 0: an empty place */
	uint8_t role;		   /* enum vdt_role, at most this */
	bool is_certificate;	   /* the digest is that of a TLS client certificate */
	uint64_t created, expires; /* expires 0: never */
	uint64_t last_use;	   /* saved with the next change */
	uint8_t digest[VDT_SHA256];
	char name[VDT_ACCOUNT_NAME];
};

struct vdt_second {
	bool on;
	uint8_t secret[VDT_OTP_SECRET];
	uint64_t step; /* the last one used */
	unsigned int n_codes;
	uint8_t code[VDT_ACCOUNT_CODES][VDT_SHA256]; /* not used yet */
};

/* Times are seconds since 1970. */
struct vdt_account {
	uint32_t id; /* from 1, never given twice */
	char name[VDT_ACCOUNT_NAME];
	uint8_t role;	  /* enum vdt_role */
	bool must_change; /* the password was made by the device, or by an administrator */
	bool disabled;
	bool service;	     /* a program: tokens and certificates only, no password */
	uint32_t revision;   /* from 1, another one after each change */
	uint32_t generation; /* from 1; sessions of another generation are over */
	uint64_t created, password_changed;
	uint64_t last_login; /* saved with the next change */
	char hash[VDT_PASSWORD_HASH];
	char history[VDT_ACCOUNT_HISTORY][VDT_PASSWORD_HASH]; /* the latest first, "": none */
	struct vdt_second second;
	uint32_t last_token;
	struct vdt_token token[VDT_ACCOUNT_TOKENS];
};

struct vdt_account_table {
	struct vdt_cost cost; /* of new hashes */
	uint32_t last_id;
	uint32_t activation_failures; /* wrong unit codes since the last right one */
	unsigned int count;
	struct vdt_account account[VDT_ACCOUNTS];
};

struct vdt_accounts {
	struct vdt_sealed file;
	struct vdt_account_table now, saved;
};

/*
 * Lower the letters of @from into @to. Returns 0, or -EINVAL if it is not a name then: a letter,
 * then up to 30 letters, digits, '.', '_' and '-', all ASCII: what has one form only needs no
 * folding of Unicode.
 */
int vdt_account_fold(const char *from, char to[VDT_ACCOUNT_NAME]);

/*
 * Read the accounts from the sealed file @path. Returns 0 (no account at all if the file was never
 * written); -EBADMSG (neither slot is valid, or what it holds is not a list of accounts); or
 * another negative errno of vdt_sealed_read().
 */
int vdt_accounts_load(struct vdt_accounts *accounts, const char *path, const uint8_t *key);
/* Write them back. Returns 0, -ENOMEM, or a negative errno of vdt_sealed_write(): they are again
 * what was saved last then. */
int vdt_accounts_save(struct vdt_accounts *accounts);

/* The account of that name, however its letters are written; NULL if there is none. */
struct vdt_account *vdt_accounts_find(struct vdt_accounts *accounts, const char *name);
struct vdt_account *vdt_accounts_by_id(struct vdt_accounts *accounts, uint32_t id);
/* Whether somebody could log in and rule: the unit is activated. Programs do not count. */
bool vdt_accounts_active(const struct vdt_accounts *accounts);
/* Whether @account is the only one that makes the unit an activated one. */
bool vdt_accounts_is_last(const struct vdt_accounts *accounts, const struct vdt_account *account);

/* The following change memory only. */

/*
 * Add an account; a @hash of "" is a service account. Returns 0, -EINVAL (not a name, not a role),
 * -EEXIST (there is one of that name), -ENOSPC.
 */
int vdt_accounts_add(struct vdt_accounts *accounts, const char *name, enum vdt_role role,
		     const char *hash, struct vdt_account **ret_account);
void vdt_accounts_remove(struct vdt_accounts *accounts, struct vdt_account *account);
/* Give another name. Returns 0, -EINVAL, or -EEXIST. */
int vdt_accounts_rename(struct vdt_accounts *accounts, struct vdt_account *account,
			const char *name);
/* A new password since @now, the one before goes into the history; sessions are over. */
void vdt_account_set_password(struct vdt_account *account, const char *hash, uint64_t now);
/* The account was changed. */
void vdt_account_touch(struct vdt_account *account);
/* The account may do less, or something else than before: its sessions are over. */
void vdt_account_end_sessions(struct vdt_account *account);

#endif /* VDT_AUTH_ACCOUNTS_H */
