// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/calibrate.h"

#include <criterion/criterion.h>

#define MS 1000000ull
#define MB 1024ull

/* A machine on which a pass over a MiB takes so long, and the first hash more than that. */
static uint64_t pace, once;
static unsigned int calls;

static uint64_t measure(const struct vdt_cost *cost)
{
	uint64_t extra = calls++ ? 0 : once;

	return cost->memory / 1024 * cost->passes * pace + extra;
}

Test(calibrate, table)
{
	static const struct {
		uint64_t memory, pace, once;
		uint32_t expected_memory, expected_passes;
		const char *why;
	} cases[] = {
		{1024 * MB, 20 * MS, 0, 19456, 2, "slow: the least"},
		{1024 * MB, 2 * MS, 0, 19456, 9, "375 ms"},
		{1024 * MB, MS / 100, 0, 19456, 16, "fast: bounded"},
		{1024 * MB, 0, 0, 19456, 2, "could not be measured"},
		{379 * MB, 2 * MS, 0, 12288, 15, "379 MB: 19 MiB are more than 5 %"},
		{240 * MB, 4 * MS, 0, 12288, 7, "240 MB"},
		{180 * MB, 4 * MS, 0, 9216, 10, "180 MB"},
		{64 * MB, 4 * MS, 0, 7168, 13, "64 MB: no less than 7 MiB"},
		{64 * MB, 40 * MS, 0, 7168, 5, "64 MB and slow: five passes all the same"},
		{0, 4 * MS, 0, 7168, 13, "nobody knows how much"},
		{1024 * MB, 4 * MS, 95 * MS, 19456, 3, "the first hash was slow"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vdt_cost cost;

		pace = cases[i].pace;
		once = cases[i].once;
		calls = 0;
		cost = vdt_calibrate(cases[i].memory, measure);
		cr_assert_eq(cost.memory, cases[i].expected_memory, "%s: %u", cases[i].why,
			     cost.memory);
		cr_assert_eq(cost.passes, cases[i].expected_passes, "%s: %u", cases[i].why,
			     cost.passes);
		cr_assert_leq(calls, 2);
	}
}

Test(calibrate, the_second_hash_corrects)
{
	struct vdt_cost cost;

	/* After the first one the machine goes slower. */
	pace = 2 * MS;
	calls = 0;
	once = (uint64_t)-38 * MS;
	cost = vdt_calibrate(1024 * MB, measure);
	cr_assert_leq(cost.memory / 1024 * cost.passes * pace, VDT_CALIBRATE_MOST);
}

Test(calibrate, this_machine)
{
	static const struct vdt_cost cheap = {.memory = 1024, .passes = 1};

	cr_assert_gt(vdt_calibrate_memory(), 64 * MB);
	cr_assert_gt(vdt_calibrate_hash(&cheap), 0);
}
