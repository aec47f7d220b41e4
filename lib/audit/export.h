/* SPDX-License-Identifier: BSD-3-Clause */
/* Audit records as people and programs read them. Whatever bytes a record holds, the output is one
 * line of printable characters. */
#ifndef VDT_AUDIT_EXPORT_H
#define VDT_AUDIT_EXPORT_H

#include <stddef.h>
#include <stdio.h>

struct vdt_audit_record;
struct vdt_audit_report;

/* Names in exports: "account.login", "refused"; "unknown" for numbers of a newer writer. */
const char *vdt_audit_type_name(unsigned int type);
const char *vdt_audit_result_name(unsigned int result);

/*
 * One JSON object and a newline: seq, time (RFC 3339, UTC), synced, boot, boottime (ns), type,
 * result, count, kernel_seq, account, source, object, reason, hash; what is empty is left out.
 * Bytes that are not UTF-8 or are control characters become \xNN. Returns 0, -ENOMEM or -EIO.
 */
int vdt_audit_json(const struct vdt_audit_record *record, FILE *out);
/* One line for people: time, number, type, result, then name=value with the same escapes. Returns 0
 * or -EIO. */
int vdt_audit_text(const struct vdt_audit_record *record, FILE *out);
/* The finding in words: "intact: 20 records, the last is number 20", "altered after record 7, at
 * offset 1234 of log.1". */
void vdt_audit_sentence(const struct vdt_audit_report *report, char *text, size_t size);

#endif /* VDT_AUDIT_EXPORT_H */
