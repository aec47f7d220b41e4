/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The programs that the policy lets write to spare partitions, `updater` of its integrity. Such a
 * program is known by its path, as every executable of the policy (exe.h), and by its content: what
 * nobody signed, or what was revoked, is no updater, whatever its name is. Where devices are
 * enforced it must have been started as one too (vdt_updater_exec()).
 */
#ifndef VDT_UPDATER_H
#define VDT_UPDATER_H

#include <linux/types.h>

struct linux_binprm;

/* Whether the current task runs one. Sleeps, and looks anew what is found at the path. */
bool vdt_updater_is_current(void);

/* The same by what is known already. Does not sleep. */
bool vdt_updater_is_current_known(void);

/*
 * If devices are enforced, an updater that is started gets no library and no settings from whoever
 * starts it (AT_SECURE), and what an updater starts gets no block device that is open for writing.
 * Returns 0 or -EACCES.
 */
int vdt_updater_exec(struct linux_binprm *bprm);

#endif /* VDT_UPDATER_H */
