/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A record of the audit log and its bytes:
 *
 *   length u32 | kind u8 = 1 | seq u64 | boot id 16 | boottime u64 | realtime u64 | flags u8 |
 *   type u8 | result u8 | role u8 | transport u8 | count u32 | kernel seq u64 | account id u32 |
 *   session 8 | account, source, object, reason, details: each u16 length and bytes | hash 32
 *
 * All numbers are little endian. The length counts the whole record. The hash is the SHA-256 of
 * the hash of the record before and of everything before it in its own, so that records cannot be
 * changed, removed, added or moved; the first of a segment follows the hash of the header.
 */
#ifndef VDT_AUDIT_RECORD_H
#define VDT_AUDIT_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include <vedette/audit.h>

#define VDT_AUDIT_HASH 32

#define VDT_AUDIT_KIND_RECORD 1 /* the u8 behind the length */

#define VDT_AUDIT_RECORD_MIN 116 /* all strings empty */
#define VDT_AUDIT_RECORD_MAX \
	(VDT_AUDIT_RECORD_MIN + 2 * (VDT_AUDIT_SHORT - 1) + 2 * (VDT_AUDIT_LONG - 1) + \
	 (VDT_AUDIT_DETAILS - 1))

#define VDT_AUDIT_CLOCK_SYNCED 1u /* flags: realtime came from a synchronised clock */

struct vdt_audit_record {
	uint64_t seq; /* from 1, no gaps */
	uint8_t boot_id[16];
	uint64_t boottime, realtime; /* nanoseconds */
	uint8_t flags;		     /* VDT_AUDIT_CLOCK_SYNCED */
	uint8_t type;		     /* enum vdt_audit_type; a newer writer may know more */
	uint8_t result;		     /* enum vdt_audit_result */
	uint8_t role;		     /* of the account, enum vdt_audit_role */
	uint8_t transport;	     /* enum vdt_audit_transport */
	uint32_t count;
	uint64_t kernel_seq; /* 0: not a kernel event */
	uint32_t account_id; /* 0: none, or not known */
	uint8_t session[VDT_AUDIT_SESSION];
	/* Bytes of strangers: no NUL inside, anything else is possible; escape before showing. */
	char account[VDT_AUDIT_SHORT];
	char source[VDT_AUDIT_SHORT];
	char object[VDT_AUDIT_LONG];
	char reason[VDT_AUDIT_LONG];
	char details[VDT_AUDIT_DETAILS]; /* JSON by whoever left the record, or empty */
	uint8_t prev[VDT_AUDIT_HASH];	 /* not in the bytes: hash of what is before */
	uint8_t hash[VDT_AUDIT_HASH];
};

/*
 * Write @record to @buf and fill in @record->hash; seq and prev are the caller's. Strings must be
 * terminated. Returns the length of the record, or -EIO.
 */
int vdt_audit_put_record(struct vdt_audit_record *record, uint8_t buf[VDT_AUDIT_RECORD_MAX]);
/*
 * Read the record at the start of @buf, of which @len bytes are there, and which follows @prev.
 * Returns its length; -ENODATA if it goes on behind @len and what is there fits a record; -EBADMSG
 * if it does not, or its hash is wrong; -EIO. Its seq is the caller's to check.
 */
int vdt_audit_get_record(const uint8_t *buf, size_t len, const uint8_t prev[VDT_AUDIT_HASH],
			 struct vdt_audit_record *ret_record);

#endif /* VDT_AUDIT_RECORD_H */
