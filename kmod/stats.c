// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/percpu.h>

#include <vedette/netlink.h>

#include "stats.h"

enum { DONE, OBSERVED, KINDS };

struct counts {
	struct vdt_count reason[KINDS][VEDETTE_REASON_MAX + 1];
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

static void add(int kind, u8 reason, u32 bytes)
{
	this_cpu_inc(counts->reason[kind][reason].packets);
	this_cpu_add(counts->reason[kind][reason].bytes, bytes);
}

static struct vdt_count sum(int kind, u8 reason)
{
	struct vdt_count sum = {};
	const struct vdt_count *one;
	int cpu;

	for_each_possible_cpu(cpu) {
		one = &per_cpu_ptr(counts, cpu)->reason[kind][reason];
		sum.packets += READ_ONCE(one->packets);
		sum.bytes += READ_ONCE(one->bytes);
	}
	return sum;
}

void vdt_stats_add(u8 reason, u32 bytes)
{
	add(DONE, reason, bytes);
}

void vdt_stats_add_observed(u8 reason, u32 bytes)
{
	add(OBSERVED, reason, bytes);
}

struct vdt_count vdt_stats_sum(u8 reason)
{
	return sum(DONE, reason);
}

struct vdt_count vdt_stats_sum_observed(u8 reason)
{
	return sum(OBSERVED, reason);
}
