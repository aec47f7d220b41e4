/* SPDX-License-Identifier: BSD-3-Clause */
/* What every unit is given once, where it is made: an account, or the code to make one with. */
#ifndef VDT_AUTH_PROVISION_H
#define VDT_AUTH_PROVISION_H

#include "daemon/auth/accounts.h"
#include "daemon/auth/activation.h"

#define VDT_PROVISION_NAME "admin"

/*
 * Make the administrator with a random password of its own and write the password to @fd, once;
 * only its hash stays. Returns 0; -EEXIST (there are accounts already); -ENOMEM; or a negative
 * errno of write(2), vdt_random() and vdt_sealed_write(): no account was saved then.
 */
int vdt_provision(struct vdt_accounts *accounts, int fd);
/*
 * Draw the unit code and write it to @fd, once; a code drawn before is void. Returns 0; -EEXIST
 * (there are accounts already); or a negative errno of write(2), vdt_activation_draw() and
 * vdt_accounts_save(): draw another one then.
 */
int vdt_provision_code(struct vdt_accounts *accounts, struct vdt_activation *activation, int fd);

#endif /* VDT_AUTH_PROVISION_H */
