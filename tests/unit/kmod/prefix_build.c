// SPDX-License-Identifier: BSD-3-Clause
#include "tests/unit/kmod/prefixes.h"

enum { MOST = 48, WIDTH6 = 17 };

/* A set of random prefixes, packed, of both families. */
struct random_set {
	uint8_t v4[5 * MOST], v6[WIDTH6 * MOST];
	struct vdt_prefix_source source;
};

/* The oracle: compare bit by bit with every prefix. */
static bool matches(const uint8_t *packed, size_t bytes, const uint8_t *addr)
{
	for (int bit = 0; bit < packed[bytes]; bit++)
		if ((packed[bit / 8] ^ addr[bit / 8]) & 0x80 >> bit % 8)
			return false;
	return true;
}

static bool contains(const struct random_set *set, const struct vdt_addr *addr)
{
	const struct vdt_prefixes *packed = &set->source.packed;

	if (vdt_addr_is_v4(addr)) {
		for (size_t at = 0; at < packed->ipv4_len; at += 5)
			if (matches(packed->ipv4 + at, 4, addr->byte + VDT_ADDR_MAPPED))
				return true;
		return false;
	}
	for (size_t at = 0; at < packed->ipv6_len; at += WIDTH6)
		if (matches(packed->ipv6 + at, 16, addr->byte))
			return true;
	return false;
}

static size_t width; /* of a packed prefix, for compare_packed() */

static int compare_packed(const void *a, const void *b)
{
	return memcmp(a, b, width);
}

/* Few distinct bytes, so that prefixes nest and touch; often at the ends of the space. */
static uint8_t random_byte(uint8_t high)
{
	static const uint8_t likely[] = {0, 0, 1, 2, 0x7f, 0x80, 0xfe, 0xff, 0xff};

	return rand() % 8 ? likely[(size_t)rand() % ARRAY_SIZE(likely)] & high : (uint8_t)rand();
}

/* Returns the bytes of the distinct ones. */
static size_t make_prefixes(uint8_t *packed, size_t n, size_t bytes)
{
	uint8_t high = rand() % 2 ? 0xff : 3;
	size_t kept = 0;

	width = bytes + 1;
	for (size_t i = 0; i < n; i++) {
		uint8_t *p = packed + i * width;

		memset(p, 0, width);
		for (size_t byte = 0; byte < bytes; byte++)
			p[byte] = random_byte(high);
		p[bytes] = (uint8_t)(rand() % 3 ? (int)bytes * 4 + rand() % (int)(bytes * 4 + 1)
						: rand() % (int)(8 * bytes + 1));
		for (int bit = p[bytes]; bit < (int)(8 * bytes); bit++)
			p[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
	}
	qsort(packed, n, width, compare_packed);
	for (size_t i = 0; i < n; i++)
		if (!i || memcmp(packed + i * width, packed + (kept - 1) * width, width))
			memmove(packed + kept++ * width, packed + i * width, width);
	return kept * width;
}

static void make_set(struct random_set *set)
{
	size_t n4 = (size_t)rand() % MOST, n6 = (size_t)rand() % MOST;

	set->source = (struct vdt_prefix_source){.packed = {
							 .ipv4 = set->v4,
							 .ipv4_len = make_prefixes(set->v4, n4, 4),
							 .ipv6 = set->v6,
							 .ipv6_len = make_prefixes(set->v6, n6, 16),
						 }};
}

/* Adds @step, 1 or -1, to the number of @bytes bytes, wrapping. */
static void step_by(uint8_t *addr, size_t bytes, int step)
{
	while (bytes--) {
		addr[bytes] = (uint8_t)(addr[bytes] + step);
		if (addr[bytes] != (step > 0 ? 0 : 0xff))
			return;
	}
}

/* First, last, one before, one behind, one bit beside, anything. */
static struct vdt_addr near(const struct random_set *set)
{
	bool v4 = rand() % 2;
	size_t bytes = v4 ? 4 : 16, count;
	uint8_t addr[16];

	count = v4 ? set->source.packed.ipv4_len / 5 : set->source.packed.ipv6_len / WIDTH6;
	for (size_t i = 0; i < bytes; i++)
		addr[i] = random_byte(0xff);
	if (count && rand() % 8) {
		const uint8_t *base = v4 ? set->v4 : set->v6;
		const uint8_t *prefix = base + (size_t)rand() % count * (bytes + 1);
		int last = rand() % 2;

		memcpy(addr, prefix, bytes);
		for (int bit = prefix[bytes]; last && bit < (int)(8 * bytes); bit++)
			addr[bit / 8] |= 0x80 >> bit % 8;
		if (rand() % 2)
			step_by(addr, bytes, last ? 1 : -1);
		else if (rand() % 4 == 0)
			addr[(size_t)rand() % bytes] ^= (uint8_t)(1 << rand() % 8);
	}
	return v4 ? vdt_addr_from_v4(addr) : vdt_addr_from_v6(addr);
}

static void compare(const struct vdt_prefix_db *db, const struct random_set *sets, unsigned int n,
		    const unsigned int *bits)
{
	for (int round = 0; round < 300; round++) {
		struct vdt_addr addr = near(&sets[(size_t)rand() % n]);
		u64 expected = 0;

		for (unsigned int i = 0; i < n; i++)
			if (contains(&sets[i], &addr))
				expected |= BIT_ULL(bits[i]);
		cr_assert_eq(vdt_prefix_lookup(db, &addr), expected, "round %d of %u sets", round,
			     n);
	}
}

static void shuffle(unsigned int *bits, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		unsigned int other = i ? (unsigned int)rand() % (i + 1) : 0;

		bits[i] = bits[other];
		bits[other] = i;
	}
}

/* From the lists; then some sets out of that database, with other bits, and some from lists. */
static void check_sets(unsigned int n)
{
	struct random_set sets[4];
	struct vdt_prefix_source sources[4];
	unsigned int bits[4] = {0, 1, 2, 3};
	struct vdt_prefix_db *db, *again;

	for (unsigned int i = 0; i < n; i++) {
		make_set(&sets[i]);
		sources[i] = sets[i].source;
	}
	db = build(sources, n);
	compare(db, sets, n, bits);
	shuffle(bits, n);
	for (unsigned int i = 0; i < n; i++)
		sources[bits[i]] = rand() % 2 ? sets[i].source
					      : (struct vdt_prefix_source){.db = db, .set = i};
	again = build(sources, n);
	compare(again, sets, n, bits);
	cr_expect_eq(vdt_prefix_db_memory(again), vdt_prefix_db_memory(db));
	vdt_prefix_db_free(again);
	vdt_prefix_db_free(db);
}

Test(prefix_build, agrees_with_brute_force)
{
	srand(1);
	for (int round = 0; round < 300; round++)
		check_sets(1 + (unsigned int)rand() % 4);
}

/* Hosts of which host i is in the sets whose bits i has: as many classes as hosts. */
static void check_classes(unsigned int n_sets, unsigned int hosts, int expected)
{
	struct vdt_prefix_source sources[10] = {};
	static uint8_t v4[10][300 * 5], v6[10][300 * WIDTH6];
	struct vdt_prefix_db *db = NULL;
	const char *why = NULL;

	for (unsigned int i = 0; i < hosts; i++)
		for (unsigned int set = 0; set < n_sets; set++) {
			struct vdt_prefixes *p = &sources[set].packed;

			if (!(i >> set & 1))
				continue;
			p->ipv4 = v4[set];
			p->ipv6 = v6[set];
			memset(v4[set] + p->ipv4_len, 0, 5);
			memset(v6[set] + p->ipv6_len, 0, WIDTH6);
			put_be32(v4[set] + p->ipv4_len, i);
			put_be32(v6[set] + p->ipv6_len + 4, i);
			v4[set][p->ipv4_len + 4] = 32;
			v6[set][p->ipv6_len + 16] = 64;
			p->ipv4_len += 5;
			p->ipv6_len += WIDTH6;
		}
	cr_assert_eq(vdt_prefix_db_build(sources, n_sets, SIZE_MAX, &db, &why), expected,
		     "%u sets, %u hosts", n_sets, hosts);
	for (unsigned int i = 0; db && i < 2 * hosts; i++) {
		struct vdt_addr a4 = address4(i), a6 = address6(i, 5);

		cr_expect_eq(vdt_prefix_lookup(db, &a4), i < hosts ? i : 0);
		cr_expect_eq(vdt_prefix_lookup(db, &a6), i < hosts ? i : 0);
	}
	cr_expect_eq(!why, !expected);
	vdt_prefix_db_free(db);
}

Test(prefix_build, every_width_of_a_class)
{
	static const struct {
		unsigned int sets, hosts;
		int expected;
	} rows[] = {
		{1, 2, 0},  {2, 3, 0},	 {2, 4, 0},	   {3, 5, 0},	     {4, 16, 0},
		{5, 17, 0}, {8, 256, 0}, {9, 257, -E2BIG}, {9, 300, -E2BIG},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		check_classes(rows[i].sets, rows[i].hosts, rows[i].expected);
}

/* The set of the database, in a database of its own, which is as large. */
static struct vdt_prefix_db *project(const struct vdt_prefix_db *db)
{
	const struct vdt_prefix_source source = {.db = db};
	struct vdt_prefix_db *again = build(&source, 1);

	cr_assert_eq(vdt_prefix_db_memory(again), vdt_prefix_db_memory(db));
	return again;
}

/* Every @stride-th of @n addresses is in the set: sizes at which the layout of IPv4 changes. */
static void check_hosts4(uint32_t n, uint32_t stride, size_t most)
{
	uint8_t *packed = calloc(n, 5);
	struct vdt_prefix_source source = {.packed = {.ipv4 = packed, .ipv4_len = 5 * (size_t)n}};
	struct vdt_prefix_db *db, *again;

	for (uint32_t i = 0; i < n; i++) {
		put_be32(packed + 5 * (size_t)i, i * stride);
		packed[5 * (size_t)i + 4] = 32;
	}
	db = build(&source, 1);
	free(packed);
	again = project(db);
	cr_expect_leq(vdt_prefix_db_memory(db), most, "%u", n);
	for (int i = 0; i < 100000; i++) {
		uint32_t key = (uint32_t)rand() * 2654435761u;
		struct vdt_addr addr;
		bool in;

		key = i % 4 ? key % n * stride + (uint32_t)(i % 3) - 1 : key;
		addr = address4(key);
		in = key % stride == 0 && key / stride < n;
		cr_assert_eq(vdt_prefix_lookup(db, &addr), in, "%u of %u by %u", key, n, stride);
		cr_assert_eq(vdt_prefix_lookup(again, &addr), in, "%u, projected", key);
	}
	vdt_prefix_db_free(again);
	vdt_prefix_db_free(db);
}

Test(prefix_build, every_layout_of_ipv4)
{
	static const struct {
		uint32_t n, stride;
		size_t most;
		const char *why;
	} rows[] = {
		{1, 2, 1100, "next to nothing"},
		{2, 1u << 31, 1100, "both ends"},
		{3, 7, 1100, "a table of one entry"},
		{100, 3, 1600, "of some entries"},
		{65535, 2, 330000, "all in few chunks, the most with wide keys"},
		{65535, 65536, 330000, "everywhere"},
		{65536, 2, 420000, "the fewest with narrow ones"},
		{65536, 65536, 420000, "everywhere"},
		{100000, 1, 1100, "one range"},
		{1000000, 4294, 2520000, "two bytes and a half for a host"},
		{1048575, 4095, 2630000, "the most with chunks of 16 bits"},
		{1048576, 4095, 2890000, "the fewest with chunks of 15 bits"},
		{1048577, 3, 2890000, "all in few of them"},
	};

	srand(2);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		check_hosts4(rows[i].n, rows[i].stride, rows[i].most);
}

/* Every @stride-th /64, every fourth of them as a host only. */
static void check_hosts6(uint32_t n, uint64_t stride)
{
	uint8_t *packed = calloc(n, WIDTH6);
	struct vdt_prefix_source source = {
		.packed = {.ipv6 = packed, .ipv6_len = WIDTH6 * (size_t)n}};
	struct vdt_prefix_db *db, *again;

	for (uint32_t i = 0; i < n; i++) {
		struct vdt_addr addr = address6(i * stride, i % 4 ? 0 : 7);

		memcpy(packed + WIDTH6 * (size_t)i, addr.byte, sizeof(addr.byte));
		packed[WIDTH6 * (size_t)i + 16] = i % 4 ? 64 : 128;
	}
	db = build(&source, 1);
	free(packed);
	again = project(db);
	for (uint32_t i = 0; i < 100000; i++) {
		uint32_t number = (uint32_t)rand() % n;
		uint64_t high = number * stride + i % 2, low = 6 + i % 3;
		struct vdt_addr addr = address6(high, low);
		bool in =
			high % stride == 0 && (high / stride % 4 || low == 7) && high / stride < n;

		cr_assert_eq(vdt_prefix_lookup(db, &addr), in, "%u: %llx %llx", n,
			     (unsigned long long)high, (unsigned long long)low);
		cr_assert_eq(vdt_prefix_lookup(again, &addr), in, "%u: projected", n);
	}
	vdt_prefix_db_free(again);
	vdt_prefix_db_free(db);
}

Test(prefix_build, every_depth_of_ipv6)
{
	static const struct {
		uint32_t n;
		uint64_t stride;
	} rows[] = {{1, 1},	{2, 1},	  {8, 2},   {9, 2},    {72, 3},
		    {73, 3},	{648, 1}, {649, 5}, {5832, 2}, {60000, 1u << 30},
		    {600000, 2}};

	srand(3);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		check_hosts6(rows[i].n, rows[i].stride);
}

/* Networks far apart, from /48 to /64, and hosts: bytes for each. */
Test(prefix_build, memory_of_ipv6)
{
	static const struct {
		uint8_t shortest, longest;
		size_t most;
	} rows[] = {{48, 64, 18}, {64, 64, 9}, {127, 127, 35}, {128, 128, 18}};
	const uint32_t n = 200000;
	uint8_t *packed = calloc(n, WIDTH6);

	for (size_t row = 0; row < ARRAY_SIZE(rows); row++) {
		const struct vdt_prefix_source source = {
			.packed = {.ipv6 = packed, .ipv6_len = WIDTH6 * (size_t)n}};
		uint8_t range = rows[row].longest - rows[row].shortest + 1;
		struct vdt_prefix_db *db;

		for (uint32_t i = 0; i < n; i++) {
			put_be32(packed + WIDTH6 * (size_t)i, i * 7);
			packed[WIDTH6 * (size_t)i + 16] = rows[row].shortest + i % range;
		}
		db = build(&source, 1);
		cr_expect_leq(vdt_prefix_db_memory(db), rows[row].most * n, "/%u to /%u",
			      rows[row].shortest, rows[row].longest);
		vdt_prefix_db_free(db);
	}
	free(packed);
}

/* A host in each of many /64s side by side: no key of the tree but one for each. */
Test(prefix_build, hosts_in_neighbouring_networks)
{
	enum { N = 1000 };
	static uint8_t packed[N * WIDTH6];
	const struct vdt_prefix_source source = {.packed = {NULL, packed, 0, sizeof(packed)}};
	struct vdt_prefix_db *db;

	for (uint32_t i = 0; i < N; i++) {
		struct vdt_addr addr = address6(i, 7);

		memcpy(packed + i * WIDTH6, addr.byte, sizeof(addr.byte));
		packed[i * WIDTH6 + 16] = 128;
	}
	db = build(&source, 1);
	cr_expect_leq(vdt_prefix_db_memory(db), 18 * N + 1000);
	for (uint32_t i = 0; i <= N; i++)
		for (uint64_t low = 6; low <= 8; low++) {
			struct vdt_addr addr = address6(i, low);

			cr_expect_eq(vdt_prefix_lookup(db, &addr), low == 7 && i < N);
		}
	vdt_prefix_db_free(db);
}

static const uint8_t lan4[] = {P4(10, 0, 0, 0, 8)}, host6[17] = {0xfd, [15] = 1, [16] = 128};
static const struct vdt_prefix_source lan = {.packed = {lan4, host6, 5, 17}};

Test(prefix_build, any_allocation_may_fail)
{
	const unsigned int allocations = 2;
	struct vdt_prefix_db *db = NULL;
	const char *why = "";

	for (unsigned int i = 1; i <= allocations; i++) {
		vdt_kshim_fail_alloc = i;
		cr_expect_eq(vdt_prefix_db_build(&lan, 1, SIZE_MAX, &db, &why), -ENOMEM);
		cr_expect_null(why);
		cr_expect_null(db);
	}
	vdt_kshim_fail_alloc = allocations + 1;
	cr_expect_eq(vdt_prefix_db_build(&lan, 1, SIZE_MAX, &db, &why), 0);
	cr_expect_eq(vdt_kshim_fail_alloc, 1, "there are no more of them");
	vdt_kshim_fail_alloc = 0;
	vdt_prefix_db_free(db);
}

Test(prefix_build, refuses_memory_before_it_asks)
{
	struct vdt_prefix_db *db = build(&lan, 1), *refused = NULL;
	size_t memory = vdt_prefix_db_memory(db);
	const char *why = NULL;

	vdt_prefix_db_free(db);
	vdt_kshim_fail_alloc = 2; /* that of the database */
	cr_expect_eq(vdt_prefix_db_build(&lan, 1, memory - 1, &refused, &why), -E2BIG);
	cr_expect_eq(vdt_kshim_fail_alloc, 1, "it was not asked for");
	cr_expect_not_null(why);
	vdt_kshim_fail_alloc = 0;
	cr_expect_eq(vdt_prefix_db_build(&lan, 1, memory, &db, &why), 0, "just enough");
	vdt_prefix_db_free(db);
}

Test(prefix_build, refuses_too_many)
{
	static uint8_t byte;
	const struct vdt_prefix_source many = {
		.packed = {&byte, NULL, 5 * (size_t)(VDT_PREFIXES_MAX + 1), 0}};
	struct vdt_prefix_source sources[VDT_SETS_MAX + 1] = {};
	struct vdt_prefix_db *db = NULL;
	const char *why = NULL;

	cr_expect_eq(vdt_prefix_db_build(&many, 1, SIZE_MAX, &db, &why), -E2BIG);
	cr_expect(strstr(why, "more prefixes than fit"));
	cr_expect_eq(vdt_prefix_db_build(sources, VDT_SETS_MAX + 1, SIZE_MAX, &db, &why), -E2BIG);
	cr_expect(strstr(why, "more sets"));
}

/* What a database was made of counts when its sets go into the next one. */
Test(prefix_build, projected_sets_count_too)
{
	const uint32_t n = VDT_PREFIXES_MAX / 2 + 1;
	uint8_t *packed = calloc(n, 5);
	struct vdt_prefix_source sources[2] = {{.packed = {packed, NULL, 5 * (size_t)n, 0}}};
	struct vdt_prefix_db *db, *refused = NULL;
	const char *why = NULL;

	for (uint32_t i = 0; i < n; i++) {
		put_be32(packed + 5 * (size_t)i, i);
		packed[5 * (size_t)i + 4] = 32;
	}
	db = build(sources, 1);
	free(packed);
	sources[0] = sources[1] = (struct vdt_prefix_source){.db = db};
	cr_expect_eq(vdt_prefix_db_build(sources, 2, SIZE_MAX, &refused, &why), -E2BIG);
	vdt_prefix_db_free(build(sources, 1));
	vdt_prefix_db_free(db);
}

/* Where one-place ranges are few, keys keep one class each, and one host more costs one key more.
 */
Test(prefix_build, hosts_among_networks)
{
	enum { NETS = 2000, STEP = 1 << 16 };
	static uint8_t v4[2 * NETS * 5], v6[2 * NETS * WIDTH6];

	for (uint32_t hosts = 0; hosts <= NETS; hosts = 2 * hosts + 1) {
		struct vdt_prefix_source source = {.packed = {v4, v6, 0, 0}};
		struct vdt_prefix_db *db, *again;

		for (uint32_t i = 0; i < NETS; i++)
			for (uint32_t host = 0; host <= (i < hosts); host++) {
				struct vdt_prefixes *p = &source.packed;
				uint8_t *p4 = v4 + p->ipv4_len, *p6 = v6 + p->ipv6_len;

				memset(p6, 0, WIDTH6);
				put_be32(p4, i * STEP + host * STEP / 2);
				put_be32(p6, i * STEP + host * STEP / 2);
				p4[4] = host ? 32 : 24;
				p6[16] = host ? 64 : 24;
				p->ipv4_len += 5;
				p->ipv6_len += WIDTH6;
			}
		db = build(&source, 1);
		again = project(db);
		for (uint32_t i = 0; i < NETS; i++)
			for (uint32_t low = 0; low < 4; low++) {
				uint32_t at = i * STEP + STEP / 2 + low - 1;
				struct vdt_addr a4 = address4(at);
				struct vdt_addr a6 = address6((uint64_t)at << 32, low);
				bool in = low == 1 && i < hosts;

				cr_assert_eq(vdt_prefix_lookup(db, &a4), in);
				cr_assert_eq(vdt_prefix_lookup(again, &a4), in);
				cr_assert_eq(vdt_prefix_lookup(db, &a6), in);
				cr_assert_eq(vdt_prefix_lookup(again, &a6), in);
			}
		vdt_prefix_db_free(again);
		vdt_prefix_db_free(db);
	}
}
