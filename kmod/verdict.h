/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the content of a file says: who signed it, what it is, or why that cannot be known. Nothing
 * here depends on the policy, which judges by it what may happen (integrity_eval.h).
 *
 * A verdict is about the inode that holds the bytes, never about a path. It is kept until the inode
 * changes; so whoever opens one for writing, truncates it or sets its attributes drops the
 * verdict (vdt_verdict_drop()), which its times of change do as well, but only as finely as the
 * file system counts them. Nobody is kept from writing to a file while it is judged, but then there
 * is no verdict; who acts by one keeps others from writing afterwards (verdict_hold.h).
 */
#ifndef VDT_VERDICT_H
#define VDT_VERDICT_H

#include <linux/fs.h>

#include "verdict_cache.h"
#include "verdict_hold.h"

/* Returns 0 or -ENOMEM. */
int vdt_verdict_init(void);
void vdt_verdict_exit(void);

/*
 * The file whose pages are read and mapped: the one below, for a file of overlayfs. Good as long as
 * the file is. Returns NULL for a file of overlayfs that is only being opened: the hook file_open()
 * is called again for the one below.
 */
struct file *vdt_verdict_file(struct file *file);

/* Whether the module opened the file to judge it; hooks let it pass, or they would ask themselves.
 */
bool vdt_verdict_is_own(const struct file *file);

/*
 * Judges the file, reading all of it unless there is a verdict already. Sleeps, and ends with
 * VEDETTE_INTEGRITY_REASON_INTERRUPTED when the task is killed. Not under mmap_lock.
 */
void vdt_verdict_of(struct file *file, struct vdt_verdict *ret_verdict);

/*
 * Whether there is a verdict, with which the file passes under the active policy, whatever the
 * modes are. Most files do, so this copies nothing. May sleep.
 */
bool vdt_verdict_passes(struct file *file);

/*
 * The verdict that there is for the inode, which is that of vdt_verdict_file(), without sleeping.
 * Returns false, with VEDETTE_INTEGRITY_REASON_NOT_JUDGED, if there is none.
 */
bool vdt_verdict_peek(struct inode *inode, struct vdt_verdict *ret_verdict);

/* Forgets the verdict of the inode, of vdt_verdict_file(). Any context but interrupts. */
void vdt_verdict_drop(struct inode *inode);

/* Forgets all. */
void vdt_verdict_flush(void);

/* For people: the table, and what it was asked. */
struct vdt_verdict_cache *vdt_verdict_cache(void);

#endif /* VDT_VERDICT_H */
