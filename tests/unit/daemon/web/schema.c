// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/schema.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *const colours[] = {"red", "green", NULL};
static const struct vdt_field number = VDT_INTEGER(NULL, 1, 3);
static const struct vdt_field inner_fields[] = {VDT_BOOLEAN("on", .flags = VDT_FIELD_REQUIRED)};
static const struct vdt_schema inner = {.name = "Inner", VDT_SCHEMA_FIELDS(inner_fields)};
static const struct vdt_field fields[] = {
	VDT_STRING("name", 1, 31, .rule = &vdt_rule_account, .flags = VDT_FIELD_REQUIRED),
	VDT_STRING("note", 0, 8),
	VDT_STRING("password", 1, 255, .flags = VDT_FIELD_WRITE_ONLY),
	VDT_INTEGER("count", -1, 9, .doc = "How many."),
	VDT_WORD("colour", colours),
	VDT_ARRAY("numbers", 1, 2, &number),
	VDT_OBJECT("inner", &inner),
};
static const struct vdt_schema schema = {
	.name = "Thing", .doc = "A thing.", VDT_SCHEMA_FIELDS(fields)};

static struct vdt_schema_errors errors;

static int check(const char *text)
{
	json_error_t error;
	json_t *value = json_loads(text, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
	int err;

	cr_assert_not_null(value, "%s: %s", text, error.text);
	err = vdt_schema_check(&schema, value, &errors);
	json_decref(value);
	return err;
}

Test(schema, objects)
{
	static const struct {
		const char *json;
		const char *pointer; /* NULL: good */
		const char *detail;
	} cases[] = {
		{"{\"name\":\"nvr\"}", NULL, NULL},
		{"{\"name\":\"nvr\",\"note\":\"\",\"count\":-1,\"colour\":\"green\","
		 "\"numbers\":[1,3],\"inner\":{\"on\":true}}",
		 NULL, NULL},
		{"{\"name\":\"nvr\",\"note\":\"\xc3\xa9t <b>\"}", NULL, NULL},
		{"[]", "", "must be of type object"},
		{"{}", "/name", "is required"},
		{"{\"name\":null}", "/name", "must be of type string"},
		{"{\"name\":[\"nvr\"]}", "/name", "must be of type string"},
		{"{\"name\":\"\"}", "/name", "must have 1 to 31 bytes"},
		{"{\"name\":\"a2345678901234567890123456789012\"}", "/name",
		 "must have 1 to 31 bytes"},
		{"{\"name\":\"1nvr\"}", "/name",
		 "must be a letter and up to 30 letters, digits, '.', '_' and '-', all ASCII"},
		{"{\"name\":\"n\",\"note\":\"a\\nb\"}", "/note",
		 "must be text without control characters"},
		{"{\"name\":\"n\\u0000x\"}", "/name", "must be text without control characters"},
		{"{\"name\":\"n\",\"note\":\"\\u001b[2J\"}", "/note",
		 "must be text without control characters"},
		{"{\"name\":\"n\",\"note\":\"123456789\"}", "/note", "must have 0 to 8 bytes"},
		{"{\"name\":\"n\",\"count\":10}", "/count", "must be from -1 to 9"},
		{"{\"name\":\"n\",\"count\":-2}", "/count", "must be from -1 to 9"},
		{"{\"name\":\"n\",\"count\":1.0}", "/count", "must be of type integer"},
		{"{\"name\":\"n\",\"count\":\"1\"}", "/count", "must be of type integer"},
		{"{\"name\":\"n\",\"count\":true}", "/count", "must be of type integer"},
		{"{\"name\":\"n\",\"colour\":\"Red\"}", "/colour", "must be one of: red, green"},
		{"{\"name\":\"n\",\"numbers\":[]}", "/numbers", "must have 1 to 2 members"},
		{"{\"name\":\"n\",\"numbers\":[1,2,3]}", "/numbers", "must have 1 to 2 members"},
		{"{\"name\":\"n\",\"numbers\":[1,4]}", "/numbers/1", "must be from 1 to 3"},
		{"{\"name\":\"n\",\"numbers\":[[1]]}", "/numbers/0", "must be of type integer"},
		{"{\"name\":\"n\",\"inner\":{}}", "/inner/on", "is required"},
		{"{\"name\":\"n\",\"inner\":{\"on\":1}}", "/inner/on", "must be of type boolean"},
		{"{\"name\":\"n\",\"inner\":{\"on\":true,\"off\":{}}}", "/inner/off",
		 "has no meaning here"},
		{"{\"name\":\"n\",\"Name\":\"m\"}", "/Name", "has no meaning here"},
		{"{\"name\":\"n\",\"__proto__\":{}}", "/__proto__", "has no meaning here"},
		/* names that are no plain words are not repeated */
		{"{\"name\":\"n\",\"<script>\":1}", "", "has no meaning here"},
		{"{\"name\":\"n\",\"\":1}", "", "has no meaning here"},
		{"{\"name\":\"n\",\"a234567890123456789012345678901234\":1}", "",
		 "has no meaning here"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int err = check(cases[i].json);

		cr_assert_eq(err, cases[i].pointer ? -EINVAL : 0, "%s", cases[i].json);
		cr_assert_eq(errors.count, cases[i].pointer ? 1 : 0, "%s", cases[i].json);
		if (!cases[i].pointer)
			continue;
		cr_assert_str_eq(errors.error[0].pointer, cases[i].pointer, "%s: %s", cases[i].json,
				 errors.error[0].pointer);
		cr_assert_str_eq(errors.error[0].detail, cases[i].detail, "%s: %s", cases[i].json,
				 errors.error[0].detail);
	}
}

Test(schema, errors_are_bounded)
{
	char json[1024] = "{";

	for (unsigned int i = 0; i < 2 * VDT_SCHEMA_ERRORS; i++)
		snprintf(json + strlen(json), sizeof(json) - strlen(json), "\"x%u\":1,", i);
	strcat(json, "\"name\":1}");
	cr_assert_eq(check(json), -EINVAL);
	cr_assert_eq(errors.count, VDT_SCHEMA_ERRORS);
	cr_assert_str_eq(errors.error[0].pointer, "/name");
}

static const struct vdt_field loop_fields[1];
static const struct vdt_schema loop = {.name = "Loop", VDT_SCHEMA_FIELDS(loop_fields)};
static const struct vdt_field loop_fields[] = {VDT_OBJECT("l", &loop)};

Test(schema, depth_is_bounded_even_in_a_table_that_is_not)
{
	for (unsigned int depth = 1; depth <= VDT_SCHEMA_DEPTH + 1; depth++) {
		json_t *value = json_object();

		for (unsigned int i = 1; i < depth; i++)
			value = json_pack("{s:o}", "l", value);
		cr_assert_eq(vdt_schema_check(&loop, value, &errors),
			     depth > VDT_SCHEMA_DEPTH ? -EINVAL : 0, "%u", depth);
		json_decref(value);
	}
}

Test(schema, texts_of_paths_and_queries)
{
	static const struct vdt_field id = VDT_INTEGER("id", 0, UINT32_MAX);
	static const struct vdt_field all = VDT_BOOLEAN("all");
	static const struct vdt_field colour = VDT_WORD("colour", colours);
	static const struct vdt_field session = VDT_STRING("id", 16, 16, .rule = &vdt_rule_session);
	static const struct vdt_field inside = VDT_OBJECT("inner", &inner);
	static const struct {
		const struct vdt_field *field;
		const char *text;
		int expected;
	} cases[] = {
		{&id, "0", 0},
		{&id, "4294967295", 0},
		{&id, "4294967296", -EINVAL},
		{&id, "99999999999999999999", -EINVAL},
		{&id, "", -EINVAL},
		{&id, "01", -EINVAL},
		{&id, "+1", -EINVAL},
		{&id, "-1", -EINVAL},
		{&id, " 1", -EINVAL},
		{&id, "1 ", -EINVAL},
		{&id, "0x1", -EINVAL},
		{&id, "1e3", -EINVAL},
		{&all, "true", 0},
		{&all, "false", 0},
		{&all, "1", -EINVAL},
		{&all, "TRUE", -EINVAL},
		{&colour, "red", 0},
		{&colour, "blue", -EINVAL},
		{&session, "0123456789abcdef", 0},
		{&session, "0123456789abcdeF", -EINVAL},
		{&session, "0123456789abcde", -EINVAL},
		{&inside, "{}", -EINVAL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		cr_assert_eq(vdt_schema_check_text(cases[i].field, cases[i].text, &errors),
			     cases[i].expected, "%s", cases[i].text);
	vdt_schema_check_text(&id, "x", &errors);
	cr_assert_str_eq(errors.error[0].pointer, "/id");
}

Test(schema, described)
{
	static const char expected[] =
		"{\"type\":\"object\",\"description\":\"A thing.\",\"properties\":{"
		"\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":31,"
		"\"pattern\":\"^[A-Za-z][A-Za-z0-9._-]{0,30}$\"},"
		"\"note\":{\"type\":\"string\",\"minLength\":0,\"maxLength\":8},"
		"\"password\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":255,"
		"\"writeOnly\":true},"
		"\"count\":{\"type\":\"integer\",\"minimum\":-1,\"maximum\":9,"
		"\"description\":\"How many.\"},"
		"\"colour\":{\"type\":\"string\",\"enum\":[\"red\",\"green\"]},"
		"\"numbers\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":2,"
		"\"items\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":3}},"
		"\"inner\":{\"$ref\":\"#/components/schemas/Inner\"}},"
		"\"required\":[\"name\"],\"additionalProperties\":false}";
	json_t *described = vdt_schema_describe(&schema);
	char *text = json_dumps(described, JSON_COMPACT);

	cr_assert_str_eq(text, expected, "%s", text);
	free(text);
	json_decref(described);
}
