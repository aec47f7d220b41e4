/* SPDX-License-Identifier: BSD-3-Clause */
/* A token bucket: so many at once, and one more every so often. */
#ifndef VDT_AUTH_BUDGET_H
#define VDT_AUTH_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct vdt_budget {
	unsigned int burst;
	uint64_t every;	      /* ns */
	uint64_t spent_until; /* CLOCK_BOOTTIME ns at which the bucket is full again */
};

/* Take one at @now (CLOCK_BOOTTIME, nanoseconds). False if none is left. */
bool vdt_budget_take(struct vdt_budget *budget, uint64_t now);

#endif /* VDT_AUTH_BUDGET_H */
