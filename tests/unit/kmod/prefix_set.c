// SPDX-License-Identifier: BSD-3-Clause
#include "tests/unit/kmod/prefixes.h"

static const uint8_t nested4[] = {P4(10, 0, 0, 0, 8), P4(10, 1, 0, 0, 16), P4(11, 0, 0, 0, 8)};
static const uint8_t edges4[] = {P4(0, 0, 0, 0, 32), P4(255, 255, 255, 255, 32)};
static const uint8_t all4[] = {P4(0, 0, 0, 0, 0), P4(0, 0, 0, 0, 8), P4(255, 0, 0, 0, 8)};
static const uint8_t all6[17];
static const uint8_t two6[2][17] = {{0x20, 0x01, 0x0d, 0xb8, [15] = 1, [16] = 128},
				    {0xfd, [16] = 8}};
static const uint8_t edges6[2][17] = {
	{[16] = 128},
	{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	 0xff, 128},
};

Test(prefix_set, one_lookup_answers_for_all_sets)
{
	static const struct vdt_prefix_source sources[] = {
		{.packed = {.ipv4 = nested4, .ipv4_len = sizeof(nested4)}},
		{.packed = {.ipv4 = edges4, .ipv4_len = sizeof(edges4)}},
		{.packed = {.ipv4 = all4, .ipv4_len = sizeof(all4)}},
		{.packed = {.ipv6 = two6[0], .ipv6_len = sizeof(two6)}},
		{.packed = {.ipv6 = all6, .ipv6_len = sizeof(all6)}},
		{.packed = {.ipv6 = edges6[0], .ipv6_len = sizeof(edges6)}},
	};
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
		{"0.0.0.1", 4, "one behind the lowest"},
		{"255.255.255.255", 2 | 4, "highest"},
		{"255.255.255.254", 4, "one before the highest"},
		{"::ffff:10.1.2.3", 1 | 4, "the mapped form is the IPv4 address"},
		{"fd00::1", 8 | 16, "IPv6"},
		{"fe00::", 16, "one behind"},
		{"2001:db8::1", 8 | 16, "host"},
		{"2001:db8::2", 16, "not the host"},
		{"2001:db8::", 16, "begin of its /64"},
		{"2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", 16, "the /64 before"},
		{"2001:db8:0:1::1", 16, "the /64 behind"},
		{"::", 16 | 32, "::/0 is all of IPv6 and nothing of IPv4"},
		{"::1", 16, "one behind the lowest"},
		{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 16 | 32, "highest"},
		{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe", 16, "one before the highest"},
	};
	struct vdt_prefix_db *db = build(sources, ARRAY_SIZE(sources));

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct vdt_addr addr = address(rows[i].addr);

		cr_expect_eq(vdt_prefix_lookup(db, &addr), rows[i].sets, "%s: %s", rows[i].addr,
			     rows[i].why);
	}
	vdt_prefix_db_free(db);
}

/* Sets of one or two IPv6 prefixes that touch, nest and cross the borders of /64s. */
static const struct {
	const char *addr;
	uint8_t length;
	unsigned int set;
} hosts6[] = {
	{"::", 128, 0},
	{"2001:db8::", 32, 1},			      /* allowed */
	{"2001:db8::", 48, 0},			      /* but denied in there, */
	{"2001:db8::5", 128, 1},		      /* but a host */
	{"2001:db8::6", 128, 2},		      /* beside one of another set */
	{"2001:db8:0:1::", 128, 2},		      /* at the begin of a /64 */
	{"2001:db8:0:1:ffff:ffff:ffff:ffff", 128, 2}, /* and at its end, */
	{"2001:db8:0:2::", 128, 1},		      /* right before another one */
	{"2001:db8:0:3::", 64, 2},		      /* /64s side by side, */
	{"2001:db8:0:4::", 64, 3},
	{"2001:db8:0:4::7", 128, 0}, /* with a host in the second */
	{"2001:db8:0:5::", 64, 2},
	{"2001:db8:0:6::9", 128, 2},
	{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 128, 3},
};

/* What the sets are by the table itself. */
static u64 sets_of(const struct vdt_addr *addr)
{
	u64 mask = 0;

	for (size_t i = 0; i < ARRAY_SIZE(hosts6); i++) {
		struct vdt_addr first = address(hosts6[i].addr);
		unsigned int bit = 0;

		while (bit < hosts6[i].length &&
		       !((addr->byte[bit / 8] ^ first.byte[bit / 8]) & 0x80 >> bit % 8))
			bit++;
		if (bit == hosts6[i].length)
			mask |= BIT_ULL(hosts6[i].set);
	}
	return mask;
}

static void check_around(const struct vdt_prefix_db *db, const struct vdt_addr *middle)
{
	for (int step = -2; step <= 2; step++) {
		struct vdt_addr addr = *middle;

		for (int at = 15, carry = step; at >= 0 && carry; at--) {
			int sum = addr.byte[at] + carry;

			addr.byte[at] = (uint8_t)sum;
			carry = sum < 0 ? -1 : sum > 0xff;
		}
		cr_expect_eq(vdt_prefix_lookup(db, &addr), sets_of(&addr),
			     "%d beside %02x%02x…%02x", step, middle->byte[0], middle->byte[7],
			     middle->byte[15]);
	}
}

Test(prefix_set, hosts_touch_nest_and_cross)
{
	static uint8_t packed[4][ARRAY_SIZE(hosts6)][17];
	struct vdt_prefix_source sources[4] = {};
	struct vdt_prefix_db *dbs[2];

	for (size_t i = 0; i < ARRAY_SIZE(hosts6); i++) {
		struct vdt_prefixes *p = &sources[hosts6[i].set].packed;
		uint8_t *next = packed[hosts6[i].set][p->ipv6_len / 17];

		memcpy(next, address(hosts6[i].addr).byte, 16);
		next[16] = hosts6[i].length;
		p->ipv6 = packed[hosts6[i].set][0];
		p->ipv6_len += 17;
	}
	dbs[0] = build(sources, 4);
	for (unsigned int set = 0; set < 4; set++)
		sources[set] = (struct vdt_prefix_source){.db = dbs[0], .set = set};
	dbs[1] = build(sources, 4);
	for (size_t i = 0; i < ARRAY_SIZE(dbs); i++) {
		for (size_t row = 0; row < ARRAY_SIZE(hosts6); row++) {
			struct vdt_addr first = address(hosts6[row].addr), last = first;

			for (int bit = hosts6[row].length; bit < 128; bit++)
				last.byte[bit / 8] |= 0x80 >> bit % 8;
			check_around(dbs[i], &first);
			check_around(dbs[i], &last);
		}
	}
	vdt_prefix_db_free(dbs[0]);
	vdt_prefix_db_free(dbs[1]);
}

Test(prefix_set, nothing_is_in_no_set)
{
	static const struct vdt_prefix_source empty[VDT_SETS_MAX];
	static const char *const addrs[] = {"0.0.0.0", "255.255.255.255",
					    "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"};

	for (unsigned int n = 0; n <= VDT_SETS_MAX; n += VDT_SETS_MAX) {
		struct vdt_prefix_db *db = build(empty, n);

		for (size_t i = 0; i < ARRAY_SIZE(addrs); i++) {
			struct vdt_addr addr = address(addrs[i]);

			cr_expect_eq(vdt_prefix_lookup(db, &addr), 0, "%s", addrs[i]);
		}
		cr_expect_lt(vdt_prefix_db_memory(db), 2048, "a small set takes little memory");
		vdt_prefix_db_free(db);
	}
}

Test(prefix_set, free_takes_null)
{
	vdt_prefix_db_free(NULL);
}
