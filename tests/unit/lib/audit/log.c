// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/log.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/audit/record.h"

#define RECORDS 20
#define ROOM	(VDT_AUDIT_HEADER_SIZE + RECORDS * VDT_AUDIT_RECORD_MAX)

static char dir[] = "/tmp/vdt-log-XXXXXX";
static char path[64], rotated[64];

/* A log in memory: where each record begins, and where it ends. */
struct log {
	uint8_t bytes[ROOM];
	size_t len;
	size_t at[RECORDS + 1];
	struct vdt_audit_report end;
};

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/log", dir);
	snprintf(rotated, sizeof(rotated), "%s/log.1", dir);
}

static void tear_down(void)
{
	unlink(path);
	unlink(rotated);
	rmdir(dir);
}

TestSuite(log, .init = set_up, .fini = tear_down);

static void write_file(const char *name, const void *data, size_t len)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, data, len), (ssize_t)len);
	close(fd);
}

/* A log of @count records that goes on where @before ended, NULL: nowhere. */
static void make_log(struct log *log, const struct log *before, unsigned int count)
{
	struct vdt_audit_header header = {.unit = {1}, .first_seq = 1};

	memset(log, 0, sizeof(*log));
	if (before) {
		header.first_seq = before->end.seq + 1;
		memcpy(header.prev, before->end.head, VDT_AUDIT_HASH);
	}
	cr_assert_eq(vdt_audit_put_header(&header, log->bytes), 0);
	log->len = VDT_AUDIT_HEADER_SIZE;
	log->end.seq = header.first_seq - 1;
	memcpy(log->end.head, header.hash, VDT_AUDIT_HASH);
	for (unsigned int i = 0; i < count; i++) {
		struct vdt_audit_record record = {.seq = log->end.seq + 1, .type = 1 + i % 19};

		snprintf(record.object, sizeof(record.object), "%.*s", (int)i, "some longer text");
		memcpy(record.prev, log->end.head, VDT_AUDIT_HASH);
		log->at[i] = log->len;
		log->len += vdt_audit_put_record(&record, log->bytes + log->len);
		log->end.seq++;
		memcpy(log->end.head, record.hash, VDT_AUDIT_HASH);
	}
	log->at[count] = log->len;
}

static struct vdt_audit_report verify(const void *data, size_t len)
{
	struct vdt_audit_report report;

	write_file(path, data, len);
	cr_assert_eq(vdt_audit_verify(path, &report), 0);
	return report;
}

Test(log, intact)
{
	struct vdt_audit_report report;
	struct log log;

	make_log(&log, NULL, RECORDS);
	report = verify(log.bytes, log.len);
	cr_assert_eq(report.state, VDT_AUDIT_INTACT);
	cr_assert_eq(report.records, RECORDS);
	cr_assert_eq(report.seq, RECORDS);
	cr_assert_eq(report.offset, log.len);
	cr_assert_arr_eq(report.head, log.end.head, VDT_AUDIT_HASH);
}

Test(log, absent)
{
	struct vdt_audit_report report;

	cr_assert_eq(vdt_audit_verify(path, &report), -ENOENT);
}

/* Every bit of it: found, and located in the record that has it. */
Test(log, flipped_bit)
{
	struct vdt_audit_report report;
	struct log log;
	int fd;

	make_log(&log, NULL, RECORDS);
	write_file(path, log.bytes, log.len);
	fd = open(path, O_WRONLY);
	for (size_t bit = 0; bit < log.len * 8; bit++) {
		uint8_t bad = log.bytes[bit / 8] ^ (1 << bit % 8);
		unsigned int i = 0;

		while (i < RECORDS && log.at[i + 1] <= bit / 8)
			i++;
		cr_assert_eq(pwrite(fd, &bad, 1, bit / 8), 1);
		cr_assert_eq(vdt_audit_verify(path, &report), 0);
		cr_assert_eq(report.state, VDT_AUDIT_ALTERED, "bit %zu", bit);
		cr_assert_eq(report.seq, bit / 8 < VDT_AUDIT_HEADER_SIZE ? 0 : i, "bit %zu", bit);
		cr_assert_eq(report.offset, bit / 8 < VDT_AUDIT_HEADER_SIZE ? 0 : log.at[i]);
		cr_assert_eq(pwrite(fd, &log.bytes[bit / 8], 1, bit / 8), 1);
	}
	close(fd);
}

Test(log, cut_at_every_byte)
{
	struct vdt_audit_report report;
	struct log log;
	unsigned int whole = 0;

	make_log(&log, NULL, RECORDS);
	for (size_t len = 0; len < log.len; len++) {
		while (log.at[whole + 1] <= len)
			whole++;
		report = verify(log.bytes, len);
		cr_assert_eq(report.state == VDT_AUDIT_INTACT, len == log.at[whole], "%zu", len);
		cr_assert_neq(report.state, VDT_AUDIT_ALTERED, "%zu", len);
		cr_assert_eq(report.seq, whole, "%zu", len);
		cr_assert_eq(report.offset, len < log.at[0] ? 0 : log.at[whole], "%zu", len);
	}
}

Test(log, zeros_after_a_power_cut)
{
	struct vdt_audit_report report;
	struct log log;

	make_log(&log, NULL, 10);
	report = verify(log.bytes, log.len + 4000);
	cr_assert_eq(report.state, VDT_AUDIT_TRUNCATED);
	cr_assert_eq(report.offset, log.len);
	log.bytes[log.len + 3999] = 1;
	report = verify(log.bytes, log.len + 4000);
	cr_assert_eq(report.state, VDT_AUDIT_ALTERED);
}

/* Records moved about by somebody who leaves each of them whole. */
Test(log, rearranged)
{
	static const struct {
		unsigned int from[4], count;
		const char *why;
	} cases[] = {
		{{0, 2, 1, 3}, 4, "swapped"},
		{{0, 2, 3}, 3, "one removed"},
		{{1, 2, 3}, 3, "the first removed"},
		{{0, 1, 1, 2}, 4, "one twice"},
	};
	struct vdt_audit_report report;
	struct log log, other;

	make_log(&log, NULL, 4);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memcpy(other.bytes, log.bytes, VDT_AUDIT_HEADER_SIZE);
		other.len = VDT_AUDIT_HEADER_SIZE;
		for (unsigned int k = 0; k < cases[i].count; k++) {
			unsigned int n = cases[i].from[k];

			memcpy(other.bytes + other.len, log.bytes + log.at[n],
			       log.at[n + 1] - log.at[n]);
			other.len += log.at[n + 1] - log.at[n];
		}
		report = verify(other.bytes, other.len);
		cr_assert_eq(report.state, VDT_AUDIT_ALTERED, "%s", cases[i].why);
	}
}

Test(log, two_files_are_one_chain)
{
	struct vdt_audit_report report;
	struct log first, second;

	make_log(&first, NULL, 5);
	make_log(&second, &first, 3);
	write_file(rotated, first.bytes, first.len);
	report = verify(second.bytes, second.len);
	cr_assert_eq(report.state, VDT_AUDIT_INTACT);
	cr_assert_eq(report.records, 8);

	make_log(&second, NULL, 3);
	report = verify(second.bytes, second.len);
	cr_assert_eq(report.state, VDT_AUDIT_ALTERED, "a chain of its own does not follow");
	cr_assert_eq(report.seq, 5);
	cr_assert_not(report.rotated);

	write_file(rotated, first.bytes, first.len - 1);
	report = verify(second.bytes, second.len);
	cr_assert_eq(report.state, VDT_AUDIT_ALTERED, "only the last file may be cut short");
	cr_assert(report.rotated);
}

Test(log, missing_files_are_seen)
{
	struct vdt_audit_report report;
	struct log first, second;

	make_log(&first, NULL, 5);
	make_log(&second, &first, 3);
	report = verify(second.bytes, second.len);
	cr_assert_eq(report.state, VDT_AUDIT_ALTERED, "it says that another came before");

	unlink(path);
	write_file(rotated, first.bytes, first.len);
	cr_assert_eq(vdt_audit_verify(path, &report), 0);
	cr_assert_eq(report.state, VDT_AUDIT_TRUNCATED);
	cr_assert_eq(report.seq, 5);
}

/* Who reads while the writer is at work sees the rest by calling again. */
Test(log, grows_under_the_reader)
{
	struct vdt_audit_reader *reader;
	struct vdt_audit_record record;
	struct log log;

	make_log(&log, NULL, 2);
	write_file(path, log.bytes, log.at[1] + 10);
	cr_assert_eq(vdt_audit_open(path, &reader), 0);
	cr_assert_eq(vdt_audit_next(reader, &record), 1);
	cr_assert_eq(vdt_audit_next(reader, &record), -ENODATA);
	write_file(path, log.bytes, log.len);
	cr_assert_eq(vdt_audit_next(reader, &record), 1);
	cr_assert_eq(record.seq, 2);
	cr_assert_eq(vdt_audit_next(reader, &record), 0);
	vdt_audit_close(reader);
}
