/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The files of the log. The log is a folder of segments, NUMBER.seg with ten digits; each is a
 * header and items, records and notes (checkpoints), of which every one carries the hash of the one
 * before it:
 *
 *   header  magic 8 | version u32 | length u32 | log id 16 | segment u32 | first seq u64 |
 *           counter u64 | public key 32 | previous hash 32 | nodes of the tree before, 32 each |
 *           hash 32
 *   record  see lib/audit/record.h
 *   note    length u32 | kind u8 = 2 | text | hash 32
 *
 * All numbers are little endian. First seq is that of the first record that follows, counter that
 * of the last checkpoint before, the previous hash that of the last item of the segment before, and
 * the nodes are the compact range of all records before: a log that lost its beginning can be
 * verified from any header on. The hash of the header is the SHA-256 of what is before it, that of
 * an item takes in the hash before, too.
 */
#ifndef VDT_AUDIT_SEGMENT_H
#define VDT_AUDIT_SEGMENT_H

#include "lib/audit/checkpoint.h"
#include "lib/audit/record.h"
#include "lib/audit/tree.h"

#define VDT_SEGMENT_VERSION    2
#define VDT_SEGMENT_HEADER_MIN 148 /* no nodes */
#define VDT_SEGMENT_HEADER_MAX (VDT_SEGMENT_HEADER_MIN + VDT_RANGE_NODES * VDT_SHA256)

#define VDT_SEGMENT_NOTE_MIN (4 + 1 + VDT_AUDIT_HASH)
#define VDT_SEGMENT_NOTE_MAX (VDT_SEGMENT_NOTE_MIN + VDT_NOTE_ROOM - 1)
#define VDT_SEGMENT_ITEM_MAX VDT_SEGMENT_HEADER_MAX /* the largest of the three */

#define VDT_SEGMENT_NAME 16 /* room of a file's name */

/* The u8 behind the length; a header has no length there. */
enum vdt_item_kind {
	VDT_ITEM_HEADER,
	VDT_ITEM_RECORD = VDT_AUDIT_KIND_RECORD,
	VDT_ITEM_NOTE,
};

struct vdt_segment_header {
	uint8_t log[VDT_AUDIT_LOG_ID]; /* random, made with the first segment */
	uint32_t segment;	       /* from 1, no gaps */
	uint64_t first_seq;
	uint64_t counter;
	uint8_t key[VDT_ED25519_KEY];
	uint8_t prev[VDT_AUDIT_HASH]; /* zeros in the first segment */
	struct vdt_range tree;	      /* of the records before first_seq */
	uint8_t hash[VDT_AUDIT_HASH];
};

/* Write @header and fill in @header->hash. Returns the length, or -EIO. */
int vdt_segment_put_header(struct vdt_segment_header *header, uint8_t buf[VDT_SEGMENT_HEADER_MAX]);
/* Returns the length; -ENODATA if it goes on behind @len; -EBADMSG: not a header, another version,
 * or its hash does not fit; -EIO. */
int vdt_segment_get_header(const uint8_t *buf, size_t len, struct vdt_segment_header *ret_header);

/* Write a note that follows @prev. Returns the length, or -EIO. */
int vdt_segment_put_note(const char *text, const uint8_t prev[VDT_AUDIT_HASH],
			 uint8_t buf[VDT_SEGMENT_NOTE_MAX], uint8_t ret_hash[VDT_AUDIT_HASH]);
/* Read the note at the start of @buf; the text lies in @buf. Returns the length, -ENODATA, -EBADMSG
 * or -EIO as vdt_audit_get_record(). */
int vdt_segment_get_note(const uint8_t *buf, size_t len, const uint8_t prev[VDT_AUDIT_HASH],
			 const char **ret_text, size_t *ret_len, uint8_t ret_hash[VDT_AUDIT_HASH]);

/* "0000000005.seg" */
void vdt_segment_name(uint32_t segment, char name[VDT_SEGMENT_NAME]);
/* The number in a file's name, 0 if it is none of a segment. */
uint32_t vdt_segment_number(const char *name);

#endif /* VDT_AUDIT_SEGMENT_H */
