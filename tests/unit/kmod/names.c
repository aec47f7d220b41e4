// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/limits.h"
#include "kmod/names.h"
#include "kmod/policy_parse.h"

static const siphash_key_t key = {{1, 2}};

/* Rule 0 has sets only, 1 and 3 the name a, 2 the name b. */
static const struct vdt_policy policy = {
	.n_egress = 4,
	.egress = {{.to = 1}, {.dns = "a.example"}, {.dns = "b.example"}, {.dns = "a.example"}},
};

enum { RULES_A = 1 << 1 | 1 << 3, RULES_B = 1 << 2 };

static struct vdt_addr host(uint32_t n)
{
	return vdt_addr_from_v4(&n);
}

static u64 rules(struct vdt_names *names, uint32_t n, u64 now)
{
	struct vdt_addr addr = host(n);

	return vdt_names_rules(names, &policy, &addr, now);
}

static void add(struct vdt_names *names, u64 name, uint32_t n, u32 seconds, u64 now)
{
	struct vdt_addr addr = host(n);

	vdt_names_add(names, name, &addr, seconds, now);
}

Test(names, an_address_stands_for_the_rules_of_its_names)
{
	struct vdt_names *names = vdt_names_new(&key);
	u64 a = vdt_names_hash(names, "a.example"), b = vdt_names_hash(names, "b.example");

	cr_expect_eq(vdt_names_wanted(names, &policy, a), RULES_A);
	cr_expect_eq(vdt_names_wanted(names, &policy, vdt_names_hash(names, "c.example")), 0);
	cr_expect_eq(rules(names, 1, 0), 0);
	add(names, a, 1, 300, 0);
	cr_expect_eq(rules(names, 1, 0), RULES_A);
	cr_expect_eq(rules(names, 2, 0), 0, "another address");
	add(names, b, 1, 300, 0);
	cr_expect_eq(rules(names, 1, 0), RULES_A | RULES_B, "two names behind one address");
	vdt_names_free(names);
}

static const struct {
	u32 seconds;
	u64 lives;
	const char *why;
} lifetimes[] = {
	{0, VDT_NAME_MIN_NS, "a time to live of zero"},
	{59, VDT_NAME_MIN_NS, "shorter than the minimum"},
	{300, 300 * VDT_SECOND, "as the record says"},
	{0x7fffffff, VDT_NAME_MAX_NS, "longer than the maximum"},
};

Test(names, an_address_lives_as_long_as_it_should)
{
	for (size_t i = 0; i < ARRAY_SIZE(lifetimes); i++) {
		struct vdt_names *names = vdt_names_new(&key);
		u64 a = vdt_names_hash(names, "a.example");

		add(names, a, 1, lifetimes[i].seconds, 5);
		cr_expect(rules(names, 1, 5 + lifetimes[i].lives - 1), "%s", lifetimes[i].why);
		cr_expect_not(rules(names, 1, 5 + lifetimes[i].lives), "%s", lifetimes[i].why);
		vdt_names_free(names);
	}
}

Test(names, a_later_answer_prolongs_and_never_shortens)
{
	struct vdt_names *names = vdt_names_new(&key);
	u64 a = vdt_names_hash(names, "a.example");

	add(names, a, 1, 300, 0);
	add(names, a, 1, 1, VDT_SECOND);
	cr_expect(rules(names, 1, 299 * VDT_SECOND));
	add(names, a, 1, 300, 100 * VDT_SECOND);
	cr_expect(rules(names, 1, 399 * VDT_SECOND));
	vdt_names_free(names);
}

Test(names, a_connection_keeps_its_address)
{
	struct vdt_names *names = vdt_names_new(&key);
	u64 a = vdt_names_hash(names, "a.example"), late = 1000 * VDT_SECOND;
	struct vdt_addr addr = host(1);

	add(names, a, 1, 0, 0);
	vdt_names_hold(names, a, &addr);
	vdt_names_hold(names, a, &addr);
	vdt_names_release(names, a, &addr, 1);
	cr_expect(rules(names, 1, late), "one of two connections is left");
	vdt_names_release(names, a, &addr, late);
	cr_expect(rules(names, 1, late + VDT_NAME_MIN_NS - 1), "time to connect again");
	cr_expect_not(rules(names, 1, late + VDT_NAME_MIN_NS));
	vdt_names_release(names, a, &addr, late);
	vdt_names_hold(names, a, &addr);
	vdt_names_free(names);
}

Test(names, a_name_has_so_many_addresses_and_loses_the_shortest)
{
	struct vdt_names *names = vdt_names_new(&key);
	u64 a = vdt_names_hash(names, "a.example"), b = vdt_names_hash(names, "b.example");
	struct vdt_addr held = host(0);
	u32 i, n = 0;

	add(names, b, 5000, 300, 0);
	for (i = 0; i < 4 * VDT_DNS_ADDRESSES_MAX; i++) {
		add(names, a, i, 300 + i, 0);
		if (!i)
			vdt_names_hold(names, a, &held);
	}
	for (i = 0; i < 4 * VDT_DNS_ADDRESSES_MAX; i++)
		n += rules(names, i, 0) == RULES_A;
	cr_expect_eq(n, VDT_DNS_ADDRESSES_MAX, "got %u", n);
	cr_expect(rules(names, 4 * VDT_DNS_ADDRESSES_MAX - 1, 0), "the newest stays");
	cr_expect(rules(names, 0, 0), "what a connection holds stays");
	cr_expect(rules(names, 5000, 0), "another name loses nothing");
	vdt_names_free(names);
}

Test(names, stays_bounded)
{
	struct vdt_names *names = vdt_names_new(&key);
	u64 a = vdt_names_hash(names, "a.example");
	u32 i;

	for (i = 0; i < 3 * VDT_NAME_ENTRIES; i++)
		add(names, i + 1, 100 + i, 300, 0);
	add(names, a, 1, 400, 0);
	cr_expect(rules(names, 1, 0), "others' addresses make room");
	vdt_names_free(names);
}

static const struct vdt_name_question asked = {
	.net = 1,
	.name = 2,
	.local_port = 40000,
	.id = 3,
	.type = 1,
};

Test(names, an_answer_fits_its_question_and_counts_once)
{
	struct vdt_names *names = vdt_names_new(&key);
	struct vdt_name_question other;

	cr_expect_not(vdt_names_answer(names, &asked, 0), "nobody asked");
	vdt_names_ask(names, &asked, 0);
	other = asked;
	other.id++;
	cr_expect_not(vdt_names_answer(names, &other, 0), "another message");
	other = asked;
	other.net++;
	cr_expect_not(vdt_names_answer(names, &other, 0), "another namespace");
	other = asked;
	other.name++;
	cr_expect_not(vdt_names_answer(names, &other, 0), "another name");
	other = asked;
	other.type = 28;
	cr_expect_not(vdt_names_answer(names, &other, 0), "other records");
	other = asked;
	other.local_port++;
	cr_expect_not(vdt_names_answer(names, &other, 0), "another port of ours");
	other = asked;
	other.resolver = host(9);
	cr_expect_not(vdt_names_answer(names, &other, 0), "another resolver");
	cr_expect(vdt_names_answer(names, &asked, 0));
	cr_expect_not(vdt_names_answer(names, &asked, 0), "a second answer");
	vdt_names_ask(names, &asked, 0);
	cr_expect_not(vdt_names_answer(names, &asked, VDT_QUESTION_NS), "too late");
	vdt_names_free(names);
}

Test(names, questions_are_bounded_and_the_oldest_goes)
{
	struct vdt_names *names = vdt_names_new(&key);
	struct vdt_name_question question = asked;

	for (question.id = 0; question.id <= VDT_NAME_QUESTIONS; question.id++)
		vdt_names_ask(names, &question, question.id);
	question.id = 0;
	cr_expect_not(vdt_names_answer(names, &question, 0));
	question.id = 1;
	cr_expect(vdt_names_answer(names, &question, 0));
	question.id = VDT_NAME_QUESTIONS;
	cr_expect(vdt_names_answer(names, &question, 0));
	vdt_names_free(names);
}
