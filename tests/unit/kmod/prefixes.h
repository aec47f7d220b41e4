/* SPDX-License-Identifier: BSD-3-Clause */
/* Sets of prefixes for the tests of kmod/prefix_*. */
#ifndef VDT_TEST_PREFIXES_H
#define VDT_TEST_PREFIXES_H

#include "kmod/limits.h"
#include "kmod/prefix_build.h"
#include "tests/unit/kmod/address.h"

#define P4(a, b, c, d, len) a, b, c, d, len

static inline struct vdt_prefix_db *build(const struct vdt_prefix_source *sources, unsigned int n)
{
	struct vdt_prefix_db *db = NULL;
	const char *why = NULL;

	cr_assert_eq(vdt_prefix_db_build(sources, n, SIZE_MAX, &db, &why), 0, "%s", why);
	return db;
}

static inline void put_be32(uint8_t *p, uint32_t value)
{
	value = htonl(value);
	memcpy(p, &value, sizeof(value));
}

static inline struct vdt_addr address4(uint32_t value)
{
	uint8_t bytes[4];

	put_be32(bytes, value);
	return vdt_addr_from_v4(bytes);
}

static inline struct vdt_addr address6(uint64_t high, uint64_t low)
{
	uint8_t bytes[16];

	put_be32(bytes, high >> 32);
	put_be32(bytes + 4, (uint32_t)high);
	put_be32(bytes + 8, low >> 32);
	put_be32(bytes + 12, (uint32_t)low);
	return vdt_addr_from_v6(bytes);
}

#endif /* VDT_TEST_PREFIXES_H */
