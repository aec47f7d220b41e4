// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/syslog.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define BEGIN "1 2023-11-14T22:13:20.123456Z cam vedette - "

static char text[VDT_SYSLOG_ROOM];

static struct vdt_audit_record some_record(void)
{
	return (struct vdt_audit_record){.seq = 3,
					 .realtime = 1700000000123456789ull,
					 .type = VDT_AUDIT_LOGIN,
					 .result = VDT_AUDIT_REFUSED,
					 .account = "admin",
					 .reason = "wrong password"};
}

Test(syslog, a_record)
{
	struct vdt_audit_record record = some_record();

	cr_assert_gt(vdt_syslog_record(&record, "cam", text), 0);
	cr_expect_str_eq(text,
			 "<108>" BEGIN "account.login [timeQuality tzKnown=\"1\" isSynced=\"0\"]"
			 "[vedette@32473 seq=\"3\" boot=\"00000000000000000000000000000000\" "
			 "result=\"refused\" account=\"admin\" reason=\"wrong password\" hash=\""
			 "0000000000000000000000000000000000000000000000000000000000000000\"] "
			 "admin could not log in: wrong password");
}

Test(syslog, severity)
{
	static const struct {
		uint8_t type, result;
		const char *expected, *why;
	} rows[] = {
		{VDT_AUDIT_LOGIN, VDT_AUDIT_OK, "<110>", "what happens every day"},
		{VDT_AUDIT_POLICY_LOAD, VDT_AUDIT_OK, "<109>", "what changes the camera"},
		{VDT_AUDIT_LOGIN, VDT_AUDIT_REFUSED, "<108>", "refused"},
		{VDT_AUDIT_INTEGRITY, VDT_AUDIT_OBSERVED, "<108>", "let pass against a rule"},
		{VDT_AUDIT_POLICY_LOAD, VDT_AUDIT_FAILED, "<107>", "failed"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vdt_audit_record record = {.type = rows[i].type, .result = rows[i].result};

		cr_assert_gt(vdt_syslog_record(&record, "cam", text), 0);
		cr_expect_eq(strncmp(text, rows[i].expected, 5), 0, "%s: %.5s", rows[i].why, text);
	}
}

Test(syslog, strangers_strings)
{
	static const struct {
		const char *input, *expected, *why;
	} rows[] = {
		{"a]\"b", "account=\"a\\]\\\"b\"", "the end of an element"},
		{"a\nb", "account=\"a\\\\x0ab\"", "a newline is escaped, and its backslash, too"},
		{"f\xc3\xbcr", "account=\"f\xc3\xbcr\"", "UTF-8 stays"},
		{"f\xc3\xbcr", "] \xef\xbb\xbf", "a text that is not ASCII has the mark of UTF-8"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vdt_audit_record record = some_record();

		snprintf(record.account, sizeof(record.account), "%s", rows[i].input);
		cr_assert_gt(vdt_syslog_record(&record, "cam", text), 0);
		cr_expect_not_null(strstr(text, rows[i].expected), "%s: %s", rows[i].why, text);
	}
}

static void fill(char *field, size_t room)
{
	memset(field, 0x01, room - 1);
	field[room - 1] = '\0';
}

/* Every byte of every string becomes five. */
Test(syslog, the_longest)
{
	struct vdt_audit_record record = some_record();
	char host[VDT_SYSLOG_HOST];

	memset(host, 'h', sizeof(host) - 1);
	host[sizeof(host) - 1] = '\0';
	fill(record.account, sizeof(record.account));
	fill(record.source, sizeof(record.source));
	fill(record.object, sizeof(record.object));
	fill(record.reason, sizeof(record.reason));
	strcpy(record.details, "{}");
	cr_assert_gt(vdt_syslog_record(&record, host, text), 0);
	cr_expect_not_null(strstr(text, " details=\"{}\" "), "it fits");
	fill(record.details, sizeof(record.details));
	cr_assert_gt(vdt_syslog_record(&record, host, text), 0);
	cr_expect_not_null(strstr(text, " details_left_out=\"1\" "), "it does not");
}

Test(syslog, a_checkpoint)
{
	cr_assert_gt(vdt_syslog_checkpoint("a\nb\n", 7, 1700000000123456789ull, "cam", text), 0);
	cr_expect_str_eq(text, "<109>" BEGIN "checkpoint [vedette@32473 size=\"7\" "
			       "note=\"YQpiCg==\"] checkpoint over 7 records");
}

Test(syslog, host)
{
	static const struct {
		const char *input, *expected;
	} rows[] = {{"cam-7.example", "cam-7.example"}, {"a b\n\xc3", "a_b__"}, {"", "-"}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char host[VDT_SYSLOG_HOST];

		strcpy(host, rows[i].input);
		vdt_syslog_host(host);
		cr_expect_str_eq(host, rows[i].expected);
	}
}
