/* SPDX-License-Identifier: GPL-2.0-only */
/* Packets and bytes by reason. */
#ifndef VDT_STATS_H
#define VDT_STATS_H

#include <linux/types.h>

struct vdt_count {
	u64 packets, bytes;
};

int vdt_stats_init(void);
void vdt_stats_exit(void);

/* Any context. reason: enum vedette_reason. */
void vdt_stats_add(u8 reason, u32 bytes);

/* The same for what would have been dropped or refused, were the mode not observe. */
void vdt_stats_add_observed(u8 reason, u32 bytes);

/* The sums over all CPUs. */
struct vdt_count vdt_stats_sum(u8 reason);
struct vdt_count vdt_stats_sum_observed(u8 reason);

#endif /* VDT_STATS_H */
