/* SPDX-License-Identifier: BSD-3-Clause */
/* The second factor of a login: a one-time password, or one of the recovery codes. */
#ifndef VDT_AUTH_SECOND_H
#define VDT_AUTH_SECOND_H

#include <stdbool.h>
#include <stdint.h>

struct vdt_accounts;
struct vdt_account;

/* Whether @account logs in with one. */
bool vdt_second_needed(const struct vdt_account *account);
/*
 * Try @code for @account at @now (seconds since 1970); a good one is used up, which is saved before
 * this returns. One-time passwords count only if @clock_is_right, recovery codes always. Returns 0;
 * -EACCES; or a negative errno of vdt_accounts_save(): the code is as good as before then.
 */
int vdt_second_try(struct vdt_accounts *accounts, struct vdt_account *account, const char *code,
		   uint64_t now, bool clock_is_right);

#endif /* VDT_AUTH_SECOND_H */
