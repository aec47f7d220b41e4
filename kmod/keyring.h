/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The certificates compiled into the module, in one private keyring per role. Nobody can add to,
 * take from or replace them while the module is there.
 */
#ifndef VDT_KEYRING_H
#define VDT_KEYRING_H

#include <linux/types.h>

struct key;

enum vdt_role { VDT_ROLE_POLICY, VDT_ROLE_APPLICATION, VDT_ROLES };

/*
 * Returns 0, -ENOKEY without a policy certificate whose algorithm the kernel has, -E2BIG, -EBADMSG
 * a broken certificate, -ENOMEM.
 */
int vdt_keyring_init(void);
void vdt_keyring_exit(void);

/* The keyring is good until vdt_keyring_exit(). */
struct key *vdt_keyring(enum vdt_role role);
const char *vdt_role_name(enum vdt_role role);

/* Walks over the certificates: returns whether there is one at the index, from 0. */
bool vdt_keyring_cert(unsigned int index, const char **ret_subject, enum vdt_role *ret_role);

/* Whether a certificate says that it was generated for development. */
bool vdt_keyring_development(void);

#endif /* VDT_KEYRING_H */
