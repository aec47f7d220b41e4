// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/view/escape.h"
#include "tools/vedette/command.h"
#include "tools/vedette/table.h"

#define GAP	  2  /* blanks between columns */
#define NARROWEST 12 /* no column is cut below this */
#define CUT_MARK  "~"

struct vdt_table {
	unsigned int columns;
	bool right[VDT_TABLE_COLUMNS];
	char **cells; /* row after row, the head line first */
	size_t count, room;
	bool failed;
};

static void add_cell(struct vdt_table *table, const char *text)
{
	if (table->count == table->room) {
		size_t room = table->room ? 2 * table->room : 64;
		char **grown = reallocarray(table->cells, room, sizeof(*grown));

		if (!grown) {
			table->failed = true;
			return;
		}
		table->cells = grown;
		table->room = room;
	}
	table->cells[table->count] = strdup(text);
	if (table->cells[table->count])
		table->count++;
	else
		table->failed = true;
}

struct vdt_table *vdt_table_new(const char *const *heads, unsigned int columns)
{
	struct vdt_table *table = calloc(1, sizeof(*table));

	if (!table || columns > VDT_TABLE_COLUMNS) {
		free(table);
		return NULL;
	}
	table->columns = columns;
	for (unsigned int i = 0; heads && i < columns; i++) {
		table->right[i] = heads[i][0] == '>';
		add_cell(table, heads[i] + table->right[i]);
	}
	return table;
}

void vdt_table_free(struct vdt_table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->count; i++)
		free(table->cells[i]);
	free(table->cells);
	free(table);
}

void vdt_table_cell(struct vdt_table *table, const char *format, ...)
{
	char text[VDT_TABLE_CELL], safe[VDT_TABLE_CELL];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	vdt_escape(text, safe, sizeof(safe));
	add_cell(table, safe);
}

static size_t measure(const struct vdt_table *table, size_t *width)
{
	size_t total = (table->columns - 1) * GAP;

	memset(width, 0, table->columns * sizeof(*width));
	for (size_t i = 0; i < table->count; i++) {
		size_t len = strlen(table->cells[i]), *column = &width[i % table->columns];

		if (len > *column)
			*column = len;
	}
	for (unsigned int i = 0; i < table->columns; i++)
		total += width[i];
	return total;
}

static void shrink(size_t *width, unsigned int columns, size_t total, size_t bound)
{
	while (total > bound) {
		unsigned int widest = 0;

		for (unsigned int i = 1; i < columns; i++)
			if (width[i] > width[widest])
				widest = i;
		if (width[widest] <= NARROWEST)
			return;
		width[widest]--;
		total--;
	}
}

static void print_cell(const char *cell, size_t width, bool right, bool last, FILE *out)
{
	int w = width;

	if (strlen(cell) > width)
		fprintf(out, "%.*s" CUT_MARK, w - 1, cell);
	else if (last && !right)
		fputs(cell, out);
	else
		fprintf(out, "%*s", right ? w : -w, cell);
	if (last)
		fputc('\n', out);
	else
		fprintf(out, "%*s", GAP, "");
}

int vdt_table_print(const struct vdt_table *table, FILE *out, unsigned int width)
{
	size_t columns[VDT_TABLE_COLUMNS];
	size_t total = measure(table, columns);

	if (table->failed)
		return -ENOMEM;
	if (width)
		shrink(columns, table->columns, total, width);
	for (size_t i = 0; i < table->count; i++) {
		unsigned int column = i % table->columns;

		print_cell(table->cells[i], columns[column], table->right[column],
			   column + 1 == table->columns, out);
	}
	return ferror(out) ? -EIO : 0;
}

int vdt_table_finish(struct vdt_table *table)
{
	struct winsize size = {0};
	int ret = -ENOMEM;

	if (isatty(STDOUT_FILENO))
		ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	if (table)
		ret = vdt_table_print(table, stdout, size.ws_col);
	vdt_table_free(table);
	return ret ? vdt_fail(VDT_EXIT_REFUSED, "cannot print: %s", strerror(-ret)) : VDT_EXIT_DONE;
}
