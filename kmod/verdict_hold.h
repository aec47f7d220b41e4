/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the verdict to the mapping: what was judged must not be written before the mapping is there
 * that keeps it from being written. Holding comes between two looks at the verdict: until then the
 * file may have been written, and who held any file without a look could keep others from writing
 * to it. When a file is opened for writing, vdt_inode_is_executed() is asked.
 */
#ifndef VDT_VERDICT_HOLD_H
#define VDT_VERDICT_HOLD_H

#include <linux/fs.h>

/* Returns 0 or -ENOMEM. */
int vdt_hold_init(void);
void vdt_hold_exit(void);

/*
 * Keeps the file from being opened for writing until the current task returns to user space. Not
 * under mmap_lock. Returns 0, 1: it is so already since before it was looked at, -ETXTBSY: it is
 * open for writing, -ENOMEM, -EINVAL: it has no vdt_verdict_file().
 */
int vdt_verdict_hold(struct file *file);

/*
 * The same until mmap_lock is free, which the current task has; the file is that of a mapping. Does
 * not sleep.
 */
int vdt_verdict_hold_mprotect(struct file *file);

/* Whether a mapping of the inode, which is that of vdt_verdict_file(), is executable. Sleeps. */
bool vdt_inode_is_executed(struct inode *inode);

#endif /* VDT_VERDICT_HOLD_H */
