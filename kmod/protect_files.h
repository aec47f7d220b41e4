/* SPDX-License-Identifier: GPL-2.0-only */
/* Files by which strangers could reach our processes once the device is locked. */
#ifndef VDT_PROTECT_FILES_H
#define VDT_PROTECT_FILES_H

struct file;

/*
 * A file is to be opened. Refuses it for writing where the kernel asks nobody what is written: the
 * files of control groups, but for those that move a process into one; those of /proc about our
 * processes; and SysRq. Init may. Returns 0 or -EACCES, which leaves an event. Does not sleep.
 */
int vdt_protect_open(struct file *file);

#endif /* VDT_PROTECT_FILES_H */
