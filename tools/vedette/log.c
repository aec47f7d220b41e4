// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/audit/export.h"
#include "lib/audit/log.h"
#include "lib/audit/sentence.h"
#include "tools/vedette/log.h"

#define FINDING 512

struct view {
	const struct vdt_options *options;
	bool fields;
	uint64_t shown;
	struct vdt_audit_reader *reader;
};

static int fail_open(int err)
{
	if (err == -ENOENT)
		return vdt_fail(VDT_EXIT_ABSENT, "%s: there is no audit log yet: start vedetted",
				VDT_AUDIT_LOG);
	return vdt_fail(VDT_EXIT_REFUSED, "%s: cannot read: %s; run this as root", VDT_AUDIT_LOG,
			strerror(-err));
}

static int verify(const struct vdt_options *options)
{
	struct vdt_audit_report report;
	char finding[FINDING];
	int err = vdt_audit_verify(VDT_AUDIT_LOG, NULL, NULL, &report);
	int code;

	if (err)
		return fail_open(err);
	code = report.state == VDT_LOG_INTACT ? VDT_EXIT_DONE : VDT_EXIT_REFUSED;
	vdt_audit_finding(&report, finding, sizeof(finding));
	if (!options->json) {
		puts(finding);
		return code;
	}
	return vdt_json_finish(json_pack(
		       "{s:b, s:s, s:I, s:I, s:I, s:I}", "intact", code == VDT_EXIT_DONE, "finding",
		       finding, "records", (json_int_t)report.chain.records, "last_intact",
		       (json_int_t)report.chain.seq, "checkpointed",
		       (json_int_t)report.chain.signed_to, "offset", (json_int_t)report.offset))
		       ?: code;
}

static int show_item(const struct view *view, const struct vdt_audit_item *item)
{
	if (view->options->export)
		return vdt_audit_export(item, stdout);
	if (view->options->json)
		return vdt_audit_json(&item->record, stdout);
	return view->fields ? vdt_audit_fields(&item->record, stdout)
			    : vdt_audit_text(&item->record, stdout);
}

static bool is_done(const struct view *view)
{
	return view->options->limit && view->shown >= view->options->limit;
}

static bool is_wanted(const struct view *view, const struct vdt_audit_item *item)
{
	if (view->options->export)
		return true;
	return item->kind == VDT_ITEM_RECORD && vdt_log_wants(view->options, &item->record);
}

/* Shows items up to the end that the log has now; then *ret_err is 0, or says why it stops. */
static int show_items(struct view *view, int *ret_err)
{
	struct vdt_audit_item item;
	int ret = 0, err = 0;

	while (!err && !is_done(view) && (ret = vdt_audit_next(view->reader, &item)) > 0) {
		if (!is_wanted(view, &item))
			continue;
		view->shown++;
		err = show_item(view, &item);
	}
	*ret_err = ret < 0 ? ret : 0;
	if (!err && fflush(stdout))
		err = -errno;
	return err ? vdt_fail(VDT_EXIT_REFUSED, "cannot write: %s", strerror(-err)) : VDT_EXIT_DONE;
}

static int fail_item(const struct vdt_audit_reader *reader, int err)
{
	struct vdt_audit_report report;
	char finding[FINDING];

	if (err != -EBADMSG && err != -ENODATA)
		return fail_open(err);
	vdt_audit_where(reader, &report);
	vdt_audit_finding(&report, finding, sizeof(finding));
	return vdt_fail(VDT_EXIT_REFUSED,
			"%s: %s; nothing behind that place can be trusted: keep the folder, and "
			"read the copies that were sent elsewhere",
			VDT_AUDIT_LOG, finding);
}

static int show_all(struct view *view)
{
	int code, err;

	for (;;) {
		code = show_items(view, &err);
		/* The last item of a log that is being written may be on its way. */
		if (code || !view->options->follow || is_done(view) || (err && err != -ENODATA))
			break;
		sleep(1);
	}
	return !code && err ? fail_item(view->reader, err) : code;
}

/* The last that the unit cosigned. */
static int show_checkpoint(struct view *view)
{
	char note[VDT_NOTE_ROOM] = "";
	struct vdt_audit_item item;
	uint64_t before = 0;
	int err;

	while ((err = vdt_audit_next(view->reader, &item)) > 0) {
		struct vdt_audit_report report;

		if (item.kind != VDT_ITEM_NOTE)
			continue;
		vdt_audit_where(view->reader, &report);
		if (!report.chain.witnessed || report.chain.witnessed_to < before ||
		    item.checkpoint.size != report.chain.witnessed_to)
			continue;
		before = report.chain.witnessed_to;
		memcpy(note, item.note, item.note_len);
		note[item.note_len] = '\0';
	}
	if (err)
		return fail_item(view->reader, err);
	if (!*note)
		return vdt_fail(VDT_EXIT_REFUSED, "%s: the unit has cosigned no checkpoint yet",
				VDT_AUDIT_LOG);
	fputs(note, stdout);
	return fflush(stdout) ? vdt_fail(VDT_EXIT_REFUSED, "cannot write: %s", strerror(errno))
			      : VDT_EXIT_DONE;
}

int vdt_log_show(const struct vdt_options *options, bool fields)
{
	struct view view = {.options = options, .fields = fields};
	int code, err;

	if (options->verify)
		return verify(options);
	err = vdt_audit_open(VDT_AUDIT_LOG, NULL, NULL, &view.reader);
	if (err)
		return fail_open(err);
	code = options->checkpoint ? show_checkpoint(&view) : show_all(&view);
	vdt_audit_close(view.reader);
	return code;
}

int vdt_cmd_log(const struct vdt_options *options, char **args)
{
	bool filters = options->since || options->limit || options->type || options->result >= 0 ||
		       options->account || options->source || options->from || options->to;

	if (options->export && filters)
		return vdt_fail(VDT_EXIT_USAGE,
				"--export takes no filter: what is left out could not be verified");
	return vdt_log_show(options, false);
}
