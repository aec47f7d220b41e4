// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <stdio.h>

#include "kmod/denial_table.h"
#include "kmod/limits.h"

static const siphash_key_t key = {{1, 2}};

enum { START = 1 };

static struct vdt_denial_key denial_of(u64 exe, u64 file)
{
	return (struct vdt_denial_key){
		.exe = {.ino = exe, .dev = 1},
		.file = {.ino = file, .dev = 1},
		.kind = VEDETTE_INTEGRITY_KIND_EXEC,
		.reason = VEDETTE_INTEGRITY_REASON_NO_SIGNATURE,
	};
}

static unsigned int count_rows(struct vdt_denial_table *table, struct vdt_denial_row *ret_last)
{
	unsigned int n = 0;
	u32 place = 0;

	while ((place = vdt_denial_table_next(table, place, ret_last)))
		n++;
	return n;
}

Test(denial_table, lists_each_once_with_a_count)
{
	struct vdt_denial_table *table = vdt_denial_table_new(&key, START);
	struct vdt_denial_key a = denial_of(1, 2), b = a;
	struct vdt_denial_row row;
	u32 suppressed;

	b.observed = 1;
	cr_assert_eq(count_rows(table, &row), 0);
	vdt_denial_table_add(table, &a, "/bin/sh", "/tmp/x", START, &suppressed);
	vdt_denial_table_add(table, &a, "/bin/sh", "/tmp/x", START + 5, &suppressed);
	cr_assert_eq(count_rows(table, &row), 1);
	cr_assert_eq(row.count, 2);
	cr_assert_eq(row.first, START);
	cr_assert_eq(row.last, START + 5);
	cr_assert_str_eq(row.exe, "/bin/sh");
	cr_assert_str_eq(row.path, "/tmp/x");
	vdt_denial_table_add(table, &b, "/bin/sh", "/tmp/x", START, &suppressed);
	cr_assert_eq(count_rows(table, &row), 2, "observed is another one");
	cr_assert_eq(vdt_denial_table_clear(table), 2);
	cr_assert_eq(count_rows(table, &row), 0);
	vdt_denial_table_free(table);
}

Test(denial_table, limits_the_events_of_an_executable)
{
	struct vdt_denial_table *table = vdt_denial_table_new(&key, START);
	struct vdt_denial_key noisy = denial_of(1, 2), news = noisy, other = denial_of(3, 2);
	u32 i, told = 0, suppressed = 7;

	news.reason = VEDETTE_INTEGRITY_REASON_BAD_SIGNATURE;
	for (i = 0; i < VDT_DENIAL_BURST + 10; i++) {
		noisy.file.ino = i;
		told += vdt_denial_table_add(table, &noisy, "", "", START, &suppressed);
	}
	cr_assert_eq(told, VDT_DENIAL_BURST);
	cr_assert_eq(suppressed, 0);
	cr_assert(vdt_denial_table_add(table, &news, "", "", START, &suppressed),
		  "what it was not told of yet is news");
	cr_assert_eq(suppressed, 10);
	cr_assert_not(vdt_denial_table_add(table, &news, "", "", START, &suppressed));
	cr_assert(vdt_denial_table_add(table, &other, "", "", START, &suppressed),
		  "another executable has events of its own");
	cr_assert_not(vdt_denial_table_add(table, &noisy, "", "", START + VDT_DENIAL_NS - 1,
					   &suppressed));
	cr_assert(vdt_denial_table_add(table, &noisy, "", "", START + VDT_DENIAL_NS, &suppressed));
	cr_assert_eq(suppressed, 2);
	vdt_denial_table_free(table);
}

Test(denial_table, is_bounded_and_forgets_the_quiet)
{
	struct vdt_denial_table *table = vdt_denial_table_new(&key, START);
	struct vdt_denial_row row;
	u32 i, suppressed, place = 0;
	bool found = false;

	for (i = 0; i < 10000; i++) {
		struct vdt_denial_key k = denial_of(1, i);

		k.observed = true;
		vdt_denial_table_add(table, &k, "", "", START + i, &suppressed);
	}
	cr_assert_leq(count_rows(table, &row), VDT_DENIAL_BUCKETS * VDT_DENIAL_WAYS);
	while ((place = vdt_denial_table_next(table, place, &row)))
		found |= row.key.file.ino == 9999;
	cr_assert(found, "the latest is there");
	cr_assert_eq(vdt_denial_table_forgotten(table), 10000 - count_rows(table, &row));
	vdt_denial_table_clear(table);
	for (i = 0; i < 10000; i++) {
		struct vdt_denial_key k = denial_of(1, i);

		vdt_denial_table_add(table, &k, "", "", START + i, &suppressed);
	}
	cr_assert_eq(vdt_denial_table_forgotten(table), 0, "what is refused needs no trial");
	vdt_denial_table_free(table);
}

Test(denial_table, cuts_long_names)
{
	struct vdt_denial_table *table = vdt_denial_table_new(&key, START);
	struct vdt_denial_key k = denial_of(1, 2);
	struct vdt_denial_row row;
	char name[4096];
	u32 suppressed;

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	vdt_denial_table_add(table, &k, name, name, START, &suppressed);
	cr_assert(vdt_denial_table_next(table, 0, &row));
	cr_assert_eq(strlen(row.exe), VDT_EVENT_TEXT_MAX);
	cr_assert_eq(strlen(row.path), VDT_EVENT_TEXT_MAX);
	vdt_denial_table_free(table);
}
