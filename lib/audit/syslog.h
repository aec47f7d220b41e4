/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Audit records as syslog messages (RFC 5424), for collectors and for exports:
 *
 *   <PRI>1 TIME HOST vedette - TYPE [timeQuality ...][vedette@32473 seq="7" ...] SENTENCE
 *
 * Facility 13 (log audit). What a record has stands in the second element, under the names that
 * its JSON has. 32473 is the number of RFC 5612 for examples: there is none of our own. A receiver
 * that gets a record twice knows it by log, seq and hash.
 */
#ifndef VDT_AUDIT_SYSLOG_H
#define VDT_AUDIT_SYSLOG_H

#include <stddef.h>
#include <stdint.h>

#include "lib/audit/record.h"

#define VDT_SYSLOG_ROOM 8192 /* what receivers should take (RFC 5425, section 4.3.1), with NUL */
#define VDT_SYSLOG_HOST 256  /* RFC 5424, section 6, with NUL */

/* Make @host one that a message may have: printable ASCII, "-" if there is nothing. */
void vdt_syslog_host(char host[VDT_SYSLOG_HOST]);
/*
 * Write @record as one message without a newline. Details that make it longer than
 * VDT_SYSLOG_ROOM are left out, and details_left_out="1" says so. Returns its length or -EIO.
 */
int vdt_syslog_record(const struct vdt_audit_record *record, const char *host,
		      char text[VDT_SYSLOG_ROOM]);
/* Write a checkpoint over @size records, the signed @note in base 64, as one message of
 * @realtime (ns). Returns its length or -EIO. */
int vdt_syslog_checkpoint(const char *note, uint64_t size, uint64_t realtime, const char *host,
			  char text[VDT_SYSLOG_ROOM]);

#endif /* VDT_AUDIT_SYSLOG_H */
