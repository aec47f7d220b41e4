// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/transcript.h"

#include <errno.h>

#include "lib/audit/export.h"
#include "tests/unit/lib/audit/write.h"

static struct test_log test;
static char *text;
static size_t text_len;

static void save_export(void)
{
	struct vdt_audit_reader *reader;
	struct vdt_audit_item item;
	FILE *out = open_memstream(&text, &text_len);

	make_dir();
	begin_log(&test);
	add_segment(&test);
	add_records(&test, 3);
	add_record(&test, (struct vdt_audit_record){.type = VDT_AUDIT_LOGIN,
						    .object = "\xff\x1b\\",
						    .details = "{\"a\":1}"});
	add_checkpoint(&test, false);
	save_segment(&test);
	add_segment(&test);
	add_records(&test, 1);
	save_segment(&test);
	cr_assert_eq(vdt_audit_open(test_dir, NULL, NULL, &reader), 0);
	while (vdt_audit_next(reader, &item) > 0)
		cr_assert_eq(vdt_audit_export(&item, out), 0);
	vdt_audit_close(reader);
	fclose(out);
	remove_dir();
}

static void free_export(void)
{
	free(text);
}

TestSuite(transcript, .init = save_export, .fini = free_export);

static struct vdt_audit_report verify(size_t len)
{
	struct vdt_audit_report report;
	FILE *in = fmemopen(text, len, "r");

	cr_assert_eq(vdt_transcript_verify(in, NULL, NULL, &report), 0);
	fclose(in);
	return report;
}

Test(transcript, is_judged_as_the_log_is)
{
	struct vdt_audit_report report = verify(text_len);

	cr_assert_eq(report.state, VDT_LOG_INTACT);
	cr_assert_eq(report.chain.records, 5);
	cr_assert_eq(report.chain.signed_to, 4);
	cr_assert_eq(report.chain.segment, 2);
	cr_assert_arr_eq(report.chain.head, test.chain.head, VDT_AUDIT_HASH);
}

/* Not only what the hashes cover: the words that people read, too. */
Test(transcript, any_changed_character_is_found)
{
	for (size_t i = 0; i < text_len; i++) {
		struct vdt_audit_report report;

		text[i] ^= 1;
		report = verify(text_len);
		cr_assert_neq(report.state, VDT_LOG_INTACT, "character %zu: %.40s", i, text + i);
		text[i] ^= 1;
	}
	cr_assert_eq(verify(text_len).state, VDT_LOG_INTACT);
}

Test(transcript, missing_lines)
{
	char *second = strchr(text, '\n') + 1, *third = strchr(second, '\n') + 1;

	cr_assert_eq(verify(text_len - 1).state, VDT_LOG_CUT, "no newline at the end");
	memmove(second, third, strlen(third) + 1);
	cr_assert_eq(verify(strlen(text)).state, VDT_LOG_ALTERED);
}

Test(transcript, nothing)
{
	struct vdt_audit_report report;
	FILE *in = fopen("/dev/null", "r");

	cr_assert_eq(vdt_transcript_verify(in, NULL, NULL, &report), -ENODATA);
	fclose(in);
}
