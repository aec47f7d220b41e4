/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The root hashes of dm-verity devices, as the device mapper tells them from 6.12 on. It does so
 * for a table that ignores what it finds wrong as well: so only what was set up before the device
 * was locked counts, when nobody but who booted it could have done that; and only while the kind
 * device is enforced, which refuses to load another table.
 */
#ifndef VDT_ROOTS_H
#define VDT_ROOTS_H

#include <linux/types.h>

struct block_device;
struct super_block;

/* The device mapper says it of a device: type and value as of security_bdev_setintegrity(). */
void vdt_roots_set(const struct block_device *bdev, int type, const void *value);

/* The device is gone. */
void vdt_roots_forget(const struct block_device *bdev);

/* Whether the file system is on a device whose root hash the policy trusts. Any context. */
bool vdt_roots_trust(const struct super_block *sb);

#endif /* VDT_ROOTS_H */
