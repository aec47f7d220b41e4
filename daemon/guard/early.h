/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The XDP program at the network devices, which drops early what the module would drop anyway: at
 * every device whose driver has XDP, or whatever the policy says, also when a device comes later.
 */
#ifndef VDT_GUARD_EARLY_H
#define VDT_GUARD_EARLY_H

#include "lib/nl/client.h"

struct event_base;
struct vdt_early;

/*
 * Load the program; it is attached only after vdt_early_set(). A kernel without it is logged, and
 * no error. Returns 0, -ENOMEM or an errno of the sockets. Takes CAP_SYS_ADMIN.
 */
int vdt_early_new(struct event_base *base, struct vdt_nl *nl, struct vdt_early **ret_early);
void vdt_early_free(struct vdt_early *early);

/* @mode: enum vedette_xdp of the active policy. */
void vdt_early_set(struct vdt_early *early, uint8_t mode);

#endif /* VDT_GUARD_EARLY_H */
