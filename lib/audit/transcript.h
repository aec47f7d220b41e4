/* SPDX-License-Identifier: BSD-3-Clause */
/* An export (lib/audit/export.h) read and judged as the log itself would be. */
#ifndef VDT_AUDIT_TRANSCRIPT_H
#define VDT_AUDIT_TRANSCRIPT_H

#include <stdio.h>

#include "lib/audit/log.h"

/*
 * Read the export @file to its end. A line must be, byte for byte, what is printed of the item in
 * it. Returns 0 with the judgement in @ret_report, of which segment and offset are the number of
 * the line, from 1, where it stands; -ENODATA (no line), -ENOMEM, or -EIO.
 */
int vdt_transcript_verify(FILE *file, const struct vdt_unit *unit,
			  const struct vdt_checkpoint *known, struct vdt_audit_report *ret_report);

#endif /* VDT_AUDIT_TRANSCRIPT_H */
