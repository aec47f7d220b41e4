/* SPDX-License-Identifier: BSD-3-Clause */
/* The policy over restarts: put in force at the start, kept when it is confirmed. */
#ifndef VDT_GUARD_POLICY_H
#define VDT_GUARD_POLICY_H

#include "lib/nl/client.h"

/*
 * Put the last confirmed policy in force, or the factory's if there is none that the kernel takes.
 * Logs what it does. Returns 0, also when there is none at all: the kernel then drops everything;
 * or a negative errno of the netlink client when the kernel cannot be asked.
 */
int vdt_policy_restore(struct vdt_nl *nl);

/*
 * Get the active policy, and keep it for the next boot if it is confirmed. Returns 0, -ENOENT (none
 * is active), -EAGAIN (it changes just now), a negative errno of the netlink client. @ret_kept is
 * the result of keeping it; -EAGAIN: it is kept, but feeds before it cannot be removed yet.
 */
int vdt_policy_keep(struct vdt_nl *nl, struct vdt_nl_image *ret_image, int *ret_kept);

#endif /* VDT_GUARD_POLICY_H */
