/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_GUARD_HOOKS_H
#define VDT_GUARD_HOOKS_H

#include "lib/nl/client.h"

/*
 * Load and attach the LSM programs, unless that was done since the module is loaded, and give them
 * into the module's keeping. A kernel that cannot have them is logged and told to the module, which
 * shows it in its status, and is no error. Returns 0 or a negative errno of the netlink client.
 * Takes CAP_SYS_ADMIN.
 */
int vdt_hooks_attach(struct vdt_nl *nl);

#endif /* VDT_GUARD_HOOKS_H */
