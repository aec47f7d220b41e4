// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/journal.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/vdt-journal-XXXXXX";
static char path[64], rotated[64];
static const uint8_t boot[16] = {1}, next_boot[16] = {2};
static struct vdt_journal journal;

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/log", dir);
	snprintf(rotated, sizeof(rotated), "%s/log.1", dir);
}

static void tear_down(void)
{
	char pattern[64];
	glob_t found;

	vdt_journal_close(&journal);
	snprintf(pattern, sizeof(pattern), "%s/*", dir);
	if (!glob(pattern, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			unlink(found.gl_pathv[i]);
		globfree(&found);
	}
	rmdir(dir);
}

TestSuite(journal, .init = set_up, .fini = tear_down);

static void open_journal(const uint8_t boot_id[16])
{
	cr_assert_eq(vdt_journal_open(&journal, path, boot_id), 0);
}

static void append(uint64_t kernel_seq)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_PACKET_DROP, .kernel_seq = kernel_seq};

	cr_assert_eq(vdt_journal_append(&journal, &record), 0);
}

static struct vdt_audit_report verify(const char *name)
{
	struct vdt_audit_report report;

	cr_assert_eq(vdt_audit_verify(name, &report), 0);
	return report;
}

/* The last record of @type, which must be there. */
static struct vdt_audit_record find_last(enum vdt_audit_type type)
{
	struct vdt_audit_record record, found = {0};
	struct vdt_audit_reader *reader;

	cr_assert_eq(vdt_audit_open(path, &reader), 0);
	while (vdt_audit_next(reader, &record) > 0)
		if (record.type == type)
			found = record;
	vdt_audit_close(reader);
	cr_assert_eq(found.type, type);
	return found;
}

static void flip_bit(const char *name, off_t offset)
{
	int fd = open(name, O_RDWR);
	uint8_t byte;

	cr_assert_eq(pread(fd, &byte, 1, offset), 1);
	byte ^= 4;
	cr_assert_eq(pwrite(fd, &byte, 1, offset), 1);
	close(fd);
}

Test(journal, goes_on_where_it_ended)
{
	struct stat st;

	open_journal(boot);
	append(0);
	append(0);
	vdt_journal_close(&journal);
	open_journal(boot);
	cr_assert_eq(journal.found, VDT_AUDIT_INTACT);
	append(0);
	cr_assert_eq(verify(path).state, VDT_AUDIT_INTACT);
	cr_assert_eq(verify(path).seq, 5, "two starts and three records");
	cr_assert_eq(stat(path, &st), 0);
	cr_assert_eq(st.st_mode & 07777, 0600);
}

Test(journal, knows_the_kernel_events_of_this_boot)
{
	open_journal(boot);
	append(5);
	append(4);
	vdt_journal_close(&journal);
	open_journal(boot);
	cr_assert_eq(journal.kernel_seq, 5);
	vdt_journal_close(&journal);
	open_journal(next_boot);
	cr_assert_eq(journal.kernel_seq, 0, "the kernel counts anew after a boot");
	append(2);
	cr_assert_eq(journal.kernel_seq, 2);
}

Test(journal, incomplete_record_is_cut_off)
{
	struct vdt_audit_record start;
	struct stat st;

	open_journal(boot);
	append(0);
	append(0);
	vdt_journal_close(&journal);
	cr_assert_eq(stat(path, &st), 0);
	cr_assert_eq(truncate(path, st.st_size - 1), 0);
	open_journal(boot);
	start = find_last(VDT_AUDIT_AUDIT_START);
	cr_assert_eq(start.seq, 3, "in the place of the record that was lost");
	cr_assert_eq(start.result, VDT_AUDIT_FAILED);
	cr_assert_not_null(strstr(start.reason, "cut off after record 2"), "%s", start.reason);
	cr_assert_eq(verify(path).state, VDT_AUDIT_INTACT);
}

Test(journal, altered_log_is_kept_and_a_new_one_begun)
{
	struct vdt_audit_record start;
	char pattern[64];
	glob_t found;

	open_journal(boot);
	append(0);
	vdt_journal_close(&journal);
	flip_bit(path, VDT_AUDIT_HEADER_SIZE + 30);
	open_journal(boot);
	cr_assert_eq(journal.found, VDT_AUDIT_ALTERED);
	start = find_last(VDT_AUDIT_AUDIT_START);
	cr_assert_eq(start.seq, 1);
	cr_assert_eq(start.result, VDT_AUDIT_REFUSED);
	cr_assert_not_null(strstr(start.reason, "kept as log.bad-"), "%s", start.reason);
	cr_assert_eq(verify(path).state, VDT_AUDIT_INTACT);
	snprintf(pattern, sizeof(pattern), "%s/log.bad-*", dir);
	cr_assert_eq(glob(pattern, 0, NULL, &found), 0);
	cr_assert_eq(verify(found.gl_pathv[0]).state, VDT_AUDIT_ALTERED);
	globfree(&found);
}

Test(journal, rotates_and_stays_one_chain)
{
	struct stat st;

	open_journal(boot);
	journal.max = 2000;
	for (unsigned int i = 0; i < 60; i++)
		append(i);
	cr_assert_eq(stat(path, &st), 0);
	cr_assert_leq(st.st_size, 2000);
	cr_assert_eq(stat(rotated, &st), 0);
	cr_assert_leq(st.st_size, 2000);
	cr_assert_eq(verify(path).state, VDT_AUDIT_INTACT);
	cr_assert_eq(verify(path).seq, 61);
	vdt_journal_close(&journal);
	open_journal(boot);
	cr_assert_eq(journal.found, VDT_AUDIT_INTACT);
	cr_assert_eq(verify(path).seq, 62);
}

/* Power was cut after the rename and before the new file was there, or had its header. */
Test(journal, rotation_cut_short)
{
	open_journal(boot);
	append(0);
	vdt_journal_close(&journal);
	cr_assert_eq(rename(path, rotated), 0);
	open_journal(boot);
	cr_assert_eq(verify(path).state, VDT_AUDIT_INTACT);
	cr_assert_eq(verify(path).seq, 3);
	vdt_journal_close(&journal);
	cr_assert_eq(truncate(path, 10), 0);
	open_journal(boot);
	cr_assert_eq(verify(path).state, VDT_AUDIT_INTACT);
	cr_assert_eq(verify(path).seq, 3);
}

/* A descriptor that cannot be written stands for a medium that is full. */
Test(journal, what_cannot_be_written_is_counted)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_PACKET_DROP};
	int good, full;

	open_journal(boot);
	good = journal.fd;
	full = open("/dev/full", O_WRONLY);
	journal.fd = full;
	cr_assert_eq(vdt_journal_append(&journal, &record), -ENOSPC);
	cr_assert_lt(vdt_journal_append(&journal, &record), 0);
	journal.fd = good;
	close(full);
	append(0);
	cr_assert_eq(find_last(VDT_AUDIT_EVENTS_LOST).count, 2);
	cr_assert_eq(verify(path).state, VDT_AUDIT_INTACT);
}
