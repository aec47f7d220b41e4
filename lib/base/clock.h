/* SPDX-License-Identifier: BSD-3-Clause */
/* Time in nanoseconds. */
#ifndef VDT_BASE_CLOCK_H
#define VDT_BASE_CLOCK_H

#include <stdint.h>

#define VDT_NS_PER_SECOND 1000000000ull

/* Since the boot, time asleep included (CLOCK_BOOTTIME): for deadlines and for order. */
uint64_t vdt_clock_boottime(void);
/* Since 1970, as the device believes (CLOCK_REALTIME): for people. */
uint64_t vdt_clock_realtime(void);

#endif /* VDT_BASE_CLOCK_H */
