/* SPDX-License-Identifier: BSD-3-Clause */
/* Encoding of the header and the records of the audit log; the layout stands in lib/audit/log.h. */
#ifndef VDT_AUDIT_RECORD_H
#define VDT_AUDIT_RECORD_H

#include "lib/audit/log.h"

/* Write @header to @buf and fill in @header->hash. Returns 0, or -EIO (the hash failed). */
int vdt_audit_put_header(struct vdt_audit_header *header, uint8_t buf[VDT_AUDIT_HEADER_SIZE]);
/* Returns 0, -EBADMSG (not a header, another version, or its hash does not fit) or -EIO. */
int vdt_audit_get_header(const uint8_t buf[VDT_AUDIT_HEADER_SIZE],
			 struct vdt_audit_header *ret_header);

/*
 * Write @record to @buf and fill in @record->hash; seq and prev are the caller's. Strings must be
 * terminated. Returns the length of the record, or -EIO.
 */
int vdt_audit_put_record(struct vdt_audit_record *record, uint8_t buf[VDT_AUDIT_RECORD_MAX]);
/*
 * Read the record at the start of @buf, of which @len bytes are there. Returns its length;
 * -ENODATA if it goes on behind @len and what is there fits a record; -EBADMSG if it does not;
 * -EIO. Whether it follows the record before it is the caller's to check.
 */
int vdt_audit_get_record(const uint8_t *buf, size_t len, struct vdt_audit_record *ret_record);

#endif /* VDT_AUDIT_RECORD_H */
