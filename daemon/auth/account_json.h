/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The accounts as they lie in their file: JSON, version 2. Version 1 is read too: it had no more
 * than an id, a name, a role, a hash, two flags and a time for each account.
 */
#ifndef VDT_AUTH_ACCOUNT_JSON_H
#define VDT_AUTH_ACCOUNT_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/auth/accounts.h"

/* Read @len bytes into the empty accounts->now. Returns 0, or -EBADMSG: not what was ever written.
 */
int vdt_account_json_read(struct vdt_accounts *accounts, const uint8_t *data, size_t len);
/* The text of @table, to be freed by vdt_wipe_free(). Returns 0 or -ENOMEM. */
int vdt_account_json_write(const struct vdt_account_table *table, char **ret_text);

#endif /* VDT_AUTH_ACCOUNT_JSON_H */
