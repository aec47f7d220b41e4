// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "lib/kshim/siphash.h"

/* The vectors of the paper's reference code: key 00..0f, message 00..n-1. */
Test(siphash, reference_vectors)
{
	static const siphash_key_t key = {{0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL}};
	static const uint8_t message[15] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};

	cr_assert_eq(siphash(message, 0, &key), 0x726fdb47dd0e0e31ULL);
	cr_assert_eq(siphash(message, 8, &key), 0x93f5f5799a932462ULL);
	cr_assert_eq(siphash(message, 15, &key), 0xa129ca6149be45e5ULL);
}

/* The kernel's own, lib/siphash_kunit.c. */
Test(siphash, kernel_vectors_of_the_short_hash)
{
	static const hsiphash_key_t key = {{0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL}};

	cr_assert_eq(hsiphash_1u32(0x03020100, &key), 0x88d38328);
	cr_assert_eq(hsiphash_4u32(0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c, &key),
		     0x7d908b66);
}
