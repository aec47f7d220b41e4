// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/percpu.h>

#include <vedette/netlink.h>

#include "stats.h"

struct counts {
	struct vdt_count reason[VEDETTE_REASON_MAX + 1];
};

static struct counts __percpu *counts;

int vdt_stats_init(void)
{
	counts = alloc_percpu(struct counts);
	return counts ? 0 : -ENOMEM;
}

void vdt_stats_exit(void)
{
	free_percpu(counts);
}

void vdt_stats_add(u8 reason, u32 bytes)
{
	this_cpu_inc(counts->reason[reason].packets);
	this_cpu_add(counts->reason[reason].bytes, bytes);
}

struct vdt_count vdt_stats_sum(u8 reason)
{
	struct vdt_count sum = {};
	const struct vdt_count *one;
	int cpu;

	for_each_possible_cpu(cpu) {
		one = &per_cpu_ptr(counts, cpu)->reason[reason];
		sum.packets += READ_ONCE(one->packets);
		sum.bytes += READ_ONCE(one->bytes);
	}
	return sum;
}
