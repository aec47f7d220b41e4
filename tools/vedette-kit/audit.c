// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit audit verify: a log judged away from the camera that wrote it. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/audit/log.h"
#include "lib/audit/sentence.h"
#include "lib/audit/transcript.h"
#include "lib/audit/unit.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "tools/vedette-kit/commands.h"
#include "tools/vedette-kit/json.h"

#define CERTIFICATE_MAX (64 * 1024)
#define FINDING		512

static int load_unit(const char *path, struct vdt_unit **ret_unit)
{
	_cleanup_free_ uint8_t *data = NULL;
	size_t len;
	int err = vdt_file_read(path, CERTIFICATE_MAX, &data, &len);

	if (err)
		return vdt_kit_fail(KIT_REFUSED, "%s: cannot read: %s", path, strerror(-err));
	err = vdt_unit_new(data, len, ret_unit);
	if (err == -EBADMSG)
		return vdt_kit_fail(KIT_REFUSED,
				    "%s: not a certificate of a unit; take the one that the camera "
				    "shows on its TLS port",
				    path);
	return err ? vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err)) : KIT_DONE;
}

/* Whoever hands us the checkpoint could have made it up: the unit must have cosigned it. */
static int check_known(const char *path, const struct vdt_unit *unit, const struct vdt_note *note)
{
	for (unsigned int i = 0; i < note->n; i++)
		if (!strcmp(note->signature[i].name, VDT_CHECKPOINT_UNIT) &&
		    !vdt_unit_check(unit, note, &note->signature[i]))
			return KIT_DONE;
	return vdt_kit_fail(KIT_REFUSED, "%s: not cosigned by the unit of the certificate", path);
}

static int load_known(const char *path, const struct vdt_unit *unit,
		      struct vdt_checkpoint *ret_known)
{
	_cleanup_free_ uint8_t *data = NULL;
	struct vdt_note note;
	size_t len;
	int err = vdt_file_read(path, VDT_NOTE_ROOM, &data, &len);

	if (!err)
		err = vdt_checkpoint_read((const char *)data, len, ret_known, &note);
	if (err)
		return vdt_kit_fail(KIT_REFUSED, "%s: not a checkpoint of an audit log: %s", path,
				    strerror(-err));
	return check_known(path, unit, &note);
}

static int read_path(const char *path, const struct vdt_unit *unit,
		     const struct vdt_checkpoint *known, struct vdt_audit_report *ret_report)
{
	struct stat st;
	FILE *file;
	int err;

	if (stat(path, &st))
		return -errno;
	if (S_ISDIR(st.st_mode))
		return vdt_audit_verify(path, unit, known, ret_report);
	file = fopen(path, "re");
	if (!file)
		return -errno;
	err = vdt_transcript_verify(file, unit, known, ret_report);
	fclose(file);
	return err;
}

static json_t *make_json(const struct vdt_audit_report *report, const char *finding)
{
	const struct vdt_chain *chain = &report->chain;

	return json_pack("{s:s, s:b, s:s, s:I, s:I, s:I, s:I, s:I, s:I}", "state",
			 vdt_audit_state_name(report->state), "intact",
			 report->state == VDT_LOG_INTACT, "finding", finding, "records",
			 (json_int_t)chain->records, "first", (json_int_t)chain->first, "last",
			 (json_int_t)chain->seq, "checkpointed", (json_int_t)chain->signed_to,
			 "cosigned", (json_int_t)chain->witnessed_to, "segment",
			 (json_int_t)chain->segment);
}

static int report_finding(const struct vdt_audit_report *report, bool json)
{
	char finding[FINDING];
	int code = KIT_DONE;

	vdt_audit_finding(report, finding, sizeof(finding));
	if (json)
		code = vdt_kit_json(make_json(report, finding));
	else
		puts(finding);
	return code || report->state == VDT_LOG_INTACT ? code : KIT_REFUSED;
}

static int verify(const struct kit_args *args)
{
	const char *path = args->operands[0], *known_path = vdt_kit_option(args, "checkpoint");
	struct vdt_checkpoint known;
	struct vdt_audit_report report;
	struct vdt_unit *unit = NULL;
	int err, code = load_unit(vdt_kit_option(args, "certificate"), &unit);

	if (!code && known_path)
		code = load_known(known_path, unit, &known);
	if (!code) {
		err = read_path(path, unit, known_path ? &known : NULL, &report);
		code = err ? vdt_kit_fail(KIT_REFUSED, "%s: no audit log to be read: %s", path,
					  strerror(-err))
			   : report_finding(&report, vdt_kit_option(args, "json"));
	}
	vdt_unit_free(unit);
	return code;
}

static const struct kit_option options[] = {
	{"certificate", 'c', "UNIT.der", "the certificate of the unit, DER or PEM", KIT_NEEDED},
	{"checkpoint", 'k', "FILE", "a checkpoint of this log that was kept elsewhere",
	 KIT_OPTIONAL},
	{"json", 0, NULL, "print JSON instead of text", KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_audit_verify_command = {
	.group = "audit",
	.verb = "verify",
	.operands = "FOLDER|EXPORT",
	.n_operands = 1,
	.summary = "Judge an audit log: a copy of its folder, or what 'vedette log --export' wrote",
	.options = options,
	.run = verify,
};
