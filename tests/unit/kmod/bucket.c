// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/bucket.h"

Test(bucket, follows_the_clock)
{
	static const struct vdt_bucket_rate rate = {.cost = 100, .burst = 3};
	static const struct {
		u64 now;
		bool token;
		const char *why;
	} steps[] = {
		{1000, true, "burst, first"},	  {1000, true, "burst, second"},
		{1000, true, "burst, third"},	  {1000, false, "empty"},
		{1099, false, "nearly grown"},	  {1100, true, "grown"},
		{1100, false, "and taken"},	  {900, false, "clock steps back, nothing grows"},
		{1199, false, "nor twice"},	  {1200, true, "grown"},
		{~0ULL, true, "never over full"}, {~0ULL, true, "second"},
		{~0ULL, true, "third"},		  {~0ULL, false, "full was three"},
	};
	struct vdt_bucket bucket;

	vdt_bucket_init(&bucket, &rate, 1000);
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		cr_assert_eq(vdt_bucket_take(&bucket, &rate, steps[i].now), steps[i].token, "%s",
			     steps[i].why);
}

Test(bucket, says_when_there_is_a_token)
{
	static const struct vdt_bucket_rate rate = {.cost = 100, .burst = 1};
	struct vdt_bucket bucket;

	vdt_bucket_init(&bucket, &rate, 1000);
	cr_assert_eq(vdt_bucket_next(&bucket, &rate), 1000, "full");
	cr_assert(vdt_bucket_take(&bucket, &rate, 1000));
	cr_assert_eq(vdt_bucket_next(&bucket, &rate), 1100, "empty");
	cr_assert_not(vdt_bucket_take(&bucket, &rate, 1040));
	cr_assert_eq(vdt_bucket_next(&bucket, &rate), 1100, "partly grown");
}
