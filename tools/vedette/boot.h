/* SPDX-License-Identifier: BSD-3-Clause */
/* What the boot options and settings of the kernel add to the lock, or hold before it is set. */
#ifndef VDT_CLI_BOOT_H
#define VDT_CLI_BOOT_H

#include <stdbool.h>

struct vdt_boot_item {
	const char *name;
	bool (*is_set)(bool watched); /* watched: writes past protections are refused or told of */
	const char *way;	      /* to have it set */
};

/* Ends with an item without a name. */
extern const struct vdt_boot_item vdt_boot_items[];

#endif /* VDT_CLI_BOOT_H */
