/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pages of a file that nobody has open for writing or mapped writable, but that were while
 * somebody took them to be written later: by a device, a ring, a read that waits for its data. Such
 * a reference outlives the mapping and the descriptor, and asks nobody when it is used.
 */
#ifndef VDT_PAGES_H
#define VDT_PAGES_H

struct inode;

/*
 * Parts the inode from pages that anybody refers to: what a file system can read again it reads
 * again, into others. Who has it open for writing meanwhile can undo that. Sleeps. Returns 0,
 * -EBUSY: pages that are all there is of the file, as on tmpfs, are pinned; -EAGAIN: others are
 * being written, or cannot be thrown away; -EINTR: the task is killed.
 */
int vdt_pages_settle(struct inode *inode);

#endif /* VDT_PAGES_H */
