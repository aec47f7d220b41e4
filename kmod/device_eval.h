/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * What stands on a block device: mounted file systems, swap, the device mapper and RAID claim what
 * they use. A claim of a partition counts as one of its whole disk too.
 */
#ifndef VDT_DEVICE_EVAL_H
#define VDT_DEVICE_EVAL_H

#include "core.h"

struct vdt_device_claims {
	bool partition;
	int own;   /* of the device itself */
	int disk;  /* of its whole disk, which may be itself */
	int parts; /* of all partitions of that disk together */
};

enum vdt_device_use {
	VDT_DEVICE_FREE,
	VDT_DEVICE_SPARE,  /* a partition that nothing stands on, of a disk that something does */
	VDT_DEVICE_IN_USE, /* or may be */
};

enum vdt_device_use vdt_device_use(const struct vdt_device_claims *claims);

#endif /* VDT_DEVICE_EVAL_H */
