/* SPDX-License-Identifier: GPL-2.0-only */
/* What the programs use of the kernel's types; the loader fits them to the running kernel (CO-RE).
 */
#ifndef VDT_BPF_KERNEL_H
#define VDT_BPF_KERNEL_H

#include <linux/types.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct socket {
	short type;
};

struct sockaddr {
	unsigned short sa_family;
};

#pragma clang attribute pop

#endif /* VDT_BPF_KERNEL_H */
