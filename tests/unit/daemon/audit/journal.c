// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/journal.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/vdt-journal-XXXXXX";
static const uint8_t boot[16] = {1}, next_boot[16] = {2};
static struct vdt_journal_settings settings;
static struct vdt_journal journal;

static void set_up(void)
{
	settings = VDT_JOURNAL_DEFAULTS;
	cr_assert_not_null(mkdtemp(dir));
}

static void remove_files(void)
{
	DIR *files = opendir(dir);
	struct dirent *entry;

	while ((entry = readdir(files)))
		unlinkat(dirfd(files), entry->d_name, 0);
	closedir(files);
}

static void tear_down(void)
{
	vdt_journal_close(&journal);
	remove_files();
	rmdir(dir);
}

TestSuite(journal, .init = set_up, .fini = tear_down);

static void open_journal(const uint8_t boot_id[16])
{
	cr_assert_eq(vdt_journal_open(&journal, dir, &settings, boot_id), 0);
}

static void append(uint64_t kernel_seq)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_PACKET_DROP, .kernel_seq = kernel_seq};

	cr_assert_eq(vdt_journal_append(&journal, &record), 0);
}

static struct vdt_audit_report verify(void)
{
	struct vdt_audit_report report;

	cr_assert_eq(vdt_audit_verify(dir, NULL, NULL, &report), 0);
	return report;
}

/* How many records of @type there are, and the last of them. */
static unsigned int find(enum vdt_audit_type type, struct vdt_audit_record *ret_last)
{
	struct vdt_audit_reader *reader;
	struct vdt_audit_item item;
	unsigned int n = 0;

	cr_assert_eq(vdt_audit_open(dir, NULL, NULL, &reader), 0);
	while (vdt_audit_next_record(reader, &item) > 0) {
		if (item.record.type != type)
			continue;
		*ret_last = item.record;
		n++;
	}
	vdt_audit_close(reader);
	return n;
}

static const char *segment(uint32_t number)
{
	static char path[64];
	char name[VDT_SEGMENT_NAME];

	vdt_segment_name(number, name);
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static const char *key_path(uint32_t number)
{
	static char path[64];

	snprintf(path, sizeof(path), "%s/%010u.key", dir, number);
	return path;
}

static off_t size_of(uint32_t number)
{
	struct stat st;

	return stat(segment(number), &st) ? -1 : st.st_size;
}

Test(journal, goes_on_where_it_ended)
{
	struct stat st;

	open_journal(boot);
	append(0);
	append(0);
	cr_assert_eq(vdt_journal_checkpoint(&journal), 0);
	vdt_journal_close(&journal);
	open_journal(boot);
	cr_assert_eq(journal.found, VDT_LOG_INTACT);
	append(0);
	cr_assert_eq(verify().state, VDT_LOG_INTACT);
	cr_assert_eq(verify().chain.seq, 5, "two starts and three records");
	cr_assert_eq(verify().chain.signed_to, 4, "the second start is checkpointed");
	cr_assert_eq(verify().chain.segment, 1, "with the same key");
	cr_assert_eq(stat(segment(1), &st), 0);
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

Test(journal, one_checkpoint_for_one_end)
{
	uint64_t counter;

	open_journal(boot);
	counter = journal.chain.counter;
	cr_assert_eq(vdt_journal_checkpoint(&journal), 0);
	cr_assert_eq(journal.chain.counter, counter, "nothing came since");
	append(0);
	cr_assert_eq(vdt_journal_checkpoint(&journal), 0);
	cr_assert_eq(journal.chain.counter, counter + 1);
	cr_assert_eq(verify().chain.signed_to, verify().chain.seq);
}

struct copy {
	char path[64];
	uint8_t bytes[16384];
	size_t len;
};

static void copy_file(const char *path, struct copy *copy)
{
	int fd = open(path, O_RDONLY);

	snprintf(copy->path, sizeof(copy->path), "%s", path);
	copy->len = (size_t)read(fd, copy->bytes, sizeof(copy->bytes));
	close(fd);
}

static void put_back(const struct copy *copy, size_t len)
{
	int fd = open(copy->path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	cr_assert_eq(write(fd, copy->bytes, len), (ssize_t)len);
	close(fd);
}

/* Power is cut at every byte: the log goes on, and says what it lost. */
Test(journal, cut_at_every_byte)
{
	static struct copy log_file, key;
	struct vdt_audit_record start;

	open_journal(boot);
	append(0);
	append(0);
	append(0);
	vdt_journal_close(&journal);
	copy_file(key_path(1), &key);
	copy_file(segment(1), &log_file);
	for (size_t cut = 0; cut < log_file.len; cut++) {
		remove_files();
		put_back(&key, key.len);
		put_back(&log_file, cut);
		open_journal(boot);
		cr_assert(journal.found == VDT_LOG_CUT || journal.found == VDT_LOG_INTACT, "%zu",
			  cut);
		append(0);
		cr_assert_eq(verify().state, VDT_LOG_INTACT, "%zu bytes", cut);
		cr_assert_eq(verify().chain.segment, 1, "%zu bytes", cut);
		cr_assert_geq(find(VDT_AUDIT_AUDIT_START, &start), 1);
		cr_assert_eq(start.result,
			     journal.found == VDT_LOG_CUT ? VDT_AUDIT_FAILED : VDT_AUDIT_OK);
		vdt_journal_close(&journal);
	}
}

Test(journal, altered_log_is_kept_and_a_new_one_begun)
{
	struct vdt_audit_record start;
	uint8_t log[VDT_AUDIT_LOG_ID];
	int fd;

	open_journal(boot);
	memcpy(log, journal.chain.log, sizeof(log));
	append(0);
	vdt_journal_close(&journal);
	fd = open(segment(1), O_WRONLY);
	cr_assert_eq(pwrite(fd, "x", 1, VDT_SEGMENT_HEADER_MIN + 30), 1);
	close(fd);
	open_journal(boot);
	cr_assert_eq(journal.found, VDT_LOG_ALTERED);
	cr_assert_eq(find(VDT_AUDIT_AUDIT_START, &start), 1);
	cr_assert_eq(start.seq, 1);
	cr_assert_eq(start.result, VDT_AUDIT_REFUSED);
	cr_assert_not_null(strstr(start.reason, "altered at record 1"), "%s", start.reason);
	cr_assert_not_null(strstr(start.reason, "put aside"), "%s", start.reason);
	cr_assert_eq(verify().state, VDT_LOG_INTACT);
	cr_assert_arr_neq(log, journal.chain.log, sizeof(log), "another log");
}

Test(journal, segments_make_a_ring)
{
	struct vdt_audit_record drop;
	uint64_t used = 0;

	settings.ring = 160 * 1024;
	open_journal(boot);
	for (unsigned int i = 0; i < 3000; i++)
		append(i);
	cr_assert_gt(journal.ring.newest, VDT_RING_SEGMENTS + 2);
	cr_assert_eq(journal.ring.newest - journal.ring.oldest + 1, VDT_RING_SEGMENTS);
	for (uint32_t i = journal.ring.oldest; i <= journal.ring.newest; i++)
		used += (uint64_t)size_of(i);
	cr_assert_leq(used, settings.ring);
	cr_assert_eq(size_of(journal.ring.oldest - 1), -1);
	cr_assert_eq(verify().state, VDT_LOG_INTACT, "dropped under signature");
	cr_assert_gt(verify().chain.first, 1);
	cr_assert_geq(find(VDT_AUDIT_AUDIT_DROP, &drop), 1);
	vdt_journal_close(&journal);
	open_journal(boot);
	cr_assert_eq(journal.found, VDT_LOG_INTACT);
	vdt_journal_close(&journal);
	cr_assert_eq(unlink(segment(journal.ring.oldest)), 0);
	cr_assert_eq(verify().state, VDT_LOG_BEHEADED, "one more than it says");
	open_journal(boot);
	cr_assert_eq(journal.found, VDT_LOG_BEHEADED);
	cr_assert_eq(verify().chain.first, 1, "a new log");
}

static void append_long(unsigned int n)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_PACKET_DROP};

	memset(record.details, 'x', sizeof(record.details) - 1);
	while (n--) {
		record.boottime = 0;
		cr_assert_eq(vdt_journal_append(&journal, &record), 0);
	}
}

Test(journal, warns_once_for_each_filling)
{
	struct vdt_audit_record filling;

	settings.ring = 800 * 1024;
	open_journal(boot);
	append_long(550);
	cr_assert_eq(find(VDT_AUDIT_AUDIT_FILLING, &filling), 0);
	append_long(120);
	cr_assert_eq(find(VDT_AUDIT_AUDIT_FILLING, &filling), 1);
	append_long(100);
	vdt_journal_close(&journal);
	open_journal(boot);
	append_long(1);
	cr_assert_eq(find(VDT_AUDIT_AUDIT_FILLING, &filling), 1, "nor after a restart");
}

Test(journal, stops_when_it_is_full)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_PACKET_DROP}, full;
	unsigned int n = 0;
	uint64_t seq;

	settings.ring = 160 * 1024;
	settings.stop_on_full = true;
	open_journal(boot);
	while (!vdt_journal_append(&journal, &record) && n < 10000)
		n++;
	cr_assert_lt(n, 10000);
	cr_assert_eq(vdt_journal_append(&journal, &record), -ENOSPC);
	cr_assert_eq(journal.counters.lost, 2);
	cr_assert_eq(find(VDT_AUDIT_AUDIT_FULL, &full), 1);
	cr_assert_eq(full.seq, verify().chain.seq, "it is the last word");
	cr_assert_eq(verify().state, VDT_LOG_INTACT);
	cr_assert_eq(verify().chain.signed_to, full.seq);
	cr_assert_eq(verify().chain.first, 1, "nothing was dropped");
	seq = full.seq;
	vdt_journal_close(&journal);
	open_journal(boot);
	cr_assert(journal.full);
	cr_assert_eq(verify().chain.seq, seq, "and it stays so");
	vdt_journal_close(&journal);
	settings.stop_on_full = false;
	open_journal(boot);
	append(0);
	cr_assert_eq(verify().state, VDT_LOG_INTACT, "until the settings say otherwise");
}

Test(journal, goes_on_when_the_settings_change)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_PACKET_DROP};
	unsigned int n = 0;

	settings.ring = 160 * 1024;
	settings.stop_on_full = true;
	open_journal(boot);
	while (!vdt_journal_append(&journal, &record) && n < 10000)
		n++;
	cr_assert(journal.full);
	settings.ring *= 2;
	vdt_journal_set(&journal, &settings);
	cr_assert_eq(vdt_journal_append(&journal, &record), -ENOSPC, "it said so");
	settings.stop_on_full = false;
	vdt_journal_set(&journal, &settings);
	append(0);
	cr_assert_eq(verify().state, VDT_LOG_INTACT);
}

Test(journal, knows_what_is_durable)
{
	open_journal(boot);
	append(0);
	cr_expect_lt(journal.durable, journal.chain.seq);
	cr_assert_eq(vdt_journal_sync(&journal), 0);
	cr_expect_eq(journal.durable, journal.chain.seq);
}

/* Whoever gets hold of the folder can sign for the last segment only. */
Test(journal, keys_of_the_past_are_gone)
{
	DIR *files;
	struct dirent *entry;
	unsigned int keys = 0;

	settings.ring = 160 * 1024;
	open_journal(boot);
	for (unsigned int i = 0; i < 500; i++)
		append(i);
	cr_assert_gt(journal.ring.newest, 2);
	files = opendir(dir);
	while ((entry = readdir(files)))
		keys += strstr(entry->d_name, ".key") != NULL;
	closedir(files);
	cr_assert_eq(keys, 1);
}

Test(journal, a_lost_key_ends_the_segment)
{
	open_journal(boot);
	append(0);
	vdt_journal_close(&journal);
	unlink(key_path(1));
	open_journal(boot);
	cr_assert_eq(journal.chain.segment, 2);
	cr_assert_eq(verify().state, VDT_LOG_INTACT);
	cr_assert_eq(verify().chain.signed_to, verify().chain.seq, "the next key signs for both");
}

/* Power was cut before the old key was destroyed. */
Test(journal, a_key_that_was_left_goes)
{
	struct vdt_segment_key key;
	int folder = open(dir, O_RDONLY);

	open_journal(boot);
	vdt_journal_close(&journal);
	cr_assert_eq(vdt_segment_key_make(folder, 7, &key), 0);
	open_journal(boot);
	cr_assert_eq(vdt_segment_key_load(folder, 7, &key), -ENOENT);
	cr_assert_eq(vdt_segment_key_load(folder, 1, &key), 0);
	close(folder);
}

/* Power was cut before the new segment had its header. */
Test(journal, next_segment_cut_short)
{
	int fd;

	open_journal(boot);
	append(0);
	vdt_journal_close(&journal);
	fd = open(segment(2), O_WRONLY | O_CREAT, 0600);
	cr_assert_eq(write(fd, "VDTAUDIT", 8), 8);
	close(fd);
	cr_assert_eq(verify().state, VDT_LOG_CUT);
	open_journal(boot);
	cr_assert_eq(journal.found, VDT_LOG_CUT);
	cr_assert_eq(verify().state, VDT_LOG_INTACT);
	cr_assert_eq(verify().chain.segment, 1);
}

Test(journal, begins_anew)
{
	struct vdt_audit_record start;

	open_journal(boot);
	append(0);
	cr_assert_eq(vdt_journal_begin_anew(&journal, "the unit says so"), 0);
	cr_assert_eq(find(VDT_AUDIT_AUDIT_START, &start), 1);
	cr_assert_eq(start.seq, 1);
	cr_assert_not_null(strstr(start.reason, "the unit says so"));
	append(0);
	cr_assert_eq(verify().state, VDT_LOG_INTACT);
}

/* A descriptor that cannot be written stands for a medium that is full. */
Test(journal, what_cannot_be_written_is_counted)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_PACKET_DROP}, lost;
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
	cr_assert_eq(find(VDT_AUDIT_EVENTS_LOST, &lost), 1);
	cr_assert_eq(lost.count, 2);
	cr_assert_eq(journal.counters.lost, 2);
	cr_assert_eq(verify().state, VDT_LOG_INTACT);
}
