// SPDX-License-Identifier: BSD-3-Clause
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>

#include "kmod/dns_reader.h"

/* A message in the making. */
static struct {
	size_t len;
	u8 data[8192];
} m;

static void put16(u16 value)
{
	m.data[m.len++] = (u8)(value >> 8);
	m.data[m.len++] = (u8)value;
}

static void put(const void *data, size_t len)
{
	if (len)
		memcpy(m.data + m.len, data, len);
	m.len += len;
}

/* Labels of a dotted name without the empty one at the end. */
static void put_labels(const char *name)
{
	size_t len;

	for (; *name; name += len + (name[len] == '.')) {
		len = strcspn(name, ".");
		m.data[m.len++] = (u8)len;
		put(name, len);
	}
}

static void put_name(const char *name)
{
	put_labels(name);
	m.data[m.len++] = 0;
}

static void put_pointer(size_t to)
{
	put16((u16)(0xc000 | to));
}

enum { QUERY = 0x0100, ANSWER = 0x8180, TYPE_A = 1, TYPE_CNAME = 5, TYPE_AAAA = 28, NAME_AT = 12 };

static void begin(u16 flags, const char *name, u16 type)
{
	m.len = 0;
	put16(0x1234);
	put16(flags);
	put16(1);
	put16(0);
	put16(0);
	put16(0);
	put_name(name);
	put16(type);
	put16(1);
}

/* The name of the record was put already. */
static void record(u16 type, u32 seconds, const void *data, size_t len)
{
	m.data[7]++;
	put16(type);
	put16(1);
	put16((u16)(seconds >> 16));
	put16((u16)seconds);
	put16((u16)len);
	put(data, len);
}

static void a_record(size_t owner, u32 seconds, u8 last)
{
	const u8 addr[4] = {192, 0, 2, last};

	put_pointer(owner);
	record(TYPE_A, seconds, addr, sizeof(addr));
}

/* Returns where the name begins that it is an alias of. */
static size_t cname(size_t owner, u32 seconds, const char *name)
{
	size_t at;

	put_pointer(owner);
	record(TYPE_CNAME, seconds, NULL, 0);
	at = m.len;
	put_name(name);
	m.data[at - 1] = (u8)(m.len - at);
	return at;
}

static struct vdt_dns_addresses addresses;

static int answer(void)
{
	struct vdt_dns_question question;
	int err = vdt_dns_question(m.data, m.len, false, &question);

	return err ?: vdt_dns_answer(m.data, m.len, &addresses);
}

Test(dns_reader, reads_a_question)
{
	struct vdt_dns_question question;

	begin(QUERY, "Updates.EXAMPLE.com", TYPE_AAAA);
	cr_assert_eq(vdt_dns_question(m.data, m.len, true, &question), 0);
	cr_expect_str_eq(question.name, "updates.example.com");
	cr_expect_eq(question.id, 0x1234);
	cr_expect_eq(question.type, TYPE_AAAA);
	cr_expect_eq(vdt_dns_question(m.data, m.len, false, &question), -EINVAL, "no answer");
	for (size_t len = 0; len < m.len; len++)
		cr_expect_eq(vdt_dns_question(m.data, len, true, &question), -ENODATA, "%zu", len);
}

static const struct {
	u16 flags;
	const char *name;
	u16 type;
	int err;
	const char *why;
} questions[] = {
	{ANSWER, "a.example", TYPE_A, -EINVAL, "an answer"},
	{QUERY | 0x2800, "a.example", TYPE_A, -EINVAL, "a dynamic update"},
	{QUERY, "a.example", 16, -ENOENT, "a text record"},
	{QUERY, "a.example", 255, -ENOENT, "any record"},
	{QUERY, "", TYPE_A, -ENOENT, "the root"},
	{QUERY, "a b.example", TYPE_A, -ENOENT, "no host name"},
	{QUERY, "_srv.a-b.example", TYPE_A, 0, "letters of host names and underscores"},
};

Test(dns_reader, takes_questions_for_addresses_only)
{
	struct vdt_dns_question question;

	for (size_t i = 0; i < ARRAY_SIZE(questions); i++) {
		begin(questions[i].flags, questions[i].name, questions[i].type);
		cr_expect_eq(vdt_dns_question(m.data, m.len, true, &question), questions[i].err,
			     "%s", questions[i].why);
	}
	begin(QUERY, "a.example", TYPE_A);
	m.data[5] = 2;
	cr_expect_eq(vdt_dns_question(m.data, m.len, true, &question), -EINVAL, "two questions");
}

Test(dns_reader, a_dot_inside_a_label_makes_no_other_name)
{
	struct vdt_dns_question question;

	begin(QUERY, "a-example", TYPE_A);
	m.data[NAME_AT + 2] = '.';
	cr_expect_eq(vdt_dns_question(m.data, m.len, true, &question), -ENOENT);
}

Test(dns_reader, the_longest_name)
{
	static const char label[] =
		"abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnopqrstuvwxy";
	struct vdt_dns_question question;
	char name[256];

	snprintf(name, sizeof(name), "%s.%s.%s.%.61s", label, label, label, label);
	cr_assert_eq(strlen(name), VDT_DNS_MAX);
	begin(QUERY, name, TYPE_A);
	cr_assert_eq(vdt_dns_question(m.data, m.len, true, &question), 0);
	cr_expect_str_eq(question.name, name);
	snprintf(name, sizeof(name), "%s.%s.%s.%.62s", label, label, label, label);
	begin(QUERY, name, TYPE_A);
	cr_expect_eq(vdt_dns_question(m.data, m.len, true, &question), -EINVAL, "256 bytes");
}

Test(dns_reader, reads_addresses_of_both_families)
{
	const u8 six[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 9};
	struct vdt_addr expected = vdt_addr_from_v6(six);

	begin(ANSWER, "a.example", TYPE_A);
	a_record(NAME_AT, 300, 1);
	a_record(NAME_AT, 200, 2);
	put_pointer(NAME_AT);
	record(TYPE_AAAA, 100, six, sizeof(six));
	cr_assert_eq(answer(), 0);
	cr_assert_eq(addresses.n, 3);
	cr_expect_eq(addresses.each[0].addr.byte[15], 1);
	cr_expect_eq(addresses.each[1].seconds, 200);
	cr_expect(vdt_addr_equal(&addresses.each[2].addr, &expected));
	for (size_t len = 0; len < m.len; len++)
		cr_expect_eq(vdt_dns_answer(m.data, len, &addresses), -ENODATA, "%zu", len);
}

Test(dns_reader, follows_aliases_in_any_order)
{
	size_t one, two;

	begin(ANSWER, "a.example", TYPE_A);
	one = cname(NAME_AT, 300, "b.example");
	two = cname(one, 50, "c.example");
	a_record(two, 100, 1);
	a_record(one, 100, 2);
	cr_assert_eq(answer(), 0);
	cr_assert_eq(addresses.n, 2);
	cr_expect_eq(addresses.each[0].addr.byte[15], 2);
	cr_expect_eq(addresses.each[1].seconds, 50, "the shortest of the chain");

	begin(ANSWER, "a.example", TYPE_A);
	put_name("B.example");
	record(TYPE_A, 9, "\xc0\x00\x02\x07", 4);
	cname(NAME_AT, 300, "b.EXAMPLE");
	cr_assert_eq(answer(), 0);
	cr_assert_eq(addresses.n, 1, "the address before the alias, in other letters");
}

Test(dns_reader, addresses_of_other_names_do_not_count)
{
	begin(ANSWER, "a.example", TYPE_A);
	put_name("victim.example");
	record(TYPE_A, 300, "\xc0\x00\x02\x07", 4);
	a_record(NAME_AT, 300, 1);
	cr_assert_eq(answer(), 0);
	cr_assert_eq(addresses.n, 1);
	cr_expect_eq(addresses.each[0].addr.byte[15], 1);
}

Test(dns_reader, chains_have_an_end)
{
	size_t at = NAME_AT;
	char name[] = "x0.example";

	begin(ANSWER, "a.example", TYPE_A);
	for (int i = 0; i < VDT_DNS_ALIASES_MAX; i++) {
		name[1] = (char)('0' + i);
		at = cname(at, 300, name);
	}
	a_record(at, 300, 1);
	cr_expect_eq(answer(), 0);
	cr_expect_eq(addresses.n, 1, "as long as allowed");
	cname(at, 300, "y.example");
	cr_expect_eq(answer(), -EINVAL, "one longer");

	begin(ANSWER, "a.example", TYPE_A);
	cname(NAME_AT, 300, "a.example");
	cr_expect_eq(answer(), -EINVAL, "an alias of itself");
}

Test(dns_reader, pointers_have_an_end)
{
	struct vdt_dns_question question;

	begin(ANSWER, "a.example", TYPE_A);
	put_pointer(m.len);
	record(TYPE_A, 300, "\xc0\x00\x02\x07", 4);
	cr_expect_eq(answer(), -EINVAL, "to itself");
	begin(ANSWER, "a.example", TYPE_A);
	put_pointer(m.len + 12);
	record(TYPE_A, 300, "\xc0\x00\x02\x07", 4);
	cr_expect_eq(answer(), -EINVAL, "forward");
	begin(ANSWER, "a.example", TYPE_A);
	put_pointer(4);
	record(TYPE_A, 300, "\xc0\x00\x02\x07", 4);
	cr_expect_eq(answer(), -EINVAL, "into the header");
	m.len = 0;
	begin(QUERY, "", TYPE_A);
	m.len = NAME_AT;
	put_pointer(NAME_AT);
	put16(TYPE_A);
	put16(1);
	cr_expect_eq(vdt_dns_question(m.data, m.len, true, &question), -EINVAL, "a question");
}

/* A record of text whose data is a ladder of pointers, and an address that begins at the top. */
static void put_ladder(u32 steps)
{
	size_t last = NAME_AT, at;

	begin(ANSWER, "a.example", TYPE_A);
	put_pointer(NAME_AT);
	record(16, 300, NULL, 0);
	at = m.len;
	for (; steps; steps--) {
		put_pointer(last);
		last = m.len - 2;
	}
	m.data[at - 1] = (u8)(m.len - at);
	a_record(last, 300, 1);
}

Test(dns_reader, many_pointers_are_too_many)
{
	put_ladder(VDT_DNS_POINTERS_MAX - 1);
	cr_expect_eq(answer(), 0);
	cr_expect_eq(addresses.n, 1);
	put_ladder(VDT_DNS_POINTERS_MAX);
	cr_expect_eq(answer(), -EINVAL);
}

static const struct {
	u16 flags;
	int err;
	const char *why;
} answers[] = {
	{ANSWER, 0, "success"},
	{ANSWER | 0x0200, -EINVAL, "truncated"},
	{ANSWER | 3, -EINVAL, "no such name"},
	{ANSWER | 2, -EINVAL, "server failure"},
};

Test(dns_reader, takes_whole_and_successful_answers_only)
{
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		begin(answers[i].flags, "a.example", TYPE_A);
		a_record(NAME_AT, 300, 1);
		cr_expect_eq(answer(), answers[i].err, "%s", answers[i].why);
	}
}

Test(dns_reader, odd_records)
{
	begin(ANSWER, "a.example", TYPE_A);
	put_pointer(NAME_AT);
	record(TYPE_A, 300, "\xc0\x00\x02\x07\x07", 5);
	cr_expect_eq(answer(), 0);
	cr_expect_eq(addresses.n, 0, "an address of five bytes");

	begin(ANSWER, "a.example", TYPE_A);
	a_record(NAME_AT, 0x80000000, 1);
	cr_expect_eq(answer(), 0);
	cr_expect_eq(addresses.each[0].seconds, 0, "RFC 2181 8");

	begin(ANSWER, "a.example", TYPE_A);
	m.data[7] = 1;
	cr_expect_eq(answer(), -ENODATA, "a record that is announced and not there");
	m.data[7] = VDT_DNS_RECORDS_MAX + 1;
	cr_expect_eq(answer(), -EINVAL, "more records than are read");

	begin(ANSWER, "a.example", TYPE_A);
	for (int i = 0; i < 2 * VDT_DNS_ADDRESSES_MAX; i++)
		a_record(NAME_AT, 300, (u8)i);
	cr_expect_eq(answer(), 0);
	cr_expect_eq(addresses.n, VDT_DNS_ADDRESSES_MAX);
}
