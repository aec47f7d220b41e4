// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/mud_report.h"

#include <errno.h>
#include <stdlib.h>

#define LONGEST 80 /* bytes of a text that are shown */

int vdt_mud_report_init(struct vdt_mud_report *report)
{
	*report = (struct vdt_mud_report){json_array(), json_array(), json_array()};
	if (report->left_out && report->notes && report->sets)
		return 0;
	vdt_mud_report_done(report);
	return -ENOMEM;
}

void vdt_mud_report_done(struct vdt_mud_report *report)
{
	json_decref(report->left_out);
	json_decref(report->notes);
	json_decref(report->sets);
	*report = (struct vdt_mud_report){0};
}

void vdt_mud_print_text(const char *text, FILE *out)
{
	for (size_t i = 0; text[i]; i++) {
		unsigned char byte = (unsigned char)text[i];

		if (i == LONGEST) {
			fputs("...", out);
			return;
		}
		if (byte >= ' ' && byte <= '~' && byte != '\\')
			putc(byte, out);
		else
			fprintf(out, "\\x%02x", byte);
	}
}

/* "FIRST/SECOND", or only the first; new reference. */
static json_t *safe_text(const char *first, const char *between, const char *second)
{
	char *text = NULL;
	json_t *string;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	if (!out)
		return NULL;
	vdt_mud_print_text(first, out);
	if (*second) {
		fputs(between, out);
		vdt_mud_print_text(second, out);
	}
	fclose(out);
	string = json_string(text);
	free(text);
	return string;
}

void vdt_mud_left_out(struct vdt_mud_report *report, const char *where, const char *part,
		      const char *why)
{
	json_array_append_new(report->left_out, json_pack("{s:o, s:s}", "where",
							  safe_text(where, "/", part), "why", why));
}

void vdt_mud_note(struct vdt_mud_report *report, const char *where, const char *part,
		  const char *why)
{
	json_array_append_new(report->notes, json_pack("{s:o, s:s}", "where",
						       safe_text(where, "/", part), "why", why));
}

void vdt_mud_set(struct vdt_mud_report *report, const char *set, const char *what, const char *text,
		 bool empty)
{
	json_array_append_new(report->sets, json_pack("{s:s, s:o, s:b}", "set", set, "stands_for",
						      safe_text(what, " ", text), "empty", empty));
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static void print_list(const json_t *list, const char *prefix, const char *what, FILE *out)
{
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
		fprintf(out, "%s%s: %s: %s\n", prefix, what, text_of(item, "where"),
			text_of(item, "why"));
}

void vdt_mud_report_print(const struct vdt_mud_report *report, const char *prefix, FILE *out)
{
	json_t *item;
	size_t i;

	json_array_foreach(report->sets, i, item)
		fprintf(out, "%sset %s: %s%s\n", prefix, text_of(item, "set"),
			text_of(item, "stands_for"),
			json_is_true(json_object_get(item, "empty"))
				? "; nobody is in it, fill it in"
				: "");
	print_list(report->left_out, prefix, "left out", out);
	print_list(report->notes, prefix, "note", out);
}
