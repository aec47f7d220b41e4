/* SPDX-License-Identifier: BSD-3-Clause */
/* Addresses as people write them. */
#ifndef VDT_TEST_ADDRESS_H
#define VDT_TEST_ADDRESS_H

#include <arpa/inet.h>
#include <criterion/criterion.h>

#include "kmod/addr.h"

static inline struct vdt_addr address(const char *text)
{
	uint8_t bytes[16];

	if (inet_pton(AF_INET, text, bytes) == 1)
		return vdt_addr_from_v4(bytes);
	cr_assert_eq(inet_pton(AF_INET6, text, bytes), 1, "%s", text);
	return vdt_addr_from_v6(bytes);
}

#endif /* VDT_TEST_ADDRESS_H */
