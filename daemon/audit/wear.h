/* SPDX-License-Identifier: BSD-3-Clause */
/* How much the log may write to the flash: so many bytes a day, saved up to a day's worth. */
#ifndef VDT_AUDIT_WEAR_H
#define VDT_AUDIT_WEAR_H

#include <stdbool.h>
#include <stdint.h>

#define VDT_WEAR_PAGE 4096 /* bytes that a sync costs, beside those that were written */

struct vdt_wear {
	uint64_t daily; /* bytes */
	int64_t left;	/* less than 0: what must not wait has overdrawn it */
	uint64_t last;	/* CLOCK_BOOTTIME ns up to which it was filled */
};

void vdt_wear_init(struct vdt_wear *wear, uint64_t daily, uint64_t now);
/* Bytes were written. @now: CLOCK_BOOTTIME, nanoseconds. */
void vdt_wear_spend(struct vdt_wear *wear, uint64_t bytes, uint64_t now);
/* Whether the budget is used up: write less often, and less. */
bool vdt_wear_is_out(struct vdt_wear *wear, uint64_t now);

#endif /* VDT_AUDIT_WEAR_H */
