// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/prefix_list.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/policy/complain.h"
#include "lib/policy/prefix.h"
#include "tools/vedette-kit/prefix_text.h"
#include "tools/vedette-kit/utf8.h"

#define BLANKS " \t\r"

/* Where @list lies, seen from here. */
static int resolve(const char *from, const char *list, char path[PATH_MAX])
{
	const char *slash = from ? strrchr(from, '/') : NULL;
	int folder = slash && *list != '/' ? (int)(slash - from) + 1 : 0;
	int len = snprintf(path, PATH_MAX, "%.*s%s", folder, folder ? from : "", list);

	return len < PATH_MAX ? 0 : -ENAMETOOLONG;
}

static int take_line(struct vdt_model_set *set, char *line, struct vdt_model_mark at,
		     struct vdt_model_error *ret_error)
{
	char *start = line + strspn(line, BLANKS);
	struct vdt_model_prefix prefix, *slot;
	enum vdt_model_family family;
	int err;

	start[strcspn(start, BLANKS ",;#")] = '\0';
	if (!*start)
		return 0;
	at.column += (unsigned int)(start - line);
	err = vdt_prefix_parse_folded(start, &at, &prefix, &family, ret_error);
	if (err)
		return err;
	slot = vdt_model_add_prefix(&set->ip[family]);
	if (!slot)
		return -ENOMEM;
	*slot = prefix;
	return 0;
}

static int take_lines(struct vdt_model_set *set, char *text, const char *file,
		      struct vdt_model_error *ret_error)
{
	struct vdt_model_mark at = {file, 0, 1};
	char *line;
	int err = 0;

	while (!err && (line = strsep(&text, "\n"))) {
		at.line++;
		err = take_line(set, line, at, ret_error);
	}
	return err;
}

int vdt_list_read(struct vdt_model *model, struct vdt_model_set *set, const char *from,
		  const char *list, const struct vdt_model_mark *at,
		  struct vdt_model_error *ret_error)
{
	_cleanup_free_ uint8_t *data = NULL;
	char path[PATH_MAX];
	const char *file;
	size_t len;
	int err = resolve(from, list, path);

	if (!err)
		err = vdt_file_read(path, VDT_LIST_SIZE, &data, &len);
	if (err)
		return vdt_complain(ret_error, at, "list '%s': %s", list, strerror(-err));
	file = vdt_model_add_file(model, path);
	if (!file)
		return -ENOMEM;
	err = vdt_utf8_check((char *)data, len, file, ret_error);
	return err ? err : take_lines(set, (char *)data, file, ret_error);
}

static int compare(const void *a, const void *b)
{
	return vdt_prefix_compare(a, b);
}

size_t vdt_list_sort(struct vdt_model_prefixes *list, enum vdt_model_family family)
{
	size_t kept = 0, before = list->count;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), compare);
	for (size_t i = 0; i < list->count; i++)
		if (!kept || vdt_prefix_compare(&list->items[kept - 1], &list->items[i]))
			list->items[kept++] = list->items[i];
	list->count = kept;
	return before - kept;
}

/* @prefix, cut to @length. */
static struct vdt_model_prefix cut(const struct vdt_model_prefix *prefix, uint8_t length,
				   enum vdt_model_family family)
{
	struct vdt_model_prefix shorter = *prefix;

	shorter.length = length;
	vdt_prefix_mask(&shorter, family);
	return shorter;
}

static bool is_inside(const struct vdt_model_prefix *inner, const struct vdt_model_prefix *outer,
		      enum vdt_model_family family)
{
	struct vdt_model_prefix around;

	if (inner->length < outer->length)
		return false;
	around = cut(inner, outer->length, family);
	return !vdt_prefix_compare(&around, outer);
}

/* Of the last two of the list, the two halves of one prefix make that prefix. */
static bool join_halves(struct vdt_model_prefix *last, enum vdt_model_family family)
{
	struct vdt_model_prefix whole;

	if (!last->length || last[-1].length != last->length)
		return false;
	whole = cut(last, last->length - 1, family);
	if (!is_inside(last - 1, &whole, family))
		return false;
	whole.at = last[-1].at;
	last[-1] = whole;
	return true;
}

size_t vdt_list_reduce(struct vdt_model_prefixes *list, enum vdt_model_family family)
{
	struct vdt_model_prefix *items = list->items;
	size_t kept = 0, before = list->count;

	for (size_t i = 0; i < before; i++) {
		if (kept && is_inside(&items[i], &items[kept - 1], family))
			continue;
		items[kept++] = items[i];
		while (kept > 1 && join_halves(&items[kept - 1], family))
			kept--;
	}
	list->count = kept;
	return before - kept;
}

void vdt_list_pack(const struct vdt_model_prefixes *list, enum vdt_model_family family,
		   uint8_t *packed)
{
	size_t width = vdt_prefix_width(family);

	for (size_t i = 0; i < list->count; i++, packed += width + 1) {
		memcpy(packed, list->items[i].address, width);
		packed[width] = list->items[i].length;
	}
}
