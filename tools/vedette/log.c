// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/audit/export.h"
#include "lib/audit/log.h"
#include "tools/vedette/log.h"

#define SENTENCE 256

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
	char sentence[SENTENCE];
	int err = vdt_audit_verify(VDT_AUDIT_LOG, &report);
	int code;

	if (err)
		return fail_open(err);
	code = report.state == VDT_AUDIT_INTACT ? VDT_EXIT_DONE : VDT_EXIT_REFUSED;
	vdt_audit_sentence(&report, sentence, sizeof(sentence));
	if (!options->json) {
		puts(sentence);
		return code;
	}
	return vdt_json_finish(json_pack(
		       "{s:b, s:s, s:I, s:I, s:I}", "intact", code == VDT_EXIT_DONE, "finding",
		       sentence, "records", (json_int_t)report.records, "last_intact",
		       (json_int_t)report.seq, "offset", (json_int_t)report.offset))
		       ?: code;
}

/* Shows records up to the end that the log has now; then *ret_err is 0, or says why it stops. */
static int show_records(struct vdt_audit_reader *reader, const struct vdt_options *options,
			int *ret_err)
{
	struct vdt_audit_record record;
	int ret, err = 0;

	while ((ret = vdt_audit_next(reader, &record)) > 0 && !err) {
		if (record.seq <= options->since)
			continue;
		err = options->json ? vdt_audit_json(&record, stdout)
				    : vdt_audit_text(&record, stdout);
	}
	*ret_err = ret;
	if (!err && fflush(stdout))
		err = -errno;
	return err ? vdt_fail(VDT_EXIT_REFUSED, "cannot write: %s", strerror(-err)) : VDT_EXIT_DONE;
}

static int fail_record(const struct vdt_audit_reader *reader, int err)
{
	struct vdt_audit_report report;
	char sentence[SENTENCE];

	if (err != -EBADMSG && err != -ENODATA)
		return fail_open(err);
	vdt_audit_where(reader, &report);
	vdt_audit_sentence(&report, sentence, sizeof(sentence));
	return vdt_fail(VDT_EXIT_REFUSED,
			"%s: %s; nothing behind that place can be trusted: keep the file, and read "
			"the copies that were sent elsewhere",
			VDT_AUDIT_LOG, sentence);
}

int vdt_log_show(const struct vdt_options *options)
{
	struct vdt_audit_reader *reader;
	int code, err;

	if (options->verify)
		return verify(options);
	err = vdt_audit_open(VDT_AUDIT_LOG, &reader);
	if (err)
		return fail_open(err);
	for (;;) {
		code = show_records(reader, options, &err);
		/* The last record of a log that is being written may be on its way. */
		if (code || !options->follow || (err && err != -ENODATA))
			break;
		sleep(1);
	}
	if (!code && err)
		code = fail_record(reader, err);
	vdt_audit_close(reader);
	return code;
}
