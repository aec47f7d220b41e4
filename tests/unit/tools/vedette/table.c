// SPDX-License-Identifier: BSD-3-Clause
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tools/vedette/table.h"

static const char *const heads[] = {"NAME", ">PORT", "REACH"};

static struct vdt_table *make_table(void)
{
	struct vdt_table *table = vdt_table_new(heads, 3);

	vdt_table_cell(table, "a-rather-long-name");
	vdt_table_cell(table, "%d", 443);
	vdt_table_cell(table, "yes, from everywhere");
	vdt_table_cell(table, "b");
	vdt_table_cell(table, "%d", 80);
	vdt_table_cell(table, "no");
	return table;
}

static void expect_print(struct vdt_table *table, unsigned int width, const char *expected)
{
	size_t len;
	char *text;
	FILE *out = open_memstream(&text, &len);

	cr_expect_eq(vdt_table_print(table, out, width), 0);
	fclose(out);
	cr_expect_str_eq(text, expected, "at width %u:\n%s", width, text);
	free(text);
	vdt_table_free(table);
}

Test(table, columns_are_as_wide_as_their_widest_cell)
{
	expect_print(make_table(), 0,
		     "NAME                PORT  REACH\n"
		     "a-rather-long-name   443  yes, from everywhere\n"
		     "b                     80  no\n");
}

Test(table, widest_columns_are_cut_to_the_terminal)
{
	expect_print(make_table(), 40,
		     "NAME              PORT  REACH\n"
		     "a-rather-long-n~   443  yes, from every~\n"
		     "b                   80  no\n");
}

Test(table, no_column_is_cut_to_nothing)
{
	expect_print(make_table(), 5,
		     "NAME          PORT  REACH\n"
		     "a-rather-lo~   443  yes, from e~\n"
		     "b               80  no\n");
}

Test(table, cells_cannot_steer_the_terminal)
{
	struct vdt_table *table = vdt_table_new(NULL, 2);

	vdt_table_cell(table, "x\033[2J");
	vdt_table_cell(table, "y");
	expect_print(table, 0, "x\\x1b[2J  y\n");
}

Test(table, too_many_columns)
{
	cr_assert_null(vdt_table_new(NULL, VDT_TABLE_COLUMNS + 1));
}
