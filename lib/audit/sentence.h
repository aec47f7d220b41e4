/* SPDX-License-Identifier: BSD-3-Clause */
/* Names and plain sentences for what stands in the log. */
#ifndef VDT_AUDIT_SENTENCE_H
#define VDT_AUDIT_SENTENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/audit/record.h"

struct vdt_audit_report;

/* Room of an escaped string, every byte of which may become \xNN. */
#define VDT_AUDIT_ESCAPED(room) (4 * (room) + 1)
/* Room of a sentence: the words of the template and every field once, escaped. */
#define VDT_AUDIT_SENTENCE (256 + 2 * VDT_AUDIT_ESCAPED(VDT_AUDIT_SHORT + VDT_AUDIT_LONG))

/* Names in exports: "account.login", "refused"; "unknown" for numbers of a newer writer. */
const char *vdt_audit_type_name(unsigned int type);
const char *vdt_audit_result_name(unsigned int result);
/* "viewer", "rtsps"; "" for none. */
const char *vdt_audit_role_name(unsigned int role);
const char *vdt_audit_transport_name(unsigned int transport);
/* The number of a name, 0 if there is none; that of a result, -1 if there is none. */
unsigned int vdt_audit_type_number(const char *name);
int vdt_audit_result_number(const char *name);
/* Whether records of @type are to be on the flash at once. */
bool vdt_audit_is_critical(unsigned int type);

/* Bytes that are not UTF-8, control characters and the backslash become \xNN; @to has
 * VDT_AUDIT_ESCAPED() of @from's room. */
void vdt_audit_escape(const char *from, char *to);
/* What happened, for people: "viewer ann logged in from 10.0.0.20 over rtsps". */
void vdt_audit_sentence(const struct vdt_audit_record *record, char text[VDT_AUDIT_SENTENCE]);
/* A finding: "intact: 20 records, the last is number 20", "altered at record 8, at offset 1234 of
 * 0000000001.seg". */
void vdt_audit_finding(const struct vdt_audit_report *report, char *text, size_t size);
/* One word for the state of @report: "intact", "altered", … */
const char *vdt_audit_state_name(unsigned int state);

#endif /* VDT_AUDIT_SENTENCE_H */
