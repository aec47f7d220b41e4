// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit: what the fleet manager and the integrator do on a workstation. */

#include <stdio.h>
#include <string.h>

#include "tools/vedette-kit/commands.h"

static const struct kit_command *const commands[] = {
	&vdt_key_new,
	&vdt_policy_build,
	&vdt_policy_check,
	&vdt_policy_dump,
	&vdt_policy_diff,
	&vdt_policy_sign,
	&vdt_policy_verify,
	&vdt_policy_explain,
	&vdt_feed_build,
	&vdt_feed_dump,
	&vdt_feed_sign,
	&vdt_feed_verify,
	&vdt_policy_mud,
	&vdt_policy_emit_mud,
	&vdt_policy_propose,
	&vdt_app_sign,
	&vdt_app_verify,
	&vdt_app_apply,
	&vdt_audit_verify_command,
};

#define N_COMMANDS (sizeof(commands) / sizeof(*commands))

static int print_commands(FILE *out, int code)
{
	fputs("usage: vedette-kit GROUP COMMAND ...\n\n", out);
	for (size_t i = 0; i < N_COMMANDS; i++)
		fprintf(out, "  %-6s %-8s %s\n", commands[i]->group, commands[i]->verb,
			commands[i]->summary);
	fputs("\nEvery command takes --help.\n", out);
	return code;
}

int main(int argc, char **argv)
{
	if (argc >= 2 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")))
		return print_commands(stdout, KIT_DONE);
	for (size_t i = 0; argc >= 3 && i < N_COMMANDS; i++)
		if (!strcmp(commands[i]->group, argv[1]) && !strcmp(commands[i]->verb, argv[2]))
			return vdt_kit_run(commands[i], argc - 2, argv + 2);
	if (argc >= 3)
		return vdt_kit_fail(KIT_USAGE, "'%s %s' is not a command; see vedette-kit --help",
				    argv[1], argv[2]);
	return print_commands(stderr, KIT_USAGE);
}
