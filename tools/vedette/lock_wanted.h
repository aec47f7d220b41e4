/* SPDX-License-Identifier: BSD-3-Clause */
/* Whether the device is locked if its policy wants it to be. */
#ifndef VDT_CLI_LOCK_WANTED_H
#define VDT_CLI_LOCK_WANTED_H

struct vdt_nl;

/*
 * To be asked after the policy was loaded or confirmed, which is done whether or not the kernel can
 * lock the device. Says what the lock misses; returns the exit code.
 */
int vdt_lock_wanted(struct vdt_nl *nl);

#endif /* VDT_CLI_LOCK_WANTED_H */
