// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdlib.h>

#include "lib/nl/client.h"
#include "tools/vedette/command.h"
#include "tools/vedette/identity.h"

static int parse_version(const char *text, uint64_t *ret_version)
{
	char *end;

	errno = 0;
	*ret_version = strtoull(text, &end, 10);
	return errno || *end || *text < '0' || *text > '9' || !*ret_version ? -EINVAL : 0;
}

/* Without a version given, the one that is active now is meant. */
static int confirm(struct vdt_nl *nl, const struct vdt_options *options, uint64_t version)
{
	struct vdt_nl_identity identity;
	struct vdt_nl_status status;
	int err = 0;

	if (!version) {
		err = vdt_nl_status(nl, &status);
		version = status.policy.version;
	}
	if (!err)
		err = vdt_nl_policy_confirm(nl, version, &identity);
	return err ? vdt_fail_request(nl, err) : vdt_identity_show(options, "confirmed", &identity);
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
