// SPDX-License-Identifier: BSD-3-Clause
#include "lib/crypto/ed25519.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static void read_hex(const char *hex, uint8_t *bytes)
{
	for (; *hex; hex += 2)
		sscanf(hex, "%2hhx", bytes++);
}

/* RFC 8032 section 7.1, TEST 2 */
Test(ed25519, is_what_the_rfc_says)
{
	static const uint8_t message[] = {0x72};
	uint8_t seed[32], key[32], expected[64], found[64];

	read_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", seed);
	read_hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
		 "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
		 expected);
	cr_assert_eq(vdt_ed25519_key(seed, key), 0);
	cr_assert_eq(vdt_ed25519_sign(seed, message, 1, found), 0);
	cr_assert_arr_eq(found, expected, 64);
	cr_assert_eq(vdt_ed25519_verify(key, message, 1, found), 0);
}

Test(ed25519, nothing_else_verifies)
{
	uint8_t seed[32] = {1}, key[32], signature[64];

	cr_assert_eq(vdt_ed25519_key(seed, key), 0);
	cr_assert_eq(vdt_ed25519_sign(seed, "text", 4, signature), 0);
	cr_assert_eq(vdt_ed25519_verify(key, "test", 4, signature), -EBADMSG);
	signature[40] ^= 1;
	cr_assert_eq(vdt_ed25519_verify(key, "text", 4, signature), -EBADMSG);
	signature[40] ^= 1;
	key[3] ^= 1;
	cr_assert_neq(vdt_ed25519_verify(key, "text", 4, signature), 0);
}
