// SPDX-License-Identifier: BSD-3-Clause
/* What was found of a log, in words. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/audit/log.h"
#include "lib/audit/sentence.h"

static const char *const state_names[] = {
	[VDT_LOG_INTACT] = "intact",
	[VDT_LOG_ALTERED] = "altered",
	[VDT_LOG_CUT] = "cut off",
	[VDT_LOG_BEHEADED] = "beheaded",
	[VDT_LOG_ROLLED_BACK] = "rolled back",
	[VDT_LOG_FORKED] = "forked",
	[VDT_LOG_UNCERTIFIED] = "not certified",
};

const char *vdt_audit_state_name(unsigned int state)
{
	return state < sizeof(state_names) / sizeof(state_names[0]) ? state_names[state]
								    : "unknown";
}

/* In a segment, or, of an export, in a line. */
static int print_place(const struct vdt_audit_report *report, char *text, size_t size)
{
	const char *what = vdt_audit_state_name(report->state);
	char file[VDT_SEGMENT_NAME], where[64];

	vdt_segment_name(report->segment, file);
	if (report->segment)
		snprintf(where, sizeof(where), "at offset %" PRIu64 " of %s", report->offset, file);
	else
		snprintf(where, sizeof(where), "in line %" PRIu64, report->offset);
	if (report->kind == VDT_ITEM_RECORD)
		return snprintf(text, size, "%s at record %" PRIu64 ", %s", what,
				report->chain.seq + 1, where);
	return snprintf(text, size, "%s after record %" PRIu64 ", in a %s, %s", what,
			report->chain.seq, report->kind == VDT_ITEM_NOTE ? "checkpoint" : "header",
			where);
}

static int print_intact(const struct vdt_audit_report *report, char *text, size_t size)
{
	const struct vdt_chain *chain = &report->chain;
	int n = snprintf(text, size, "intact: %" PRIu64 " records, the last is number %" PRIu64,
			 chain->records, chain->seq);

	if (chain->first > 1 && n > 0 && (size_t)n < size)
		n += snprintf(text + n, size - (size_t)n,
			      "; those before number %" PRIu64 " were dropped under signature",
			      chain->first);
	if (chain->known && chain->known->size < chain->first - 1 && n > 0 && (size_t)n < size)
		n += snprintf(text + n, size - (size_t)n,
			      "; the known checkpoint is older than what is left");
	return n;
}

static int print_state(const struct vdt_audit_report *report, char *text, size_t size)
{
	const struct vdt_chain *chain = &report->chain;

	switch (report->state) {
	case VDT_LOG_INTACT:
		return print_intact(report, text, size);
	case VDT_LOG_BEHEADED:
		return snprintf(text, size,
				"beheaded: the records before number %" PRIu64
				" are missing, and none says that they were dropped",
				chain->first);
	case VDT_LOG_ROLLED_BACK:
		return snprintf(text, size,
				"rolled back: it ends with record %" PRIu64
				", and the known checkpoint is %s",
				chain->seq,
				memcmp(chain->log, chain->known->log, sizeof(chain->log))
					? "of another log"
					: "ahead of it");
	case VDT_LOG_FORKED:
		return snprintf(text, size,
				"forked: its first %" PRIu64
				" records are not those of the known checkpoint",
				chain->known->size);
	case VDT_LOG_UNCERTIFIED:
		return snprintf(text, size,
				"not certified after record %" PRIu64
				": the key of segment %" PRIu32 " is not cosigned by %s",
				chain->witnessed_to, chain->segment,
				chain->foreign ? "this unit but by another" : "the unit");
	default:
		return print_place(report, text, size);
	}
}

void vdt_audit_finding(const struct vdt_audit_report *report, char *text, size_t size)
{
	const struct vdt_chain *chain = &report->chain;
	int n = print_state(report, text, size);

	if (report->state != VDT_LOG_INTACT || n < 0 || (size_t)n >= size)
		return;
	if (chain->signed_to < chain->seq)
		n += snprintf(text + n, size - (size_t)n,
			      "; not checkpointed after record %" PRIu64, chain->signed_to);
	if (chain->unit && chain->witnessed_to < chain->seq && (size_t)n < size)
		snprintf(text + n, size - (size_t)n, "; not cosigned after record %" PRIu64,
			 chain->witnessed_to);
}
