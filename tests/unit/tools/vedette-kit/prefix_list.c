// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/spawn.h"

#include <errno.h>
#include <string.h>

#include "lib/policy/prefix.h"
#include "tools/vedette-kit/prefix_list.h"

#define ROOM 4096

static char folder[32];
static struct vdt_model model;

static void enter(void)
{
	enter_folder(folder);
	vdt_model_init(&model);
}

static void leave(void)
{
	vdt_model_done(&model);
	leave_folder(folder);
}

TestSuite(prefix_list, .init = enter, .fini = leave);

static int read_text(const char *text, struct vdt_model_set **ret_set,
		     struct vdt_model_error *error)
{
	FILE *file = fopen("list", "w");

	cr_assert(file);
	fputs(text, file);
	fclose(file);
	*ret_set = vdt_model_add_set(&model);
	return vdt_list_read(&model, *ret_set, NULL, "list", NULL, error);
}

/* "10.0.0.0/8 fd00::/8", IPv4 first. */
static const char *show(const struct vdt_model_set *set, char text[ROOM])
{
	char *at = text;

	*at = '\0';
	for (int family = 0; family < VDT_MODEL_FAMILIES; family++)
		for (size_t i = 0; i < set->ip[family].count; i++) {
			char prefix[VDT_PREFIX_TEXT];

			vdt_prefix_format(&set->ip[family].items[i], family, prefix);
			at += snprintf(at, ROOM - (size_t)(at - text), "%s%s", *text ? " " : "",
				       prefix);
		}
	return text;
}

Test(prefix_list, takes_lists_as_they_are_published)
{
	static const struct {
		const char *text, *expected, *why;
	} rows[] = {
		{"", "", "nothing"},
		{"# firehol\n\n  \n", "", "no prefix"},
		{"10.0.0.0/8", "10.0.0.0/8", "no line end"},
		{"192.0.2.1\r\n192.0.2.2\r\n", "192.0.2.1/32 192.0.2.2/32", "DOS line ends"},
		{" \t192.0.2.1 \n", "192.0.2.1/32", "blanks around"},
		{"192.0.2.1\t9\n", "192.0.2.1/32", "a count behind a tab"},
		{"192.0.2.1,2026-01-01,scan\n", "192.0.2.1/32", "CSV"},
		{"192.0.2.0/24 ; SBL1\n; all\n", "192.0.2.0/24", "Spamhaus DROP"},
		{"192.0.2.1# x\n", "192.0.2.1/32", "comment without a blank"},
		{"2001:db8::/32\n2001:db8::1\n", "2001:db8::/32 2001:db8::1/128", "IPv6"},
		{"::ffff:192.0.2.1\n::ffff:192.0.2.0/120\n", "192.0.2.1/32 192.0.2.0/24",
		 "IPv4 in IPv6 is IPv4"},
		{"::ffff:0:0/96\n", "0.0.0.0/0", "all of IPv4 in IPv6"},
		{"::/0\n", "::/0", "not of IPv4"},
	};
	char text[ROOM];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct vdt_model_error error = {0};
		struct vdt_model_set *set;

		cr_expect_eq(read_text(rows[i].text, &set, &error), 0, "%s: %s", rows[i].why,
			     error.text);
		cr_expect_str_eq(show(set, text), rows[i].expected, "%s: %s", rows[i].why, text);
	}
}

Test(prefix_list, refuses_with_the_line)
{
	static const struct {
		const char *text;
		unsigned int line, column;
		const char *expected;
	} rows[] = {
		{"192.0.2.1\nexample.com\n", 2, 1, "'example.com' is no address"},
		{"\n\n  192.0.2.256\n", 3, 3, "'192.0.2.256' is no address"},
		{"192.0.2.1/24\n", 1, 1, "write 192.0.2.0/24"},
		{"192.0.2.1/33\n", 1, 1, "expected /0 to /32"},
		{"192.0.2.1-192.0.2.9\n", 1, 1, "is no address"},
		{"::ffff:192.0.2.1/100\n", 1, 1, "write 192.0.0.0/4"},
		{"::ffff:192.0.2.1/64\n", 1, 1, "write ::/64"},
		{"192.0.2.1\n\xff\n", 2, 1, "not UTF-8"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct vdt_model_error error = {0};
		struct vdt_model_set *set;

		cr_expect_eq(read_text(rows[i].text, &set, &error), -EINVAL, "%s", rows[i].text);
		cr_expect_str_eq(error.file, "list");
		cr_expect_eq(error.line, rows[i].line, "%s: line %u", rows[i].text, error.line);
		cr_expect_eq(error.column, rows[i].column, "%s: %u", rows[i].text, error.column);
		cr_expect(strstr(error.text, rows[i].expected), "%s: %s", rows[i].text, error.text);
	}
}

Test(prefix_list, is_named_from_the_folder_of_the_policy)
{
	struct vdt_model_set *set = vdt_model_add_set(&model);
	struct vdt_model_error error = {0};
	FILE *file;

	cr_assert_eq(RUN("mkdir", "-p", "policies/lists"), 0);
	file = fopen("policies/lists/a", "w");
	fputs("192.0.2.1\n", file);
	fclose(file);
	cr_expect_eq(vdt_list_read(&model, set, "policies/p.yaml", "lists/a", NULL, &error), 0);
	cr_expect_eq(vdt_list_read(&model, set, NULL, "lists/a", NULL, &error), -EINVAL);
	cr_expect(strstr(error.text, "lists/a"));
}

Test(prefix_list, becomes_the_fewest_prefixes)
{
	static const struct {
		const char *text, *expected;
		size_t twice, merged;
		const char *why;
	} rows[] = {
		{"10.0.0.1\n10.0.0.1\n10.0.0.1\n", "10.0.0.1/32", 2, 0, "given more than once"},
		{"10.1.0.0/16\n10.0.0.0/8\n", "10.0.0.0/8", 0, 1, "inside another"},
		{"10.0.0.0/9\n10.128.0.0/9\n", "10.0.0.0/8", 0, 1, "two halves"},
		{"10.0.0.0\n10.0.0.1\n10.0.0.2/31\n", "10.0.0.0/30", 0, 2, "halves of halves"},
		{"10.0.0.1\n10.0.0.2\n", "10.0.0.1/32 10.0.0.2/32", 0, 0,
		 "side by side, but no halves"},
		{"0.0.0.0/1\n128.0.0.0/1\n", "0.0.0.0/0", 0, 1, "everything"},
		{"0.0.0.0/0\n10.0.0.0/8\n255.255.255.255\n", "0.0.0.0/0", 0, 2, "in everything"},
		{"2001:db8::/33\n2001:db8:8000::/33\n", "2001:db8::/32", 0, 1, "IPv6"},
		{"10.0.0.0/8\n11.0.0.0/9\n11.128.0.0/10\n11.192.0.0/10\n", "10.0.0.0/7", 0, 3,
		 "the last makes all whole"},
	};
	char text[ROOM];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t twice = 0, merged = 0;
		struct vdt_model_error error;
		struct vdt_model_set *set;

		cr_assert_eq(read_text(rows[i].text, &set, &error), 0);
		for (int family = 0; family < VDT_MODEL_FAMILIES; family++) {
			twice += vdt_list_sort(&set->ip[family], family);
			merged += vdt_list_reduce(&set->ip[family], family);
		}
		cr_expect_str_eq(show(set, text), rows[i].expected, "%s: %s", rows[i].why, text);
		cr_expect_eq(twice, rows[i].twice, "%s", rows[i].why);
		cr_expect_eq(merged, rows[i].merged, "%s", rows[i].why);
	}
}

/* Over all 65536 addresses of 10.0.0.0/16: nothing comes, nothing goes, and no pair of halves is
 * left. */
Test(prefix_list, reducing_loses_nothing)
{
	struct vdt_model_prefixes list = {0};
	static bool before[65536], after[65536];

	srand(1);
	for (int i = 0; i < 3000; i++) {
		struct vdt_model_prefix *prefix = vdt_model_add_prefix(&list);
		uint16_t low = (uint16_t)rand();

		prefix->length = (uint8_t)(32 - rand() % 6);
		memcpy(prefix->address, (uint8_t[]){10, 0, low >> 8, low & 0xff}, 4);
		vdt_prefix_mask(prefix, VDT_MODEL_IPV4);
	}
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < list.count; i++) {
			size_t first = list.items[i].address[2] << 8 | list.items[i].address[3];

			memset((pass ? after : before) + first, true,
			       (size_t)1 << (32 - list.items[i].length));
		}
		vdt_list_sort(&list, VDT_MODEL_IPV4);
		vdt_list_reduce(&list, VDT_MODEL_IPV4);
	}
	cr_expect_arr_eq(before, after, sizeof(before));
	cr_expect_eq(vdt_list_reduce(&list, VDT_MODEL_IPV4), 0);
	free(list.items);
}
