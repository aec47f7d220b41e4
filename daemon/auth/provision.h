/* SPDX-License-Identifier: BSD-3-Clause */
/* The first account, made once on every unit. */
#ifndef VDT_AUTH_PROVISION_H
#define VDT_AUTH_PROVISION_H

#include "daemon/auth/accounts.h"

#define VDT_PROVISION_NAME "admin"

/*
 * Make the administrator with a random password of its own and write the password to @fd, once;
 * only its hash stays. Returns 0; -EEXIST (there are accounts already); -ENOMEM; or a negative
 * errno of write(2), vdt_random() and vdt_sealed_write(): no account was saved then.
 */
int vdt_provision(struct vdt_accounts *accounts, int fd);

#endif /* VDT_AUTH_PROVISION_H */
