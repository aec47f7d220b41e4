// SPDX-License-Identifier: BSD-3-Clause
#include "lib/crypto/gcm.h"

#include <criterion/criterion.h>
#include <errno.h>

/* The GCM specification of McGrew and Viega, test case 14: zero key, nonce and block. */
static const uint8_t zero[VDT_GCM_KEY];
static const struct vdt_gcm gcm = {.key = zero, .nonce = zero};
static const uint8_t sealed[16 + VDT_GCM_TAG] = {
	0xce, 0xa7, 0x40, 0x3d, 0x4d, 0x60, 0x6b, 0x6e, 0x07, 0x4e, 0xc5,
	0xd3, 0xba, 0xf3, 0x9d, 0x18, 0xd0, 0xd1, 0xc8, 0xa7, 0x99, 0x99,
	0x6b, 0xf0, 0x26, 0x5b, 0x98, 0xb5, 0xd4, 0x8a, 0xb9, 0x19,
};

Test(gcm, seal)
{
	uint8_t out[sizeof(sealed)];

	cr_assert_eq(vdt_gcm_seal(&gcm, zero, 16, out), 0);
	cr_assert_arr_eq(out, sealed, sizeof(sealed));
}

Test(gcm, open)
{
	uint8_t out[16];

	cr_assert_eq(vdt_gcm_open(&gcm, sealed, 16, out), 0);
	cr_assert_arr_eq(out, zero, 16);
}

Test(gcm, what_differs_is_refused_and_wiped)
{
	const struct vdt_gcm other = {
		.key = zero, .nonce = zero, .aad = (const uint8_t *)"x", .aad_len = 1};
	uint8_t out[16] = {0xff}, bad[sizeof(sealed)];

	cr_assert_eq(vdt_gcm_open(&other, sealed, 16, out), -EBADMSG);
	cr_assert_arr_eq(out, zero, 16);
	for (size_t bit = 0; bit < sizeof(sealed) * 8; bit++) {
		for (size_t i = 0; i < sizeof(sealed); i++)
			bad[i] = sealed[i];
		bad[bit / 8] ^= 1 << bit % 8;
		cr_assert_eq(vdt_gcm_open(&gcm, bad, 16, out), -EBADMSG, "bit %zu", bit);
	}
}
