// SPDX-License-Identifier: BSD-3-Clause
#include "tests/unit/kmod/prefixes.h"

#include "kmod/feed.h"

enum {
	HEADER = sizeof(struct vdt_feed_header),
	FORMAT = 11,
	NAME = 16,
	VERSION = 55,
	N4 = 59,
	N6 = 63,
	DIGEST = 64
};

/* Two IPv4 prefixes and one IPv6 prefix. */
static const uint8_t prefixes[27] = {
	P4(10, 0, 0, 0, 8), P4(192, 0, 2, 7, 32), 0x20, 0x01, 0x0d, 0xb8, [26] = 32,
};

static void make(uint8_t blob[HEADER + sizeof(prefixes)])
{
	memset(blob, 0, HEADER);
	memcpy(blob, "VDTFEED", 7);
	blob[FORMAT] = 1;
	memcpy(blob + NAME, "threats", 7);
	blob[VERSION] = 9;
	blob[VERSION - 7] = 1;
	blob[N4] = 2;
	blob[N6] = 1;
	memset(blob + DIGEST, 0xd1, 32);
	memcpy(blob + HEADER, prefixes, sizeof(prefixes));
}

Test(feed, reads)
{
	uint8_t blob[HEADER + sizeof(prefixes)];
	struct vdt_feed feed;
	const char *why = NULL;

	make(blob);
	cr_assert_eq(vdt_feed_parse(blob, sizeof(blob), &feed, &why), 0, "%s", why);
	cr_expect_str_eq(feed.name, "threats");
	cr_expect_eq(feed.version, (1ULL << 56) + 9);
	cr_expect_eq(feed.prefixes.ipv4_len, 10);
	cr_expect_arr_eq(feed.prefixes.ipv4, prefixes, 10);
	cr_expect_eq(feed.prefixes.ipv6_len, 17);
	cr_expect_arr_eq(feed.prefixes.ipv6, prefixes + 10, 17);
	cr_expect_eq(feed.digest, blob + DIGEST);
}

Test(feed, may_be_empty)
{
	uint8_t blob[HEADER + sizeof(prefixes)];
	struct vdt_feed feed;
	const char *why = NULL;

	make(blob);
	blob[N4] = blob[N6] = 0;
	cr_expect_eq(vdt_feed_parse(blob, HEADER, &feed, &why), 0, "%s", why);
	cr_expect_eq(feed.prefixes.ipv4_len + feed.prefixes.ipv6_len, 0);
}

Test(feed, refuses_one_wrong_byte)
{
	static const struct {
		size_t at;
		uint8_t value;
		int err;
		const char *text, *why;
	} rows[] = {
		{0, 'v', -EINVAL, "no feed", "magic"},
		{7, ' ', -EINVAL, "no feed", "end of the magic"},
		{FORMAT, 2, -EOPNOTSUPP, "format", "a newer format"},
		{FORMAT - 3, 1, -EOPNOTSUPP, "format", "format in the other byte order"},
		{12, 1, -EINVAL, "reserved", "first reserved byte"},
		{15, 1, -EINVAL, "reserved", "last reserved byte"},
		{NAME, 0, -EINVAL, "name", "no name"},
		{NAME, '7', -EINVAL, "name", "begins with a digit"},
		{NAME + 3, ' ', -EINVAL, "name", "a space in it"},
		{NAME + 31, 'x', -EINVAL, "behind its end", "hidden behind the NUL"},
		{VERSION - 7, 0x80, -EINVAL, "version", "2^63"},
		{N4, 3, -ENODATA, "cut off", "more than there are"},
		{N4, 1, -EMSGSIZE, "behind", "fewer than there are"},
		{N6, 0, -EMSGSIZE, "behind", "fewer than there are"},
		{N4 - 3, 1, -E2BIG, "1000000", "16 million"},
		{N6 - 3, 0xff, -E2BIG, "1000000", "far too many, IPv6"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint8_t blob[HEADER + sizeof(prefixes)];
		struct vdt_feed feed = {0};
		const char *why = "";

		make(blob);
		blob[rows[i].at] = rows[i].value;
		cr_expect_eq(vdt_feed_parse(blob, sizeof(blob), &feed, &why), rows[i].err, "%s: %s",
			     rows[i].why, why);
		cr_expect(strstr(why, rows[i].text), "%s: %s", rows[i].why, why);
		cr_expect_null(feed.name);
	}
}

Test(feed, refuses_what_is_no_name_or_version)
{
	uint8_t blob[HEADER + sizeof(prefixes)];
	struct vdt_feed feed;
	const char *why;

	make(blob);
	memset(blob + NAME, 'x',
	       32 + 8); /* the version too, which then could be part of the name */
	cr_expect_eq(vdt_feed_parse(blob, sizeof(blob), &feed, &why), -EINVAL, "no NUL");
	make(blob);
	blob[VERSION] = blob[VERSION - 7] = 0;
	cr_expect_eq(vdt_feed_parse(blob, sizeof(blob), &feed, &why), -EINVAL, "version 0");
}

Test(feed, refuses_every_other_length)
{
	uint8_t blob[HEADER + sizeof(prefixes) + 1] = {0};
	struct vdt_feed feed;
	const char *why;

	make(blob);
	for (size_t len = 0; len < HEADER + sizeof(prefixes); len++) {
		uint8_t *exact = memcpy(malloc(len + 1), blob, len); /* for AddressSanitizer */

		cr_expect_eq(vdt_feed_parse(exact, len, &feed, &why), -ENODATA, "%zu", len);
		free(exact);
	}
	cr_expect_eq(vdt_feed_parse(blob, sizeof(blob), &feed, &why), -EMSGSIZE);
	cr_expect_eq(vdt_feed_parse(blob, (size_t)VDT_FEED_MAX + 1, &feed, &why), -E2BIG);
}
