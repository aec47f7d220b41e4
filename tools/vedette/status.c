// SPDX-License-Identifier: BSD-3-Clause
#include <inttypes.h>
#include <unistd.h>

#include "lib/nl/client.h"
#include "lib/nl/integrity.h"
#include "lib/nl/names.h"
#include "lib/view/escape.h"
#include "lib/view/status.h"
#include "lib/view/words.h"
#include "tools/vedette/command.h"
#include "tools/vedette/integrity.h"
#include "tools/vedette/lock.h"
#include "tools/vedette/table.h"

static void warn_development_keys(void)
{
	const char *loud = isatty(STDOUT_FILENO) ? "\033[1;31m" : "";

	printf("%sWARNING: this module trusts development keys; anybody with the source tree\n"
	       "can sign for it.%s Never ship it: build with VEDETTE_CERTS=your certificates.\n\n",
	       loud, *loud ? "\033[0m" : "");
}

static void print_policy(struct vdt_table *table, const struct vdt_nl_status *status)
{
	char text[2 * VDT_NL_DIGEST + 1];

	vdt_table_cell(table, "policy");
	if (status->policy_state == VEDETTE_POLICY_STATE_NONE) {
		vdt_table_cell(table, "none: only loopback, own connections and IPv6 control pass");
		return;
	}
	vdt_table_cell(table, "%s version %" PRIu64 ", %s, active for %s", status->policy.name,
		       status->policy.version, vdt_nl_policy_state_name(status->policy_state),
		       vdt_time_words(status->policy_age, text));
	if (status->policy_state == VEDETTE_POLICY_STATE_UNCONFIRMED) {
		vdt_table_cell(table, "confirm");
		vdt_table_cell(table, "reverts in %s unless: vedette policy confirm %" PRIu64,
			       vdt_time_words(status->confirm_left, text), status->policy.version);
	}
	vdt_hex(status->policy.digest, VDT_NL_DIGEST, text);
	vdt_table_cell(table, "digest");
	vdt_table_cell(table, "sha256:%s", text);
	vdt_table_cell(table, "covers");
	vdt_table_cell(table, "%s",
		       status->netns == VEDETTE_NETNS_INIT ? "the initial network namespace only"
							   : "every network namespace");
	if (status->mode == VEDETTE_MODE_OBSERVE) {
		vdt_table_cell(table, "mode");
		vdt_table_cell(table, "observe: nothing is dropped or refused");
	}
	vdt_table_cell(table, "memory");
	vdt_table_cell(table, "%" PRIu64 " bytes", status->memory);
}

static void print_enforcement(struct vdt_table *table, const struct vdt_nl_status *status)
{
	for (unsigned int i = 0; i < status->n_parts; i++) {
		const struct vdt_nl_part *part = &status->parts[i];

		vdt_table_cell(table, "%s", part->name);
		vdt_table_cell(table, "%s%s%s", vdt_nl_enforcement_state_name(part->state),
			       part->text[0] ? ": " : "", part->text);
	}
}

static int print_status(struct vdt_nl *nl, const struct vdt_nl_status *status,
			const struct vdt_nl_integrity *integrity)
{
	struct vdt_table *table = vdt_table_new(NULL, 2);
	int err;

	if (!table)
		return vdt_table_finish(NULL);
	if (status->development_keys)
		warn_development_keys();
	vdt_table_cell(table, "module");
	vdt_table_cell(table, "%s on kernel %s", status->module_version, status->kernel);
	print_policy(table, status);
	vdt_integrity_add(table, integrity);
	vdt_table_cell(table, "lock");
	vdt_table_cell(table, "%s",
		       status->lock == VEDETTE_LOCK_LOCKED
			       ? "locked until the next boot"
			       : "not locked; what the lock would hold stands below");
	vdt_table_cell(table, "events");
	vdt_table_cell(table, "%" PRIu64 " lost before anybody read them", status->events_lost);
	for (unsigned int i = 0; i < status->n_certs; i++) {
		vdt_table_cell(table, "certificate");
		vdt_table_cell(table, "%s: %s", status->certs[i].role, status->certs[i].subject);
	}
	print_enforcement(table, status);
	err = vdt_lock_add(table, nl);
	if (!err)
		return vdt_table_finish(table);
	vdt_table_free(table);
	return vdt_fail_request(nl, err);
}

static int print_json(struct vdt_nl *nl, const struct vdt_nl_status *status,
		      const struct vdt_nl_integrity *integrity)
{
	json_t *items;
	int err = vdt_lock_json(nl, &items);

	return err ? vdt_fail_request(nl, err)
		   : vdt_json_finish(vdt_view_status(status, integrity, items));
}

int vdt_cmd_status(const struct vdt_options *options, char **args)
{
	struct vdt_nl_integrity integrity;
	struct vdt_nl_status status;
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl), err;

	if (code)
		return code;
	err = vdt_nl_status(nl, &status);
	if (!err)
		err = vdt_nl_integrity(nl, &integrity);
	if (err)
		code = vdt_fail_request(nl, err);
	else if (options->json)
		code = print_json(nl, &status, &integrity);
	else
		code = print_status(nl, &status, &integrity);
	vdt_nl_close(nl);
	return code;
}
