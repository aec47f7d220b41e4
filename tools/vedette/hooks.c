// SPDX-License-Identifier: BSD-3-Clause
#include "lib/nl/client.h"
#include "tools/vedette/command.h"

int vdt_cmd_hooks_release(const struct vdt_options *options, char **args)
{
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl), err;

	if (code)
		return code;
	err = vdt_nl_hooks_release(nl, false);
	if (err)
		code = vdt_fail_request(nl, err);
	else if (options->json)
		code = vdt_json_finish(json_pack("{s:b}", "released", 1));
	vdt_nl_close(nl);
	return code;
}
