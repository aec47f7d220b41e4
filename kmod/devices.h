/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Devices that a mounted file system, or whatever else claimed them (swap, device mapper, RAID),
 * stands on: who writes to one changes files that were judged. A partition counts with its disk.
 * Flash has no such claim, so none of its character devices may be written.
 */
#ifndef VDT_DEVICES_H
#define VDT_DEVICES_H

struct file;

/* A device, or anything else that is no regular file, is to be opened for writing. Sleeps. */
int vdt_devices_open(struct file *file);

/* A command to it; those that write, or exchange what is below, need no descriptor that may. */
int vdt_devices_ioctl(struct file *file, unsigned int cmd);

#endif /* VDT_DEVICES_H */
