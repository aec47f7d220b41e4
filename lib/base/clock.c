// SPDX-License-Identifier: BSD-3-Clause

#include "lib/base/clock.h"

#include <time.h>

static uint64_t read_clock(clockid_t id)
{
	struct timespec now = {};

	clock_gettime(id, &now); /* cannot fail for the two clocks below */
	return (uint64_t)now.tv_sec * VDT_NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

uint64_t vdt_clock_boottime(void)
{
	return read_clock(CLOCK_BOOTTIME);
}

uint64_t vdt_clock_realtime(void)
{
	return read_clock(CLOCK_REALTIME);
}
