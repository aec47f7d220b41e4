// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/device.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static const uint8_t key[VDT_DEVICE_KEY] = {1}, other_key[VDT_DEVICE_KEY] = {2};

Test(device, made_here_for_this_account)
{
	uint8_t device[VDT_LOCK_DEVICE], again[VDT_LOCK_DEVICE];
	char text[VDT_TOKEN_ROOM], other[VDT_TOKEN_ROOM];

	cr_assert_eq(vdt_device_make(key, 7, text), 0);
	cr_assert_eq(vdt_device_make(key, 7, other), 0);
	cr_assert_eq(vdt_device_check(key, 7, text, device), 0);
	cr_assert_eq(vdt_device_check(key, 7, text, again), 0);
	cr_assert_arr_eq(device, again, sizeof(device));
	cr_assert_eq(vdt_device_check(key, 7, other, again), 0);
	cr_assert(memcmp(device, again, sizeof(device)), "two browsers are two devices");
	cr_assert_eq(vdt_device_check(key, 8, text, device), -EACCES, "another account");
	cr_assert_eq(vdt_device_check(other_key, 7, text, device), -EACCES, "another unit");
	cr_assert_eq(vdt_device_check(key, 7, "", device), -EACCES, "none");
}

Test(device, every_character_counts)
{
	uint8_t device[VDT_LOCK_DEVICE];
	char text[VDT_TOKEN_ROOM];

	cr_assert_eq(vdt_device_make(key, 0xabcdef, text), 0);
	for (size_t i = 0; i < strlen(text); i++) {
		char was = text[i];

		text[i] = was == 'A' ? 'B' : 'A';
		cr_expect_eq(vdt_device_check(key, 0xabcdef, text, device), -EACCES, "%zu", i);
		text[i] = was;
	}
	text[strlen(text) - 1] = '\0';
	cr_expect_eq(vdt_device_check(key, 0xabcdef, text, device), -EACCES, "too short");
	strcat(text, "AA");
	cr_expect_eq(vdt_device_check(key, 0xabcdef, text, device), -EACCES, "too long");
}
