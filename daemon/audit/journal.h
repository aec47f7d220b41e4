/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The log as its writer sees it: opened once, checked, then only appended to.
 *
 * Order of writing, so that power may be cut at any moment:
 *   - items are appended; the last one may be torn, and is cut off at the next start;
 *   - a checkpoint is on the medium before the unit is asked to cosign it: the unit never knows
 * more of the log than is there;
 *   - a new segment: checkpoint in the old one; key file of the new one; its file with the header;
 *     only then the old key is destroyed;
 *   - when the ring is full: the record that says so and a checkpoint over it, in the new segment;
 *     only then the oldest is removed.
 */
#ifndef VDT_AUDIT_JOURNAL_H
#define VDT_AUDIT_JOURNAL_H

#include <limits.h>

#include "daemon/audit/ring.h"
#include "daemon/audit/segment_key.h"
#include "daemon/audit/wear.h"
#include "lib/audit/log.h"

struct vdt_journal_settings {
	uint64_t ring;	   /* bytes of all segments together */
	bool stop_on_full; /* write nothing more, instead of dropping the oldest */
	uint64_t daily;	   /* bytes written to the flash a day */
};

/* 64 MiB a day let an 8 MiB flash of 100,000 erasures last for decades. */
#define VDT_JOURNAL_DEFAULTS \
	((struct vdt_journal_settings){.ring = 8ull << 20, .daily = 64ull << 20})

/* Since the journal was opened. */
struct vdt_journal_counters {
	uint64_t bytes, records, syncs;
	uint64_t lost; /* records that could not be written */
};

struct vdt_journal {
	char path[PATH_MAX];
	struct vdt_journal_settings settings;
	struct vdt_ring ring;
	struct vdt_wear wear;
	struct vdt_journal_counters counters;
	int fd;			     /* of the newest segment, -1: it could not be made */
	uint64_t size;		     /* of it, in bytes */
	struct vdt_segment_key *key; /* secret memory; its own, owned */
	bool has_key;		     /* else nothing can be signed before the next segment */
	uint32_t noted;		     /* the last segment with a checkpoint in it */
	char note[VDT_NOTE_ROOM];    /* the last checkpoint */
	struct vdt_range since;	     /* of records that the unit has not seen */
	uint64_t kernel_seq;	     /* highest of this boot in the log */
	uint32_t lost;		     /* records lost that no record tells of yet */
	bool torn;		     /* a write failed half way: the file is longer than size */
	bool dirty;		     /* something was written since the last sync */
	uint64_t durable;	     /* last record that is on the medium for sure */
	bool warned;		     /* a record says that the ring is nearly full */
	bool full;		     /* and nothing more is written */
	enum vdt_audit_state found;  /* when it was opened */
	uint8_t boot_id[16];
	struct vdt_chain chain; /* the end of the log */
};

/*
 * Open the log in the folder @path, checking all of it. An incomplete last item is cut off; a log
 * that was altered is put aside (vdt_ring_put_aside()) and a new one begins. What was found is the
 * first record written, of type AUDIT_START. @boot_id tells this boot from others. Returns 0 or a
 * negative errno of the calls involved; call vdt_journal_close() in any case.
 */
int vdt_journal_open(struct vdt_journal *journal, const char *path,
		     const struct vdt_journal_settings *settings, const uint8_t boot_id[16]);
/* Go by other settings from now on. A log that ended because it was full goes on if they say so. */
void vdt_journal_set(struct vdt_journal *journal, const struct vdt_journal_settings *settings);
/* Put the log aside and begin a new one; its first record gives @reason. Returns 0 or a negative
 * errno. */
int vdt_journal_begin_anew(struct vdt_journal *journal, const char *reason);
/*
 * Append @record: its seq, boot id and hashes are filled in, the times if boottime is 0. Begins the
 * next segment when this one is full. Returns 0, -ENOSPC (full, and settings say stop), or another
 * negative errno; the record is then counted as lost, and the count is recorded as EVENTS_LOST
 * before the next one that can be written.
 */
int vdt_journal_append(struct vdt_journal *journal, struct vdt_audit_record *record);
/* Write a checkpoint and have it on the medium, if anything was written since the last one. Returns
 * 0 or a negative errno. */
int vdt_journal_checkpoint(struct vdt_journal *journal);
/* Append a checkpoint that came back cosigned. Returns 0, -EBADMSG (it is not one of the last of
 * this log), or a negative errno. */
int vdt_journal_cosigned(struct vdt_journal *journal, const char *note);
/* Have all that was appended on the medium. Returns 0 or a negative errno. */
int vdt_journal_sync(struct vdt_journal *journal);
/* Sync and close; no checkpoint. */
void vdt_journal_close(struct vdt_journal *journal);

#endif /* VDT_AUDIT_JOURNAL_H */
