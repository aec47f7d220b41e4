// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/export.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "lib/audit/record.h"

static char *export_as(int (*print)(const struct vdt_audit_record *, FILE *),
		       const struct vdt_audit_record *record)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	cr_assert_eq(print(record, out), 0);
	fclose(out);
	return text;
}

Test(export, json_of_a_record)
{
	const struct vdt_audit_record record = {
		.seq = 3,
		.realtime = 1700000000123456789ull,
		.flags = VDT_AUDIT_CLOCK_SYNCED,
		.type = VDT_AUDIT_LOGIN,
		.result = VDT_AUDIT_REFUSED,
		.account = "admin",
		.reason = "wrong password",
	};
	char *text = export_as(vdt_audit_json, &record);
	json_t *line = json_loads(text, 0, NULL);

	cr_assert_not_null(line);
	cr_assert_eq(json_integer_value(json_object_get(line, "seq")), 3);
	cr_assert_str_eq(json_string_value(json_object_get(line, "time")),
			 "2023-11-14T22:13:20.123456Z");
	cr_assert(json_is_true(json_object_get(line, "synced")));
	cr_assert_str_eq(json_string_value(json_object_get(line, "type")), "account.login");
	cr_assert_str_eq(json_string_value(json_object_get(line, "result")), "refused");
	cr_assert_str_eq(json_string_value(json_object_get(line, "account")), "admin");
	cr_assert_null(json_object_get(line, "source"), "what is empty is left out");
	cr_assert_eq(strchr(text, '\n'), text + strlen(text) - 1, "one line");
	json_decref(line);
	free(text);
}

/* What a stranger may put into a name must not reach the terminal of who reads the log. */
Test(export, strangers_strings_are_escaped)
{
	static const struct {
		const char *input, *expected, *why;
	} cases[] = {
		{"a b", "a b", "a space stays"},
		{"f\xc3\xbcr", "f\xc3\xbcr", "UTF-8 stays"},
		{"a\r\nb", "a\\x0d\\x0ab", "a line of his own"},
		{"\x1b[2J", "\\x1b[2J", "an ANSI sequence"},
		{"a\x7f", "a\\x7f", "delete"},
		{"\xc2\x9b"
		 "2J",
		 "\\xc2\\x9b2J", "a C1 control is an ANSI sequence too"},
		{"\xe2\x80\xae"
		 "x",
		 "\\xe2\\x80\\xaex", "right-to-left override"},
		{"\xe2\x81\xa6"
		 "x",
		 "\\xe2\\x81\\xa6x", "left-to-right isolate"},
		{"\xff\xfe", "\\xff\\xfe", "not UTF-8"},
		{"\xc0\xaf", "\\xc0\\xaf", "an overlong slash"},
		{"\xe0\x80\xaf", "\\xe0\\x80\\xaf", "an overlong slash in three bytes"},
		{"\xed\xa0\x80", "\\xed\\xa0\\x80", "a surrogate"},
		{"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80", "past the last character"},
		{"\xe2\x82", "\\xe2\\x82", "cut short"},
		{"\\x0d", "\\x5cx0d", "an escape of his own"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vdt_audit_record record = {.type = VDT_AUDIT_LOGIN};
		char *json, *text;
		json_t *line;

		snprintf(record.object, sizeof(record.object), "%s", cases[i].input);
		json = export_as(vdt_audit_json, &record);
		text = export_as(vdt_audit_fields, &record);
		line = json_loads(json, 0, NULL);
		cr_assert_str_eq(json_string_value(json_object_get(line, "object")),
				 cases[i].expected, "%s", cases[i].why);
		cr_assert_not_null(strstr(text, cases[i].expected), "%s: %s", cases[i].why, text);
		cr_assert_eq(strcspn(text, "\r\n\x1b\x7f"), strlen(text) - 1, "%s", cases[i].why);
		json_decref(line);
		free(json);
		free(text);
	}
}

Test(export, the_longest_string_of_the_worst_bytes)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_LOGIN};
	char *text;

	memset(record.reason, 0x1b, sizeof(record.reason) - 1);
	text = export_as(vdt_audit_json, &record);
	cr_assert_gt(strlen(text), 4 * (sizeof(record.reason) - 1));
	free(text);
}

/* Every field of the evidence for a record's content can be there. */
Test(export, json_has_every_field)
{
	static const char *const names[] = {
		"seq",	     "time",	"synced",     "boot",	 "boottime",   "type", "result",
		"sentence",  "count",	"kernel_seq", "account", "account_id", "role", "source",
		"transport", "session", "object",     "reason",	 "details",    "prev", "hash"};
	const struct vdt_audit_record record = {.type = VDT_AUDIT_CONFIG_CHANGE,
						.count = 1,
						.kernel_seq = 1,
						.account = "ann",
						.account_id = 2,
						.role = VDT_AUDIT_ADMINISTRATOR,
						.source = "10.0.0.20:4711",
						.transport = VDT_AUDIT_HTTPS,
						.session = {1},
						.object = "/time/ntp",
						.reason = "asked",
						.details = "{\"etag\":\"7\"}"};
	char *text = export_as(vdt_audit_json, &record);
	json_t *line = json_loads(text, 0, NULL);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		cr_assert_not_null(json_object_get(line, names[i]), "%s", names[i]);
	cr_assert_eq(json_object_size(line), sizeof(names) / sizeof(names[0]));
	cr_assert_str_eq(json_string_value(json_object_get(line, "session")), "0100000000000000");
	json_decref(line);
	free(text);
}
