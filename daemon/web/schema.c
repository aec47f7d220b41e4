// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/schema.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/web/plain_text.h"

#define NAME_SHOWN 32 /* longer or stranger names of unknown members are not repeated */

struct walk {
	struct vdt_schema_errors *errors;
	unsigned int depth;
	char pointer[VDT_SCHEMA_POINTER];
};

static int check_object(struct walk *walk, const struct vdt_schema *schema, const json_t *value);

__attribute__((format(printf, 2, 3))) static int complain(struct walk *walk, const char *format,
							  ...)
{
	struct vdt_schema_error *error;
	va_list ap;

	if (walk->errors->count == VDT_SCHEMA_ERRORS)
		return -EINVAL;
	error = &walk->errors->error[walk->errors->count++];
	snprintf(error->pointer, sizeof(error->pointer), "%s", walk->pointer);
	va_start(ap, format);
	vsnprintf(error->detail, sizeof(error->detail), format, ap);
	va_end(ap);
	return -EINVAL;
}

static int check_string(struct walk *walk, const struct vdt_field *field, const char *text)
{
	size_t len = strlen(text);

	if (len < (size_t)field->min || len > (size_t)field->max)
		return complain(walk, "must have %" PRId64 " to %" PRId64 " bytes", field->min,
				field->max);
	if (!vdt_plain_text(text))
		return complain(walk, "must be text without control characters");
	if (field->rule && !field->rule->holds(text))
		return complain(walk, "must be %s", field->rule->allowed);
	return 0;
}

static int check_word(struct walk *walk, const struct vdt_field *field, const char *text)
{
	char list[VDT_SCHEMA_DETAIL] = "";
	size_t len = 0;

	for (const char *const *word = field->words; *word; word++) {
		if (!strcmp(*word, text))
			return 0;
		if (len < sizeof(list))
			len += snprintf(list + len, sizeof(list) - len, "%s%s", len ? ", " : "",
					*word);
	}
	return complain(walk, "must be one of: %.*s", (int)sizeof(list) - 20, list);
}

static int check_integer(struct walk *walk, const struct vdt_field *field, int64_t number)
{
	if (number < field->min || number > field->max)
		return complain(walk, "must be from %" PRId64 " to %" PRId64, field->min,
				field->max);
	return 0;
}

static const char *const kind_names[] = {
	[VDT_FIELD_STRING] = "string",	 [VDT_FIELD_INTEGER] = "integer",
	[VDT_FIELD_BOOLEAN] = "boolean", [VDT_FIELD_WORD] = "string",
	[VDT_FIELD_ARRAY] = "array",	 [VDT_FIELD_OBJECT] = "object",
};

static bool is_kind(enum vdt_field_kind kind, const json_t *value)
{
	switch (kind) {
	case VDT_FIELD_STRING:
	case VDT_FIELD_WORD:
		return json_is_string(value);
	case VDT_FIELD_INTEGER:
		return json_is_integer(value);
	case VDT_FIELD_BOOLEAN:
		return json_is_boolean(value);
	case VDT_FIELD_ARRAY:
		return json_is_array(value);
	case VDT_FIELD_OBJECT:
		return json_is_object(value);
	}
	return false;
}

static int check_value(struct walk *walk, const struct vdt_field *field, const json_t *value);

/* @step is a member's name or the number of an array's member. */
static int check_below(struct walk *walk, const char *step, const struct vdt_field *field,
		       const json_t *value)
{
	size_t len = strlen(walk->pointer);
	int err;

	snprintf(walk->pointer + len, sizeof(walk->pointer) - len, "/%s", step);
	if (!value)
		err = complain(walk, "is required");
	else
		err = check_value(walk, field, value);
	walk->pointer[len] = '\0';
	return err;
}

static int check_array(struct walk *walk, const struct vdt_field *field, const json_t *value)
{
	const json_t *member;
	size_t i;
	int err = 0;

	if (json_array_size(value) < (size_t)field->min ||
	    json_array_size(value) > (size_t)field->max)
		return complain(walk, "must have %" PRId64 " to %" PRId64 " members", field->min,
				field->max);
	json_array_foreach((json_t *)value, i, member) {
		char number[24];

		snprintf(number, sizeof(number), "%zu", i);
		if (check_below(walk, number, field->of, member))
			err = -EINVAL;
	}
	return err;
}

static int check_value(struct walk *walk, const struct vdt_field *field, const json_t *value)
{
	if (!is_kind(field->kind, value))
		return complain(walk, "must be of type %s", kind_names[field->kind]);
	switch (field->kind) {
	case VDT_FIELD_STRING:
		/* A NUL inside would hide the rest from all who look at C strings. */
		if (strlen(json_string_value(value)) != json_string_length(value))
			return complain(walk, "must be text without control characters");
		return check_string(walk, field, json_string_value(value));
	case VDT_FIELD_WORD:
		return check_word(walk, field, json_string_value(value));
	case VDT_FIELD_INTEGER:
		return check_integer(walk, field, json_integer_value(value));
	case VDT_FIELD_BOOLEAN:
		return 0;
	case VDT_FIELD_ARRAY:
		return check_array(walk, field, value);
	case VDT_FIELD_OBJECT:
		return check_object(walk, field->object, value);
	}
	return -EINVAL;
}

static bool is_field(const struct vdt_schema *schema, const char *name)
{
	for (unsigned int i = 0; i < schema->count; i++)
		if (!strcmp(schema->fields[i].name, name))
			return true;
	return false;
}

static int refuse_unknown(struct walk *walk, const char *name)
{
	size_t len = strlen(walk->pointer), shown = strspn(name, "abcdefghijklmnopqrstuvwxyz"
								 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
								 "0123456789_-");

	if (shown && !name[shown] && shown <= NAME_SHOWN)
		snprintf(walk->pointer + len, sizeof(walk->pointer) - len, "/%s", name);
	complain(walk, "has no meaning here");
	walk->pointer[len] = '\0';
	return -EINVAL;
}

static int check_object(struct walk *walk, const struct vdt_schema *schema, const json_t *value)
{
	const json_t *member;
	const char *name;
	int err = 0;

	if (walk->depth == VDT_SCHEMA_DEPTH)
		return complain(walk, "is nested too deep");
	walk->depth++;
	for (unsigned int i = 0; i < schema->count; i++) {
		const struct vdt_field *field = &schema->fields[i];

		member = json_object_get(value, field->name);
		if (!member && !(field->flags & VDT_FIELD_REQUIRED))
			continue;
		if (check_below(walk, field->name, field, member))
			err = -EINVAL;
	}
	if (!schema->open)
		json_object_foreach((json_t *)value, name, member)
			if (!is_field(schema, name))
				err = refuse_unknown(walk, name);
	walk->depth--;
	return err;
}

int vdt_schema_check(const struct vdt_schema *schema, const json_t *value,
		     struct vdt_schema_errors *ret_errors)
{
	const struct vdt_field whole = {.kind = VDT_FIELD_OBJECT, .object = schema};
	struct walk walk = {.errors = ret_errors};

	memset(ret_errors, 0, sizeof(*ret_errors));
	return check_value(&walk, &whole, value);
}

static int check_integer_text(struct walk *walk, const struct vdt_field *field, const char *text)
{
	char *end;
	int64_t number;

	/* One way to write a number: no sign, no leading zero, no space. */
	if (*text < '0' || *text > '9' || (*text == '0' && text[1]))
		return complain(walk, "must be of type integer");
	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno || *end)
		return complain(walk, "must be of type integer");
	return check_integer(walk, field, number);
}

int vdt_schema_check_text(const struct vdt_field *field, const char *text,
			  struct vdt_schema_errors *ret_errors)
{
	struct walk walk = {.errors = ret_errors};

	memset(ret_errors, 0, sizeof(*ret_errors));
	snprintf(walk.pointer, sizeof(walk.pointer), "/%s", field->name);
	switch (field->kind) {
	case VDT_FIELD_STRING:
		return check_string(&walk, field, text);
	case VDT_FIELD_WORD:
		return check_word(&walk, field, text);
	case VDT_FIELD_INTEGER:
		return check_integer_text(&walk, field, text);
	case VDT_FIELD_BOOLEAN:
		if (!strcmp(text, "true") || !strcmp(text, "false"))
			return 0;
		return complain(&walk, "must be one of: true, false");
	default:
		return complain(&walk, "cannot be written here");
	}
}

void vdt_schema_complain(struct vdt_schema_errors *errors, const char *pointer, const char *detail)
{
	struct walk walk = {.errors = errors};

	snprintf(walk.pointer, sizeof(walk.pointer), "%s", pointer);
	complain(&walk, "%s", detail);
}
