// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdlib.h>

#include "lib/nl/client.h"
#include "lib/view/identity.h"
#include "tools/vedette/command.h"
#include "tools/vedette/identity.h"
#include "tools/vedette/lock_wanted.h"
#include "tools/vedette/session.h"

static int parse_version(const char *text, uint64_t *ret_version)
{
	char *end;

	errno = 0;
	*ret_version = strtoull(text, &end, 10);
	return errno || *end || *text < '0' || *text > '9' || !*ret_version ? -EINVAL : 0;
}

/* Looks for the connection of an SSH session. */
struct search {
	const struct vdt_session *session;
	uint64_t age; /* seconds */
	bool found;
};

static void look_at(const struct vdt_nl_conn *conn, void *ctx)
{
	struct search *search = ctx;

	if (vdt_session_is(search->session, conn)) {
		search->age = conn->age;
		search->found = true;
	}
}

/*
 * A connection that was there before the policy passes by having been let in then; only one that
 * was let in by the policy shows that it lets somebody in. The console of the device needs no
 * proof.
 */
static int check_proof(struct vdt_nl *nl, const struct vdt_options *options,
		       const struct vdt_nl_status *status)
{
	struct vdt_session session;
	struct search search = {.session = &session};
	int err;

	if (options->force || vdt_session_read(getenv("SSH_CONNECTION"), &session))
		return VDT_EXIT_DONE;
	err = vdt_nl_conns(nl, look_at, &search);
	if (err)
		return vdt_fail_request(nl, err);
	if (search.found && search.age < status->policy_age)
		return VDT_EXIT_DONE;
	return vdt_fail(
		VDT_EXIT_REFUSED,
		"this SSH session %s, so it does not prove that one can still get in; log in "
		"anew and confirm from there, or give --force",
		search.found ? "is older than the policy" : "is no connection to a service");
}

/* Without a version given, the one that is active now is meant. */
static int confirm(struct vdt_nl *nl, const struct vdt_options *options, uint64_t version)
{
	struct vdt_nl_identity identity;
	struct vdt_nl_status status;
	int err = vdt_nl_status(nl, &status), code;

	if (err)
		return vdt_fail_request(nl, err);
	code = check_proof(nl, options, &status);
	if (code)
		return code;
	err = vdt_nl_policy_confirm(nl, version ? version : status.policy.version, &identity);
	if (err)
		return vdt_fail_request(nl, err);
	code = vdt_identity_show(options, "confirmed", &identity);
	return code ? code : vdt_lock_wanted(nl);
}

int vdt_cmd_policy_confirm(const struct vdt_options *options, char **args)
{
	uint64_t version = 0;
	struct vdt_nl *nl;
	int code;

	if (args[0] && parse_version(args[0], &version))
		return vdt_fail(VDT_EXIT_USAGE, "'%s' is not a version, a number from 1", args[0]);
	code = vdt_command_open(&nl);
	if (code)
		return code;
	code = confirm(nl, options, version);
	vdt_nl_close(nl);
	return code;
}
