/* SPDX-License-Identifier: BSD-3-Clause */
/* The second factor of a login: a one-time password, or one of the recovery codes. */
#ifndef VDT_AUTH_SECOND_H
#define VDT_AUTH_SECOND_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/auth/accounts.h"

#define VDT_SECOND_CODE 16 /* letters of a recovery code: 80 bits */
/* Room for all of them, with blanks between and NUL. */
#define VDT_SECOND_CODES_ROOM (VDT_ACCOUNT_CODES * (VDT_SECOND_CODE + 1))

/* Whether @account logs in with one. */
bool vdt_second_needed(const struct vdt_account *account);
/*
 * Try @code for @account at @now (seconds since 1970); a good one is used up, which is saved before
 * this returns. One-time passwords count only if @clock_is_right, recovery codes always. Returns 0;
 * -EACCES; or a negative errno of vdt_accounts_save(): the code is as good as before then.
 */
int vdt_second_try(struct vdt_accounts *accounts, struct vdt_account *account, const char *code,
		   uint64_t now, bool clock_is_right);

/*
 * Make a secret and recovery codes into @second; not in force before it is confirmed. The codes are
 * for the owner to write down, only their digests stay. Returns 0, -EIO, or a negative errno of
 * vdt_random().
 */
int vdt_second_begin(struct vdt_second *second, char ret_codes[VDT_SECOND_CODES_ROOM]);
/* The owner's device shows @code: it has the secret, and the factor is in force. Returns 0, -EACCES
 * or -EIO. */
int vdt_second_confirm(struct vdt_second *second, const char *code, uint64_t now);

#endif /* VDT_AUTH_SECOND_H */
