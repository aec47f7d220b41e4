// SPDX-License-Identifier: BSD-3-Clause
#include "lib/crypto/random.h"

#include <criterion/criterion.h>
#include <string.h>

Test(random, fills_all_of_it)
{
	uint8_t a[4096] = {0}, b[4096] = {0};

	cr_assert_eq(vdt_random(a, sizeof(a)), 0);
	cr_assert_eq(vdt_random(b, sizeof(b)), 0);
	cr_assert_arr_neq(a, b, sizeof(a));
	cr_assert_not_null(memchr(a + sizeof(a) / 2, 0xa5, sizeof(a) / 2), "a byte of 2048");
}

/* 31,000 throws of a die with 31 faces: each face near 1,000, ten sigma allowed. */
Test(random, below_is_even_and_in_range)
{
	unsigned int seen[31] = {0};
	uint32_t number;

	for (unsigned int i = 0; i < 31000; i++) {
		cr_assert_eq(vdt_random_below(31, &number), 0);
		cr_assert_lt(number, 31);
		seen[number]++;
	}
	for (unsigned int i = 0; i < 31; i++)
		cr_assert(seen[i] > 690 && seen[i] < 1310, "%u came %u times", i, seen[i]);
	cr_assert_eq(vdt_random_below(1, &number), 0);
	cr_assert_eq(number, 0);
}
