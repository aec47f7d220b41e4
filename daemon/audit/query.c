// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/query.h"

#include <errno.h>
#include <string.h>

#include "lib/audit/export.h"

static bool is_filtered(const struct vdt_msg_LOG_QUERY *ask)
{
	return ask->type || ask->result || ask->newest || ask->limit || ask->after || ask->from ||
	       ask->to || *ask->account || *ask->source;
}

static int check(struct vdt_msg_LOG_QUERY *ask)
{
	if (ask->what == VDT_LOG_EXPORT)
		return is_filtered(ask) ? -EINVAL : 0;
	if (ask->what != VDT_LOG_PAGE)
		return 0;
	if (!ask->limit)
		ask->limit = VDT_LOG_LIMIT;
	return ask->limit > VDT_LOG_LIMIT ? -EINVAL : 0;
}

int vdt_log_answer_begin(struct vdt_log_answer *answer, const char *path, uint64_t end,
			 const struct vdt_msg_LOG_QUERY *ask)
{
	int err;

	*answer = (struct vdt_log_answer){.path = path, .ask = *ask, .end = end};
	err = check(&answer->ask);
	if (err)
		return err;
	answer->counting = answer->ask.newest && answer->ask.limit;
	answer->filter = (struct vdt_audit_filter){
		.after = ask->after,
		.from = (int64_t)ask->from,
		.to = (int64_t)ask->to,
		.type = ask->type,
		.result = ask->result ? ask->result - 1 : VDT_FILTER_ANY_RESULT,
		.account = answer->ask.account,
		.source = answer->ask.source,
	};
	return vdt_audit_open(path, NULL, NULL, &answer->reader);
}

void vdt_log_answer_done(struct vdt_log_answer *answer)
{
	vdt_audit_close(answer->reader);
	*answer = (struct vdt_log_answer){0};
}

/* Of the checkpoints, the one over most records that the unit cosigned. */
static void keep_note(struct vdt_log_answer *answer, const struct vdt_audit_item *item)
{
	struct vdt_audit_report report;

	vdt_audit_where(answer->reader, &report);
	if (!report.chain.witnessed || report.chain.witnessed_to < answer->witnessed ||
	    item->checkpoint.size != report.chain.witnessed_to)
		return;
	answer->witnessed = report.chain.witnessed_to;
	memcpy(answer->note, item->note, item->note_len);
	answer->note[item->note_len] = '\0';
}

static int print_syslog(const struct vdt_audit_record *record, const char *host, FILE *out)
{
	char text[VDT_SYSLOG_ROOM];
	int len = vdt_syslog_record(record, host, text);

	if (len < 0)
		return len;
	return fputs(text, out) == EOF || fputc('\n', out) == EOF ? -EIO : 0;
}

static int print_item(const struct vdt_log_answer *answer, const struct vdt_audit_item *item,
		      const char *host, FILE *out)
{
	switch (answer->ask.what) {
	case VDT_LOG_EXPORT:
		return vdt_audit_export(item, out);
	case VDT_LOG_TEXT:
		return vdt_audit_text(&item->record, out);
	case VDT_LOG_SYSLOG:
		return print_syslog(&item->record, host, out);
	default:
		return vdt_audit_json(&item->record, out);
	}
}

static bool is_wanted(const struct vdt_log_answer *answer, const struct vdt_audit_item *item)
{
	if (answer->ask.what == VDT_LOG_EXPORT)
		return true;
	return item->kind == VDT_ITEM_RECORD && vdt_filter_wants(&answer->filter, &item->record);
}

static int take_item(struct vdt_log_answer *answer, const struct vdt_audit_item *item,
		     const char *host, FILE *out)
{
	if (answer->ask.what == VDT_LOG_CHECKPOINT) {
		if (item->kind == VDT_ITEM_NOTE)
			keep_note(answer, item);
		return 0;
	}
	if (!is_wanted(answer, item))
		return 0;
	if (answer->counting) {
		answer->found++;
		return 0;
	}
	if (answer->skip) {
		answer->skip--;
		return 0;
	}
	answer->told += item->kind == VDT_ITEM_RECORD;
	return print_item(answer, item, host, out);
}

static bool is_full(const struct vdt_log_answer *answer)
{
	return !answer->counting && answer->ask.limit && answer->told >= answer->ask.limit;
}

static bool is_new(const struct vdt_log_answer *answer, const struct vdt_audit_item *item)
{
	return item->kind == VDT_ITEM_RECORD && item->record.seq > answer->end;
}

/* The end of the log, or of what there was of it. */
static int end_pass(struct vdt_log_answer *answer, FILE *out)
{
	if (answer->ask.what == VDT_LOG_CHECKPOINT)
		return !*answer->note ? -ENOENT : fputs(answer->note, out) == EOF ? -EIO : 0;
	if (!answer->counting)
		return 0;
	answer->counting = false;
	answer->skip = answer->found > answer->ask.limit ? answer->found - answer->ask.limit : 0;
	vdt_audit_close(answer->reader);
	answer->reader = NULL;
	return vdt_audit_open(answer->path, NULL, NULL, &answer->reader) ?: 1;
}

int vdt_log_answer_next(struct vdt_log_answer *answer, const char *host, FILE *out)
{
	struct vdt_audit_item item;
	int err;

	for (unsigned int i = 0; i < VDT_QUERY_ITEMS; i++) {
		if (is_full(answer))
			return 0;
		err = vdt_audit_next(answer->reader, &item);
		if (err < 0)
			return err;
		if (!err || is_new(answer, &item))
			return end_pass(answer, out);
		err = take_item(answer, &item, host, out);
		if (err)
			return err;
	}
	return 1;
}
