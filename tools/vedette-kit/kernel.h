/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernel's own code (kmod/, the pure part), asked on the workstation. */
#ifndef VDT_KIT_KERNEL_H
#define VDT_KIT_KERNEL_H

#include "lib/policy/model.h"

/* Have the module's parser look at a blob. Returns 0, or -EINVAL with its words in @why. */
int vdt_kernel_check(const uint8_t *blob, size_t len, char *why, size_t why_room);

#endif /* VDT_KIT_KERNEL_H */
