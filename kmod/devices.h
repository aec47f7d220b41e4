/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Devices that a mounted file system, or whatever else claimed them (swap, device mapper, RAID),
 * stands on: who writes to one changes files that were judged. A partition counts with its disk;
 * one that nothing stands on, of a disk that something does, is for the updater (updater.h). Flash
 * has no such claim, so none of its devices may be written; nor has a character device. Only UBI
 * keeps its volumes apart itself.
 */
#ifndef VDT_DEVICES_H
#define VDT_DEVICES_H

struct file;
struct io_uring_cmd;

/* A device, or anything else that is no regular file, is to be opened for writing. Sleeps. */
int vdt_devices_open(struct file *file);

/* A command to it; those that write, or exchange what is below, need no descriptor that may. */
int vdt_devices_ioctl(struct file *file, unsigned int cmd);

/* The same by a ring, IORING_OP_URING_CMD. Does not sleep. */
int vdt_devices_ring(const struct io_uring_cmd *cmd);

#endif /* VDT_DEVICES_H */
