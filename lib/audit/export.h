/* SPDX-License-Identifier: BSD-3-Clause */
/* Audit records as people and programs read them. Whatever bytes a record holds, the output is one
 * line of printable characters. */
#ifndef VDT_AUDIT_EXPORT_H
#define VDT_AUDIT_EXPORT_H

#include <stddef.h>
#include <stdio.h>

struct vdt_audit_item;
struct vdt_audit_record;

/*
 * One JSON object and a newline: seq, time (RFC 3339, UTC), synced, boot, boottime (ns), type,
 * result, sentence, count, kernel_seq, account, account_id, role, source, transport, session,
 * object, reason, details, prev, hash; what is empty is left out. Bytes that are not UTF-8 or are
 * control characters become \xNN. Returns 0, -ENOMEM or -EIO.
 */
int vdt_audit_json(const struct vdt_audit_record *record, FILE *out);
/* Time, number and a sentence. Returns 0 or -EIO. */
int vdt_audit_text(const struct vdt_audit_record *record, FILE *out);
/* Time, number, type, result, then name=value for every field. Returns 0 or -EIO. */
int vdt_audit_fields(const struct vdt_audit_record *record, FILE *out);
/*
 * A line of an export: the JSON object of the item, and in it its bytes (raw, base 64), from which
 * the line can be made again: so the whole line is proved by what proves the bytes. Returns 0,
 * -ENOMEM or -EIO.
 */
int vdt_audit_export(const struct vdt_audit_item *item, FILE *out);

#endif /* VDT_AUDIT_EXPORT_H */
