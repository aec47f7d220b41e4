// SPDX-License-Identifier: BSD-3-Clause
/* The tables of schema.h as JSON Schema. */
#include <stdio.h>

#include "daemon/web/schema.h"

/* Lengths are bytes here and characters there: a character has at least one byte, so what the
 * document allows is never less than what we take; shorter strings than min bytes are ASCII. */
static json_t *describe_string(const struct vdt_field *field)
{
	const struct vdt_schema_rule *rule = field->rule;

	return json_pack("{s:s, s:I, s:I, s:s*, s:s*}", "type", "string", "minLength",
			 (json_int_t)(field->min ? 1 : 0), "maxLength", (json_int_t)field->max,
			 "format", rule ? rule->format : NULL, "pattern",
			 rule ? rule->pattern : NULL);
}

static json_t *describe_word(const struct vdt_field *field)
{
	json_t *words = json_array();

	for (const char *const *word = field->words; *word; word++)
		json_array_append_new(words, json_string(*word));
	return json_pack("{s:s, s:o}", "type", "string", "enum", words);
}

static json_t *describe_array(const struct vdt_field *field)
{
	return json_pack("{s:s, s:I, s:I, s:o}", "type", "array", "minItems",
			 (json_int_t)field->min, "maxItems", (json_int_t)field->max, "items",
			 vdt_schema_describe_field(field->of));
}

static json_t *describe_kind(const struct vdt_field *field)
{
	switch (field->kind) {
	case VDT_FIELD_STRING:
		return describe_string(field);
	case VDT_FIELD_INTEGER:
		return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum",
				 (json_int_t)field->min, "maximum", (json_int_t)field->max);
	case VDT_FIELD_BOOLEAN:
		return json_pack("{s:s}", "type", "boolean");
	case VDT_FIELD_WORD:
		return describe_word(field);
	case VDT_FIELD_ARRAY:
		return describe_array(field);
	case VDT_FIELD_OBJECT:
		return json_pack("{s:o}", "$ref",
				 json_sprintf("#/components/schemas/%s", field->object->name));
	}
	return NULL;
}

json_t *vdt_schema_describe_field(const struct vdt_field *field)
{
	json_t *described = describe_kind(field);

	if (field->doc)
		json_object_set_new(described, "description", json_string(field->doc));
	if (field->flags & VDT_FIELD_WRITE_ONLY)
		json_object_set_new(described, "writeOnly", json_true());
	return described;
}

json_t *vdt_schema_describe(const struct vdt_schema *schema)
{
	json_t *properties, *required;

	if (schema->open && !schema->count) /* whatever it is: a list, too */
		return json_pack("{s:s*}", "description", schema->doc);
	properties = json_object();
	required = json_array();
	for (unsigned int i = 0; i < schema->count; i++) {
		const struct vdt_field *field = &schema->fields[i];

		json_object_set_new(properties, field->name, vdt_schema_describe_field(field));
		if (field->flags & VDT_FIELD_REQUIRED)
			json_array_append_new(required, json_string(field->name));
	}
	return json_pack("{s:s, s:s*, s:o, s:o, s:b}", "type", "object", "description", schema->doc,
			 "properties", properties, "required", required, "additionalProperties",
			 schema->open);
}
