/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One question about the log, answered a piece at a time: the log may be long, whoever asked may be
 * slow, and records are to be written meanwhile.
 */
#ifndef VDT_AUDIT_QUERY_H
#define VDT_AUDIT_QUERY_H

#include <stdio.h>

#include "lib/audit/filter.h"
#include "lib/audit/log.h"
#include "lib/audit/syslog.h"
#include "lib/ipc/msgs.h"

#define VDT_QUERY_ITEMS 64 /* looked at in one piece */

/* All zero: none. */
struct vdt_log_answer {
	struct vdt_audit_reader *reader; /* its own; NULL: none */
	const char *path;		 /* the caller's */
	struct vdt_msg_LOG_QUERY ask;
	struct vdt_audit_filter filter; /* into ask */
	uint64_t end;			/* the last record that there was when it was asked */
	uint64_t found;			/* of `newest`: how many are wanted, counted first */
	uint64_t skip;			/* and how many of them are too old */
	bool counting;
	uint32_t told;
	uint64_t witnessed; /* records under the note */
	char note[VDT_NOTE_ROOM];
};

/*
 * Begin to answer @ask from the log in folder @path, up to record @end. Returns 0; -EINVAL: an
 * export with a filter, which could not be verified, or a page of more than VDT_LOG_LIMIT; or a
 * negative errno of vdt_audit_open(). Call vdt_log_answer_done() in any case.
 */
int vdt_log_answer_begin(struct vdt_log_answer *answer, const char *path, uint64_t end,
			 const struct vdt_msg_LOG_QUERY *ask);
/*
 * Print the next piece to @out. @host is the name in lines of RFC 5424. Returns 1: there is more,
 * 0: this was all, or a negative errno of vdt_audit_next() and the printers; -ENOENT: the unit has
 * cosigned no checkpoint.
 */
int vdt_log_answer_next(struct vdt_log_answer *answer, const char *host, FILE *out);
void vdt_log_answer_done(struct vdt_log_answer *answer);

#endif /* VDT_AUDIT_QUERY_H */
