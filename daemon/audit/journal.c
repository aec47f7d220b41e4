// SPDX-License-Identifier: BSD-3-Clause
/* Appending to the log. How it is opened: journal_open.c. */
#include "daemon/audit/journal_part.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/timex.h>

#include "lib/base/clock.h"
#include "lib/base/file.h"

/* What the end of a segment must have room for: a record, those that the log adds to it of its own,
 * and two checkpoints. */
#define RESERVE (4 * VDT_AUDIT_RECORD_MAX + 2 * VDT_SEGMENT_NOTE_MAX)

#define WARN_PERCENT 80

static void spend(struct vdt_journal *journal, uint64_t bytes)
{
	vdt_wear_spend(&journal->wear, bytes, vdt_clock_boottime());
}

/* What is written is taken by the same judge that readers have: the log cannot become one that it
 * would not take. */
static int take_item(struct vdt_journal *journal, bool header, const uint8_t *item, size_t len)
{
	struct vdt_audit_item taken;
	int n = vdt_chain_take(&journal->chain, header, item, len, &taken);

	if (n < 0)
		return n;
	if (taken.kind == VDT_ITEM_NOTE && taken.checkpoint.counter == journal->chain.counter) {
		memcpy(journal->note, taken.note, taken.note_len);
		journal->note[taken.note_len] = '\0';
		journal->noted = taken.checkpoint.segment;
	}
	if (taken.kind == VDT_ITEM_RECORD)
		return vdt_range_append(&journal->since, item, len);
	return 0;
}

int vdt_journal_write(struct vdt_journal *journal, bool header, const uint8_t *item, size_t len)
{
	int err = 0;

	if (!header)
		err = vdt_file_write_fd(journal->fd, item, len);
	if (err) {
		journal->torn = true;
		return err;
	}
	err = take_item(journal, header, item, len);
	if (err) {
		journal->torn = true;
		return err;
	}
	journal->size += len;
	journal->dirty = true;
	journal->counters.bytes += len;
	spend(journal, len);
	return 0;
}

static bool is_clock_synced(void)
{
	struct timex t = {0};

	return adjtimex(&t) != TIME_ERROR && !(t.status & STA_UNSYNC);
}

static void stamp(const struct vdt_journal *journal, struct vdt_audit_record *record)
{
	record->seq = journal->chain.seq + 1;
	memcpy(record->prev, journal->chain.head, sizeof(record->prev));
	memcpy(record->boot_id, journal->boot_id, sizeof(record->boot_id));
	record->flags = is_clock_synced() ? VDT_AUDIT_CLOCK_SYNCED : 0;
	if (record->boottime)
		return;
	record->boottime = vdt_clock_boottime();
	record->realtime = vdt_clock_realtime();
}

int vdt_journal_write_record(struct vdt_journal *journal, struct vdt_audit_record *record)
{
	uint8_t buf[VDT_AUDIT_RECORD_MAX];
	int err, len;

	stamp(journal, record);
	len = vdt_audit_put_record(record, buf);
	if (len < 0)
		return len;
	err = vdt_journal_write(journal, false, buf, (size_t)len);
	journal->counters.records += !err;
	return err;
}

static int write_note(struct vdt_journal *journal, const char *note)
{
	uint8_t buf[VDT_SEGMENT_NOTE_MAX], hash[VDT_AUDIT_HASH];
	int len = vdt_segment_put_note(note, journal->chain.head, buf, hash);

	return len < 0 ? len : vdt_journal_write(journal, false, buf, (size_t)len);
}

/* Make the file end where the chain ends. */
static int mend_tear(struct vdt_journal *journal)
{
	if (journal->torn && ftruncate(journal->fd, (off_t)journal->size))
		return -errno;
	journal->torn = false;
	return 0;
}

static int write_checkpoint(struct vdt_journal *journal)
{
	const struct vdt_chain *chain = &journal->chain;
	struct vdt_checkpoint checkpoint = {
		.size = chain->seq, .segment = chain->segment, .counter = chain->counter + 1};
	char note[VDT_NOTE_ROOM];

	memcpy(checkpoint.log, chain->log, sizeof(checkpoint.log));
	memcpy(checkpoint.key, chain->key, sizeof(checkpoint.key));
	memcpy(checkpoint.head, chain->head, sizeof(checkpoint.head));
	if (vdt_range_root(&chain->tree, checkpoint.root) ||
	    vdt_checkpoint_sign(&checkpoint, journal->key->seed, note))
		return -EIO;
	return write_note(journal, note);
}

int vdt_journal_checkpoint(struct vdt_journal *journal)
{
	const struct vdt_chain *chain = &journal->chain;
	int err;

	if (journal->fd < 0 || !journal->has_key ||
	    (chain->signed_to == chain->seq && journal->noted == chain->segment))
		return vdt_journal_sync(journal);
	err = mend_tear(journal);
	if (!err)
		err = write_checkpoint(journal);
	return err ? err : vdt_journal_sync(journal);
}

int vdt_journal_cosigned(struct vdt_journal *journal, const char *note)
{
	int err = journal->fd < 0 || journal->full ? -ENOSPC : mend_tear(journal);

	if (!err && journal->size + VDT_SEGMENT_NOTE_MAX + RESERVE > vdt_ring_share(&journal->ring))
		err = -ENOSPC; /* there is another one soon, which says the same and more */
	return err ? err : write_note(journal, note);
}

/* the ring */

static int drop_oldest(struct vdt_journal *journal, uint32_t stays)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_AUDIT_DROP};
	struct vdt_chain_drop drop = {.segment = stays - 1};
	struct vdt_segment_header header;
	int err = vdt_ring_header(&journal->ring, stays, &header);

	if (err)
		return err;
	drop.first = header.first_seq;
	err = vdt_range_root(&header.tree, drop.root);
	if (!err)
		err = vdt_chain_put_drop(&drop, record.details);
	snprintf(record.object, sizeof(record.object), "%" PRIu64, drop.first);
	if (!err)
		err = vdt_journal_write_record(journal, &record);
	if (!err)
		err = vdt_journal_checkpoint(journal);
	return err ? err : vdt_ring_drop(&journal->ring, stays);
}

/* Say it while there is room; nothing is written after that. */
static int stop_writing(struct vdt_journal *journal)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_AUDIT_FULL,
					  .result = VDT_AUDIT_FAILED,
					  .reason = "on_full: stop"};
	int err = vdt_journal_write_record(journal, &record);

	journal->full = true;
	if (!err)
		err = vdt_journal_checkpoint(journal);
	return err ? err : -ENOSPC;
}

static int begin_next(struct vdt_journal *journal)
{
	bool last = journal->ring.newest - journal->ring.oldest + 1 >= VDT_RING_SEGMENTS;
	uint32_t stays;
	int err = vdt_journal_checkpoint(journal);

	if (!err && last && journal->settings.stop_on_full)
		return stop_writing(journal);
	if (!err)
		err = vdt_journal_begin_segment(journal);
	if (err)
		return err;
	stays = vdt_ring_stays(&journal->ring);
	if (stays > journal->ring.oldest)
		return drop_oldest(journal, stays);
	return vdt_journal_checkpoint(journal);
}

/* Have an open file with room for a record, ending where the chain ends. */
static int prepare(struct vdt_journal *journal)
{
	int err;

	if (journal->full)
		return -ENOSPC;
	if (journal->fd < 0)
		return vdt_journal_begin_segment(journal);
	err = mend_tear(journal);
	if (err)
		return err;
	return journal->size + RESERVE > vdt_ring_share(&journal->ring) ? begin_next(journal) : 0;
}

static int write_lost(struct vdt_journal *journal)
{
	struct vdt_audit_record record = {
		.type = VDT_AUDIT_EVENTS_LOST,
		.result = VDT_AUDIT_FAILED,
		.count = journal->lost,
		.reason = "the log could not be written",
	};
	int err;

	if (!journal->lost)
		return 0;
	err = vdt_journal_write_record(journal, &record);
	if (!err)
		journal->lost = 0;
	return err;
}

/* Once for each time that the ring fills. */
static void warn_if_filling(struct vdt_journal *journal)
{
	const struct vdt_ring *ring = &journal->ring;
	struct vdt_audit_record record = {.type = VDT_AUDIT_AUDIT_FILLING};

	if (ring->closed + journal->size < ring->max / 100 * WARN_PERCENT) {
		journal->warned = false;
		return;
	}
	if (journal->warned)
		return;
	journal->warned = true;
	snprintf(record.object, sizeof(record.object), "%d %%", WARN_PERCENT);
	snprintf(record.reason, sizeof(record.reason), "then %s",
		 journal->settings.stop_on_full ? "nothing more is recorded"
						: "the oldest records are dropped");
	vdt_journal_write_record(journal, &record);
}

int vdt_journal_append(struct vdt_journal *journal, struct vdt_audit_record *record)
{
	int err = prepare(journal);

	if (!err)
		err = write_lost(journal);
	if (!err)
		err = vdt_journal_write_record(journal, record);
	if (err) {
		journal->counters.lost++;
		journal->lost += journal->lost < UINT32_MAX;
		return err;
	}
	if (record->kernel_seq > journal->kernel_seq)
		journal->kernel_seq = record->kernel_seq;
	warn_if_filling(journal);
	return 0;
}

void vdt_journal_set(struct vdt_journal *journal, const struct vdt_journal_settings *settings)
{
	journal->settings = *settings;
	journal->ring.max = settings->ring;
	journal->wear.daily = settings->daily;
	journal->full &= settings->stop_on_full;
}

int vdt_journal_sync(struct vdt_journal *journal)
{
	if (journal->fd < 0)
		return 0;
	if (!journal->dirty) {
		journal->durable = journal->chain.seq;
		return 0;
	}
	if (fdatasync(journal->fd))
		return -errno;
	journal->durable = journal->chain.seq;
	journal->dirty = false;
	journal->counters.syncs++;
	spend(journal, VDT_WEAR_PAGE);
	return 0;
}
