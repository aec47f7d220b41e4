/* SPDX-License-Identifier: GPL-2.0-only */
/* The sources that have an authenticated session, as `auth` says over netlink. */
#ifndef VDT_TRUST_H
#define VDT_TRUST_H

#include <linux/types.h>

struct vdt_addr;

int vdt_trust_init(void);
void vdt_trust_exit(void);

/* Any context. */
void vdt_trust_add(const struct vdt_addr *source, u32 seconds);

/* Any context but a hard interrupt; takes no lock. */
bool vdt_trust_has(const struct vdt_addr *source);

#endif /* VDT_TRUST_H */
