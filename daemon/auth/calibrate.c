// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/calibrate.h"

#include <time.h>

#include <sys/sysinfo.h>

#include "lib/base/clock.h"

/* OWASP Password Storage Cheat Sheet: equally strong, the less memory the more passes. */
static const struct vdt_cost least[] = {
	{.memory = 19456, .passes = 2},
	{.memory = 12288, .passes = 3},
	{.memory = 9216, .passes = 4},
	{.memory = 7168, .passes = 5},
};
#define LEAST (sizeof(least) / sizeof(least[0]))

static uint64_t get_cpu_time(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (uint64_t)ts.tv_sec * VDT_NS_PER_SECOND + (uint64_t)ts.tv_nsec;
}

uint64_t vdt_calibrate_hash(const struct vdt_cost *cost)
{
	const uint64_t began = get_cpu_time();
	char hash[VDT_PASSWORD_HASH];

	return vdt_password_hash("calibration", cost, hash) ? 0 : get_cpu_time() - began;
}

uint64_t vdt_calibrate_memory(void)
{
	struct sysinfo info;

	return sysinfo(&info) ? 0 : (uint64_t)info.totalram * info.mem_unit / 1024;
}

static struct vdt_cost choose_memory(uint64_t memory)
{
	for (unsigned int i = 0; i < LEAST - 1; i++)
		if (least[i].memory <= memory / VDT_CALIBRATE_SHARE)
			return least[i];
	return least[LEAST - 1];
}

struct vdt_cost vdt_calibrate(uint64_t memory, vdt_calibrate_measure measure)
{
	const struct vdt_cost floor = choose_memory(memory);
	struct vdt_cost cost = floor;
	uint64_t took = measure(&floor);

	if (!took || took >= VDT_CALIBRATE_LEAST)
		return floor;
	/* Into the middle, so that a hash that goes faster or slower stays between the two. */
	cost.passes =
		(uint32_t)(floor.passes * (VDT_CALIBRATE_LEAST + VDT_CALIBRATE_MOST) / 2 / took);
	if (cost.passes > VDT_CALIBRATE_PASSES)
		cost.passes = VDT_CALIBRATE_PASSES;
	took = measure(&cost);
	if (took > VDT_CALIBRATE_MOST)
		cost.passes = (uint32_t)(cost.passes * VDT_CALIBRATE_MOST / took);
	return cost.passes > floor.passes ? cost : floor;
}
