// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/log.h"

#include <errno.h>

#include "tests/unit/lib/audit/write.h"

static struct test_log test;

TestSuite(log, .init = make_dir, .fini = remove_dir);

/* Two segments: 4 records and a checkpoint, 3 records, a cosigned checkpoint and one record. */
static struct vdt_unit *make_log(void)
{
	struct vdt_unit *unit = make_unit();

	begin_log(&test);
	add_segment(&test);
	add_records(&test, 4);
	add_checkpoint(&test, false);
	save_segment(&test);
	add_segment(&test);
	add_records(&test, 3);
	add_checkpoint(&test, true);
	add_records(&test, 1);
	save_segment(&test);
	return unit;
}

static struct vdt_audit_report verify(const struct vdt_unit *unit)
{
	struct vdt_audit_report report;

	cr_assert_eq(vdt_audit_verify(test_dir, unit, NULL, &report), 0);
	return report;
}

Test(log, intact)
{
	struct vdt_unit *unit = make_log();
	struct vdt_audit_report report = verify(unit);

	cr_assert_eq(report.state, VDT_LOG_INTACT);
	cr_assert_eq(report.chain.records, 8);
	cr_assert_eq(report.chain.seq, 8);
	cr_assert_eq(report.chain.signed_to, 7);
	cr_assert_eq(report.chain.witnessed_to, 7);
	cr_assert_eq(report.segment, 2);
	cr_assert_eq(report.offset, test.len);
	vdt_unit_free(unit);
}

Test(log, absent)
{
	struct vdt_audit_report report;

	cr_assert_eq(vdt_audit_verify(test_dir, NULL, NULL, &report), -ENOENT, "no segment");
	cr_assert_eq(vdt_audit_verify("/nonexistent", NULL, NULL, &report), -ENOENT, "no folder");
}

/* What the record of the item that has byte @at is numbered, the one after it for other items. */
static uint64_t find_record(size_t at)
{
	unsigned int i = 0;

	while (i + 1 < test.items && test.item[i + 1].at <= at)
		i++;
	if (test.item[i].kind == VDT_ITEM_RECORD)
		return test.item[i].seq;
	return test.item[i].kind == VDT_ITEM_HEADER ? 5 : test.item[i].seq + 1;
}

/* Every bit of it: found, and at the record that has it. */
Test(log, flipped_bit)
{
	int fd;

	vdt_unit_free(make_log());
	fd = open(segment_path(2), O_WRONLY);
	for (size_t at = 0; at < test.len; at++) {
		uint8_t byte = test.bytes[at] ^ (uint8_t)(1 << at % 8);
		struct vdt_audit_report report;

		cr_assert_eq(pwrite(fd, &byte, 1, (off_t)at), 1);
		report = verify(NULL);
		/* The length of the last item may say that there is more to come. */
		if (report.state != VDT_LOG_CUT || at < test.item[test.items - 1].at)
			cr_assert_eq(report.state, VDT_LOG_ALTERED, "byte %zu", at);
		cr_assert_eq(report.chain.seq + 1, find_record(at), "byte %zu", at);
		cr_assert_eq(pwrite(fd, &test.bytes[at], 1, (off_t)at), 1);
	}
	close(fd);
	cr_assert_eq(verify(NULL).state, VDT_LOG_INTACT);
}

/* Power may be cut at any byte: never taken for an alteration, nor for intact but between items. */
Test(log, cut_anywhere)
{
	unsigned int whole = 0;

	vdt_unit_free(make_log());
	for (size_t len = test.len; len--;) {
		struct vdt_audit_report report;

		cr_assert_eq(truncate(segment_path(2), (off_t)len), 0);
		report = verify(NULL);
		cr_assert_neq(report.state, VDT_LOG_ALTERED, "%zu bytes", len);
		whole += report.state == VDT_LOG_INTACT;
		cr_assert_leq(report.offset, len);
	}
	cr_assert_eq(whole, test.items - 1, "once behind every item but the last");
}

Test(log, zeros_behind_the_end_are_a_cut)
{
	static const uint8_t zeros[4096];
	int fd;

	vdt_unit_free(make_log());
	fd = open(segment_path(2), O_WRONLY | O_APPEND);
	cr_assert_eq(write(fd, zeros, sizeof(zeros)), sizeof(zeros));
	cr_assert_eq(verify(NULL).state, VDT_LOG_CUT);
	cr_assert_eq(write(fd, "x", 1), 1);
	close(fd);
	cr_assert_eq(verify(NULL).state, VDT_LOG_ALTERED);
}

/* The item that was being written straddles two blocks, of which one came. */
Test(log, block_that_was_not_written)
{
	static const uint8_t zeros[4096];
	int fd;

	vdt_unit_free(make_log());
	fd = open(segment_path(2), O_WRONLY);
	for (size_t block = 512; block < test.len; block += 512) {
		cr_assert_eq(pwrite(fd, zeros, test.len - block, (off_t)block),
			     (ssize_t)(test.len - block));
		cr_assert_eq(verify(NULL).state, VDT_LOG_CUT, "from byte %zu", block);
		cr_assert_eq(pwrite(fd, test.bytes, test.len, 0), (ssize_t)test.len);
	}
	close(fd);
}

Test(log, segments_belong_together)
{
	char other[64];

	vdt_unit_free(make_log());
	snprintf(other, sizeof(other), "%s/kept", test_dir);
	cr_assert_eq(rename(segment_path(1), other), 0);
	cr_assert_eq(verify(NULL).state, VDT_LOG_BEHEADED, "no record says that it was dropped");
	cr_assert_eq(rename(segment_path(2), segment_path(3)), 0);
	cr_assert_eq(verify(NULL).state, VDT_LOG_ALTERED, "a header of another number");
	cr_assert_eq(rename(other, segment_path(1)), 0);
	cr_assert_eq(verify(NULL).state, VDT_LOG_ALTERED, "one is missing between them");
	cr_assert_eq(unlink(segment_path(3)), 0);
	cr_assert_eq(verify(NULL).state, VDT_LOG_INTACT, "the end was removed: no file tells");
}

Test(log, first_segment_that_is_cut_is_none)
{
	vdt_unit_free(make_log());
	cr_assert_eq(truncate(segment_path(1), 900), 0);
	cr_assert_eq(verify(NULL).state, VDT_LOG_ALTERED, "it was complete when the next began");
}

Test(log, more_may_follow)
{
	struct vdt_audit_reader *reader;
	struct vdt_audit_item item;
	unsigned int records = 0;

	vdt_unit_free(make_log());
	cr_assert_eq(truncate(segment_path(2), (off_t)test.len - 1), 0);
	cr_assert_eq(vdt_audit_open(test_dir, NULL, NULL, &reader), 0);
	while (vdt_audit_next_record(reader, &item) > 0)
		records++;
	cr_assert_eq(records, 7);
	cr_assert_eq(vdt_audit_next(reader, &item), -ENODATA);
	save_segment(&test);
	cr_assert_eq(vdt_audit_next_record(reader, &item), 1, "the rest of it came");
	cr_assert_eq(vdt_audit_next(reader, &item), 0);
	add_segment(&test);
	add_records(&test, 1);
	save_segment(&test);
	cr_assert_eq(vdt_audit_next_record(reader, &item), 1, "and another segment");
	cr_assert_eq(item.record.seq, 9);
	vdt_audit_close(reader);
}
