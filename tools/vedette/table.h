/* SPDX-License-Identifier: BSD-3-Clause */
/* A table for people: columns as wide as their widest cell, cut to the terminal. */
#ifndef VDT_CLI_TABLE_H
#define VDT_CLI_TABLE_H

#include <stdio.h>

#define VDT_TABLE_COLUMNS 8
#define VDT_TABLE_CELL	  1024 /* longer cells are cut */

struct vdt_table;

/*
 * @heads: one head per column; one that begins with '>' is of a column aligned to the right; NULL
 * heads make a table without a head line, whose columns are as many as @columns says. NULL when
 * memory is short.
 */
struct vdt_table *vdt_table_new(const char *const *heads, unsigned int columns);
void vdt_table_free(struct vdt_table *table);
/* The next cell, row by row; escaped for the terminal. Lack of memory shows in vdt_table_print().
 */
__attribute__((format(printf, 2, 3))) void vdt_table_cell(struct vdt_table *table,
							  const char *format, ...);
/*
 * @width: columns of the terminal, 0 for no bound; the widest columns are then cut until the rows
 * fit. Returns 0, -ENOMEM, or -EIO.
 */
int vdt_table_print(const struct vdt_table *table, FILE *out, unsigned int width);
/* Prints to standard output in its terminal's width and frees. Returns the exit code. */
int vdt_table_finish(struct vdt_table *table);

#endif /* VDT_CLI_TABLE_H */
