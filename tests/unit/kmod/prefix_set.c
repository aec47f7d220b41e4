// SPDX-License-Identifier: BSD-3-Clause
#include <arpa/inet.h>
#include <criterion/criterion.h>

#include "kmod/limits.h"
#include "kmod/prefix_set.h"

static struct vdt_addr address(const char *text)
{
	uint8_t bytes[16];

	if (inet_pton(AF_INET, text, bytes) == 1)
		return vdt_addr_from_v4(bytes);
	cr_assert_eq(inet_pton(AF_INET6, text, bytes), 1, "%s", text);
	return vdt_addr_from_v6(bytes);
}

#define P4(a, b, c, d, len) a, b, c, d, len

static const uint8_t nested4[] = {P4(10, 0, 0, 0, 8), P4(10, 1, 0, 0, 16), P4(11, 0, 0, 0, 8)};
static const uint8_t edges4[] = {P4(0, 0, 0, 0, 32), P4(255, 255, 255, 255, 32)};
static const uint8_t all4[] = {P4(0, 0, 0, 0, 0)};
static const uint8_t all6[17];
static const uint8_t ula6[17] = {0xfd, [16] = 8};
static const uint8_t host6[17] = {0x20, 0x01, 0x0d, 0xb8, [15] = 1, [16] = 128};

static void add(struct vdt_prefix_db *db, const uint8_t *v4, size_t v4_len, const uint8_t *v6,
		size_t v6_len)
{
	const struct vdt_prefixes prefixes = {v4, v6, v4_len, v6_len};
	const char *why = NULL;

	cr_assert_eq(vdt_prefix_db_add(db, &prefixes, &why), 0, "%s", why);
}

Test(prefix_set, one_lookup_answers_for_all_sets)
{
	static const struct {
		const char *addr;
		u64 sets;
		const char *why;
	} rows[] = {
		{"10.1.2.3", 1 | 4, "nested prefixes are one range"},
		{"11.255.255.255", 1 | 4, "end of the touching range"},
		{"12.0.0.0", 4, "one behind"},
		{"9.255.255.255", 4, "one before"},
		{"0.0.0.0", 2 | 4, "lowest"},
		{"255.255.255.255", 2 | 4, "highest"},
		{"::ffff:10.1.2.3", 1 | 4, "the mapped form is the IPv4 address"},
		{"fd00::1", 8 | 16, "IPv6"},
		{"fe00::", 16, "one behind"},
		{"2001:db8::1", 8 | 16, "host"},
		{"2001:db8::2", 16, "not the host"},
		{"::", 16, "::/0 is all of IPv6 and nothing of IPv4"},
	};
	struct vdt_prefix_db *db = vdt_prefix_db_new();
	uint8_t two6[34];

	memcpy(two6, host6, 17);
	memcpy(two6 + 17, ula6, 17);
	add(db, nested4, sizeof(nested4), NULL, 0);
	add(db, edges4, sizeof(edges4), NULL, 0);
	add(db, all4, sizeof(all4), NULL, 0);
	add(db, NULL, 0, two6, sizeof(two6));
	add(db, NULL, 0, all6, sizeof(all6));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct vdt_addr addr = address(rows[i].addr);

		cr_expect_eq(vdt_prefix_lookup(db, &addr), rows[i].sets, "%s: %s", rows[i].addr,
			     rows[i].why);
	}
	vdt_prefix_db_free(db);
}

Test(prefix_set, refuses)
{
	static const uint8_t long4[] = {P4(10, 0, 0, 0, 33)}, bits4[] = {P4(10, 0, 0, 1, 31)};
	static const uint8_t twice4[] = {P4(10, 0, 0, 0, 8), P4(10, 0, 0, 0, 8)};
	static const uint8_t order4[] = {P4(10, 0, 0, 0, 16), P4(10, 0, 0, 0, 8)};
	static const uint8_t long6[17] = {[16] = 129}, bits6[17] = {[15] = 1, [16] = 127};
	static const uint8_t high6[17] = {[7] = 1, [16] = 63};
	static const uint8_t mapped6[17] = {[10] = 0xff, [11] = 0xff, [16] = 96};
	static const struct {
		struct vdt_prefixes prefixes;
		const char *why;
	} rows[] = {
		{{long4, NULL, 5, 0}, "length out of range"},
		{{bits4, NULL, 5, 0}, "bits behind the length"},
		{{twice4, NULL, 10, 0}, "equal"},
		{{order4, NULL, 10, 0}, "longer one first"},
		{{twice4, NULL, 9, 0}, "half a prefix"},
		{{NULL, long6, 0, 17}, "length out of range"},
		{{NULL, bits6, 0, 17}, "bits behind the length"},
		{{NULL, high6, 0, 17}, "bits behind the length, upper half"},
		{{NULL, mapped6, 0, 17}, "IPv4-mapped"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct vdt_prefix_db *db = vdt_prefix_db_new();
		const char *why = NULL;

		cr_expect_eq(vdt_prefix_db_add(db, &rows[i].prefixes, &why), -EINVAL, "%s",
			     rows[i].why);
		cr_expect_not_null(why);
		vdt_prefix_db_free(db);
	}
}

Test(prefix_set, free_takes_null)
{
	vdt_prefix_db_free(NULL);
}

/* The oracle: compare bit by bit with every prefix. */
static bool matches(const uint8_t *packed, size_t bytes, const uint8_t *addr)
{
	for (int bit = 0; bit < packed[bytes]; bit++)
		if ((packed[bit / 8] ^ addr[bit / 8]) & 0x80 >> bit % 8)
			return false;
	return true;
}

static size_t width; /* of a packed prefix, for compare_packed() */

static int compare_packed(const void *a, const void *b)
{
	return memcmp(a, b, width);
}

/* Few distinct high bytes, so that prefixes nest and touch. Returns the number of distinct ones. */
static size_t make_prefixes(uint8_t *packed, size_t n, size_t bytes)
{
	size_t kept = 0;

	width = bytes + 1;
	for (size_t i = 0; i < n; i++) {
		uint8_t *p = packed + i * width;

		memset(p, 0, width);
		p[bytes] = (uint8_t)(rand() % (8 * bytes + 1));
		p[0] = bytes == 16 ? 0x20 : (uint8_t)(rand() % 2);
		for (size_t byte = 1; byte < bytes; byte++)
			p[byte] = (uint8_t)(rand() % 4 ? rand() % 3 : rand());
		for (int bit = p[bytes]; bit < (int)(8 * bytes); bit++)
			p[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
	}
	qsort(packed, n, width, compare_packed);
	for (size_t i = 0; i < n; i++)
		if (!i || memcmp(packed + i * width, packed + (kept - 1) * width, width))
			memmove(packed + kept++ * width, packed + i * width, width);
	return kept;
}

static void compare_with_oracle(size_t bytes, size_t n)
{
	uint8_t packed[17 * 64], addr[16];
	struct vdt_prefix_db *db = vdt_prefix_db_new();
	size_t kept = make_prefixes(packed, n, bytes), len = kept * (bytes + 1);

	add(db, packed, bytes == 4 ? len : 0, packed, bytes == 16 ? len : 0);
	for (int round = 0; round < 2000; round++) {
		const uint8_t *near = packed + (size_t)rand() % kept * (bytes + 1);
		struct vdt_addr key;
		bool expected = false;

		memcpy(addr, near, bytes);
		addr[(size_t)rand() % bytes] ^= (uint8_t)(1 << rand() % 8);
		for (size_t i = 0; i < kept; i++)
			expected |= matches(packed + i * (bytes + 1), bytes, addr);
		key = bytes == 4 ? vdt_addr_from_v4(addr) : vdt_addr_from_v6(addr);
		cr_assert_eq(vdt_prefix_lookup(db, &key), expected);
	}
	vdt_prefix_db_free(db);
}

Test(prefix_set, agrees_with_brute_force)
{
	srand(1);
	for (int round = 0; round < 100; round++) {
		compare_with_oracle(4, 1 + (size_t)rand() % 64);
		compare_with_oracle(16, 1 + (size_t)rand() % 64);
	}
}
