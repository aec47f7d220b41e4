// SPDX-License-Identifier: BSD-3-Clause
/* How the log is opened: found as it should be, mended, or put aside for a new one. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/audit/journal_part.h"
#include "lib/audit/sentence.h"
#include "lib/base/clock.h"
#include "lib/crypto/random.h"
#include "lib/crypto/secret.h"

#define FORMAT "log format 2"

static void close_segment(struct vdt_journal *journal)
{
	if (journal->fd >= 0)
		close(journal->fd);
	journal->fd = -1;
	journal->dirty = journal->torn = false;
}

static int put_header(struct vdt_journal *journal, uint8_t buf[VDT_SEGMENT_HEADER_MAX])
{
	const struct vdt_chain *chain = &journal->chain;
	struct vdt_segment_header header = {.segment = chain->segment + 1,
					    .first_seq = chain->seq + 1,
					    .counter = chain->counter,
					    .tree = chain->tree};

	memcpy(header.log, chain->log, sizeof(header.log));
	memcpy(header.key, journal->key->key, sizeof(header.key));
	memcpy(header.prev, chain->head, sizeof(header.prev));
	return vdt_segment_put_header(&header, buf);
}

int vdt_journal_begin_segment(struct vdt_journal *journal)
{
	uint32_t segment = journal->chain.segment + 1;
	uint8_t buf[VDT_SEGMENT_HEADER_MAX];
	int fd, len, err;

	journal->has_key = false;
	err = vdt_segment_key_make(journal->ring.dir, segment, journal->key);
	if (err)
		return err;
	len = put_header(journal, buf);
	if (len < 0)
		return len;
	fd = vdt_ring_create(&journal->ring, segment, buf, (size_t)len);
	if (fd < 0)
		return fd;
	close_segment(journal);
	journal->fd = fd;
	journal->size = 0;
	journal->has_key = true;
	err = vdt_journal_write(journal, true, buf, (size_t)len);
	return err ? err : vdt_segment_key_erase_others(journal->ring.dir, segment);
}

static int begin_log(struct vdt_journal *journal)
{
	int err;

	vdt_chain_init(&journal->chain);
	vdt_range_init(&journal->since, 0);
	journal->noted = 0;
	journal->note[0] = '\0';
	err = vdt_random(journal->chain.log, sizeof(journal->chain.log));
	return err ? err : vdt_journal_begin_segment(journal);
}

static void note_record(struct vdt_journal *journal, const struct vdt_audit_record *record)
{
	if (record->kernel_seq > journal->kernel_seq &&
	    !memcmp(record->boot_id, journal->boot_id, sizeof(record->boot_id)))
		journal->kernel_seq = record->kernel_seq;
	/* The last word of a log that stopped when it was full. */
	journal->full = record->type == VDT_AUDIT_AUDIT_FULL && journal->settings.stop_on_full;
}

/* Read the log to its end, whatever that is. */
static int check_log(struct vdt_journal *journal, struct vdt_audit_report *report)
{
	struct vdt_audit_reader *reader;
	struct vdt_audit_item item;
	uint64_t counter = 0;
	int err;

	err = vdt_audit_open(journal->path, NULL, NULL, &reader);
	if (err)
		return err;
	while ((err = vdt_audit_next(reader, &item)) > 0) {
		if (item.kind == VDT_ITEM_RECORD)
			note_record(journal, &item.record);
		if (item.kind != VDT_ITEM_NOTE || item.checkpoint.counter < counter)
			continue;
		counter = item.checkpoint.counter;
		journal->noted = item.checkpoint.segment;
		memcpy(journal->note, item.note, item.note_len);
		journal->note[item.note_len] = '\0';
	}
	vdt_audit_where(reader, report);
	vdt_audit_close(reader);
	return err == -EBADMSG || err == -ENODATA ? 0 : err;
}

static int put_aside(struct vdt_journal *journal)
{
	int err = vdt_ring_put_aside(&journal->ring, vdt_clock_realtime() / VDT_NS_PER_SECOND);

	return err ? err : vdt_segment_key_erase_others(journal->ring.dir, 0);
}

/* A segment whose key is gone gets no more records. */
static int continue_segment(struct vdt_journal *journal, uint64_t size)
{
	int err;

	journal->fd = vdt_ring_continue(&journal->ring, size);
	if (journal->fd < 0)
		return journal->fd;
	journal->size = size;
	err = vdt_segment_key_load(journal->ring.dir, journal->chain.segment, journal->key);
	journal->has_key =
		!err && !memcmp(journal->key->key, journal->chain.key, sizeof(journal->chain.key));
	if (!journal->has_key)
		return vdt_journal_begin_segment(journal);
	return vdt_segment_key_erase_others(journal->ring.dir, journal->chain.segment);
}

/* Power was cut before a new segment had its header: go on with the one before. */
static int forget_newest(struct vdt_journal *journal, struct vdt_audit_report *report)
{
	int err = vdt_ring_remove_newest(&journal->ring);

	if (err || !journal->ring.newest)
		return err ? err : begin_log(journal);
	err = check_log(journal, report);
	if (err)
		return err;
	journal->chain = report->chain;
	journal->since = report->chain.tree;
	return continue_segment(journal, report->offset);
}

static int resume_log(struct vdt_journal *journal, struct vdt_audit_report *report,
		      struct vdt_audit_record *start)
{
	size_t len;
	int err;

	journal->found = report->state;
	vdt_audit_finding(report, start->reason, sizeof(start->reason));
	if (report->state == VDT_LOG_INTACT || report->state == VDT_LOG_CUT) {
		start->result = report->state == VDT_LOG_CUT ? VDT_AUDIT_FAILED : VDT_AUDIT_OK;
		if (!report->offset)
			return forget_newest(journal, report);
		journal->chain = report->chain;
		journal->since = report->chain.tree;
		return continue_segment(journal, report->offset);
	}
	start->result = VDT_AUDIT_REFUSED;
	len = strlen(start->reason);
	snprintf(start->reason + len, sizeof(start->reason) - len,
		 "; it was put aside, a new log begins");
	err = put_aside(journal);
	return err ? err : begin_log(journal);
}

/* The first record, and a checkpoint over it: the unit is to know the key. */
static int say_start(struct vdt_journal *journal, struct vdt_audit_record *start)
{
	int err = vdt_journal_append(journal, start);

	if (journal->full)
		return 0;
	return err ? err : vdt_journal_checkpoint(journal);
}

int vdt_journal_begin_anew(struct vdt_journal *journal, const char *reason)
{
	struct vdt_audit_record start = {
		.type = VDT_AUDIT_AUDIT_START, .result = VDT_AUDIT_REFUSED, .object = FORMAT};
	int err;

	snprintf(start.reason, sizeof(start.reason), "%s; the log was put aside, a new one begins",
		 reason);
	vdt_journal_sync(journal);
	close_segment(journal);
	journal->full = false;
	err = put_aside(journal);
	if (!err)
		err = begin_log(journal);
	return err ? err : say_start(journal, &start);
}

int vdt_journal_open(struct vdt_journal *journal, const char *path,
		     const struct vdt_journal_settings *settings, const uint8_t boot_id[16])
{
	struct vdt_audit_record start = {
		.type = VDT_AUDIT_AUDIT_START, .object = FORMAT, .reason = "a new log"};
	struct vdt_audit_report report;
	int err;

	memset(journal, 0, sizeof(*journal));
	journal->fd = journal->ring.dir = -1;
	journal->settings = *settings;
	memcpy(journal->boot_id, boot_id, sizeof(journal->boot_id));
	vdt_wear_init(&journal->wear, settings->daily, vdt_clock_boottime());
	if (strlen(path) >= sizeof(journal->path))
		return -ENAMETOOLONG;
	memcpy(journal->path, path, strlen(path));
	journal->key = vdt_secret_new(sizeof(*journal->key));
	if (!journal->key)
		return -ENOMEM;
	err = vdt_ring_open(&journal->ring, path, settings->ring);
	if (err)
		return err;
	err = check_log(journal, &report);
	if (!err)
		err = resume_log(journal, &report, &start);
	else if (err == -ENOENT)
		err = begin_log(journal);
	journal->warned = journal->ring.closed + journal->size >= settings->ring / 5 * 4;
	return err ? err : say_start(journal, &start);
}

void vdt_journal_close(struct vdt_journal *journal)
{
	vdt_journal_sync(journal);
	close_segment(journal);
	vdt_ring_close(&journal->ring);
	vdt_secret_free(journal->key, sizeof(*journal->key));
	journal->key = NULL;
}
