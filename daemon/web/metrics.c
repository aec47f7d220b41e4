// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/metrics.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_ROOM  128
#define LABEL_ROOM 256

struct line {
	char name[NAME_ROOM];
	unsigned int place; /* qsort() is not stable */
	char *rest;	    /* label and number */
};

struct lines {
	struct line *line;
	unsigned int count;
};

static void add_line(struct lines *lines, const char *name, const char *label, json_int_t number)
{
	struct line *line = &lines->line[lines->count];

	if (lines->count == VDT_METRICS_MAX ||
	    asprintf(&line->rest, "%s %" JSON_INTEGER_FORMAT, label, number) < 0)
		return;
	memcpy(line->name, name, NAME_ROOM);
	line->place = lines->count++;
}

/* [a-zA-Z0-9_]: what else stands in a member's name becomes '_'. */
static void join_name(const char *name, const char *member, char joined[NAME_ROOM])
{
	snprintf(joined, NAME_ROOM, "%s_%s", name, member);
	for (char *at = joined; *at; at++)
		if (!isalnum((unsigned char)*at))
			*at = '_';
}

static void write_label(const json_t *member, size_t i, char label[LABEL_ROOM])
{
	const char *text = json_string_value(json_object_get(member, "name"));
	size_t len = snprintf(label, LABEL_ROOM, "{name=\"");

	if (!text)
		len += snprintf(label + len, LABEL_ROOM - len, "%zu", i);
	for (; text && *text && len < LABEL_ROOM - 8; text++) {
		if (*text == '"' || *text == '\\')
			label[len++] = '\\';
		label[len++] = (unsigned char)*text < ' ' ? '?' : *text;
	}
	snprintf(label + len, LABEL_ROOM - len, "\"}");
}

static void add_value(struct lines *lines, const char *name, const char *label,
		      const json_t *value);

static void add_list(struct lines *lines, const char *name, const json_t *list)
{
	char label[LABEL_ROOM];
	const json_t *member;
	size_t i;

	json_array_foreach((json_t *)list, i, member) {
		write_label(member, i, label);
		add_value(lines, name, label, member);
	}
}

static void add_value(struct lines *lines, const char *name, const char *label, const json_t *value)
{
	char joined[NAME_ROOM];
	const json_t *member;
	const char *key;

	if (json_is_integer(value))
		add_line(lines, name, label, json_integer_value(value));
	else if (json_is_boolean(value))
		add_line(lines, name, label, json_is_true(value));
	else if (json_is_array(value))
		add_list(lines, name, value);
	json_object_foreach((json_t *)value, key, member) {
		join_name(name, key, joined);
		add_value(lines, joined, label, member);
	}
}

static int compare(const void *a, const void *b)
{
	const struct line *left = a, *right = b;
	int order = strcmp(left->name, right->name);

	return order ? order : (int)left->place - (int)right->place;
}

static char *write_lines(const struct lines *lines)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	if (!file)
		return NULL;
	for (unsigned int i = 0; i < lines->count; i++) {
		if (!i || strcmp(lines->line[i].name, lines->line[i - 1].name))
			fprintf(file, "# TYPE %s untyped\n", lines->line[i].name);
		fprintf(file, "%s%s\n", lines->line[i].name, lines->line[i].rest);
	}
	if (!fclose(file))
		return text;
	free(text);
	return NULL;
}

char *vdt_metrics_text(const char *prefix, const json_t *value)
{
	struct lines lines = {.line = calloc(VDT_METRICS_MAX, sizeof(struct line))};
	char name[NAME_ROOM], *text = NULL;

	if (!lines.line)
		return NULL;
	snprintf(name, sizeof(name), "%s", prefix);
	add_value(&lines, name, "", value);
	qsort(lines.line, lines.count, sizeof(*lines.line), compare);
	text = write_lines(&lines);
	for (unsigned int i = 0; i < lines.count; i++)
		free(lines.line[i].rest);
	free(lines.line);
	return text;
}
