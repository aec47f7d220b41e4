/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The audit log on disk: how it is laid out, and the reader that checks it while it reads.
 *
 * A file is a header and records. Every record carries the hash of the one before it, the first one
 * that of the header, and the header that of the last record of the file before (zero if there is
 * none), so the whole log is one chain. All numbers are little endian.
 *
 *   header  magic 8 | version u32 | zero u32 | unit id 16 | first seq u64 | previous hash 32 | hash
 * 32 record  length u32 | seq u64 | boot id 16 | boottime u64 | realtime u64 | flags u8 | type u8 |
 *           result u8 | count u32 | kernel seq u64 | account, source, object, reason: each u16
 *           length and bytes | previous hash 32 | hash 32
 *
 * A length counts the whole record; a hash is the SHA-256 of everything before it in its header or
 * record.
 *
 * The chain proves that nothing inside was changed, removed, added or moved. It cannot prove that
 * whole records were not cut off the end, nor that nobody who may write the file computed a new
 * chain: that takes signed checkpoints.
 */
#ifndef VDT_AUDIT_LOG_H
#define VDT_AUDIT_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vedette/audit.h>

#define VDT_AUDIT_HASH	  32
#define VDT_AUDIT_VERSION 1

/* Room of the strings, with NUL: those of the RECORD message. */
#define VDT_AUDIT_SHORT 64
#define VDT_AUDIT_LONG	256

#define VDT_AUDIT_HEADER_SIZE 104
#define VDT_AUDIT_RECORD_MIN  131 /* all strings empty */
#define VDT_AUDIT_RECORD_MAX \
	(VDT_AUDIT_RECORD_MIN + 2 * (VDT_AUDIT_SHORT - 1) + 2 * (VDT_AUDIT_LONG - 1))

/* A file that would grow past this becomes PATH.1, replacing the PATH.1 before. */
#define VDT_AUDIT_FILE_MAX (8u << 20)

#define VDT_AUDIT_CLOCK_SYNCED 1u /* flags: realtime came from a synchronised clock */

struct vdt_audit_header {
	uint8_t unit[16];   /* random, made with the first file of a chain */
	uint64_t first_seq; /* of the first record in this file */
	uint8_t prev[VDT_AUDIT_HASH];
	uint8_t hash[VDT_AUDIT_HASH];
};

struct vdt_audit_record {
	uint64_t seq; /* from 1, no gaps */
	uint8_t boot_id[16];
	uint64_t boottime, realtime; /* nanoseconds */
	uint8_t flags;		     /* VDT_AUDIT_CLOCK_SYNCED */
	uint8_t type;		     /* enum vdt_audit_type; a newer writer may know more */
	uint8_t result;		     /* enum vdt_audit_result */
	uint32_t count;
	uint64_t kernel_seq; /* 0: not a kernel event */
	/* Bytes of strangers: no NUL inside, anything else is possible; escape before showing. */
	char account[VDT_AUDIT_SHORT];
	char source[VDT_AUDIT_SHORT];
	char object[VDT_AUDIT_LONG];
	char reason[VDT_AUDIT_LONG];
	uint8_t prev[VDT_AUDIT_HASH];
	uint8_t hash[VDT_AUDIT_HASH];
};

enum vdt_audit_state {
	VDT_AUDIT_INTACT,    /* every record up to here is as it was written */
	VDT_AUDIT_ALTERED,   /* something was changed, removed, added or moved here */
	VDT_AUDIT_TRUNCATED, /* the last record is incomplete: power was cut, or somebody cut it */
};

/* How far the reader came and what it found there. */
struct vdt_audit_report {
	enum vdt_audit_state state;
	bool rotated;	  /* the place is in PATH.1, not in PATH */
	uint64_t offset;  /* in bytes: of the first that is bad or missing, or the end */
	uint64_t records; /* intact records read */
	uint64_t seq;	  /* of the last intact record, 0 if none; what is bad comes after it */
	uint8_t unit[16];
	uint8_t head[VDT_AUDIT_HASH]; /* hash of the last intact record, or header */
};

struct vdt_audit_reader;

/*
 * Open the log at @path for reading, from its oldest record: PATH.1 first if there is one, then
 * PATH, as one chain. Memory use does not depend on the size of the log. Nothing is read yet, so a
 * damaged log opens too. Returns 0, -ENOENT (neither file is there), -ENOMEM, or another negative
 * errno of open(2).
 */
int vdt_audit_open(const char *path, struct vdt_audit_reader **ret_reader);
/* Close and free; NULL is fine. */
void vdt_audit_close(struct vdt_audit_reader *reader);
/*
 * Read and check the next record. Returns 1 and the record; 0 at the end (of a log that is being
 * written more may follow: call again); -EBADMSG where the log was altered (for good: nothing
 * behind that place can be trusted); -ENODATA where the last record is incomplete (it may be on its
 * way: call again); -ENOMEM, or another negative errno of read(2).
 */
int vdt_audit_next(struct vdt_audit_reader *reader, struct vdt_audit_record *ret_record);
/* Where the reader stands and the state of the log up to there. */
void vdt_audit_where(const struct vdt_audit_reader *reader, struct vdt_audit_report *ret_report);
/*
 * Read the log at @path to its end. Returns 0 with the finding in @ret_report->state, or a negative
 * errno as vdt_audit_open() and vdt_audit_next() when it cannot be read at all.
 */
int vdt_audit_verify(const char *path, struct vdt_audit_report *ret_report);

#endif /* VDT_AUDIT_LOG_H */
