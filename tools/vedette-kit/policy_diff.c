// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit policy diff */

#include <stdio.h>

#include "tools/vedette-kit/commands.h"
#include "tools/vedette-kit/json.h"
#include "tools/vedette-kit/policy_compare.h"
#include "tools/vedette-kit/policy_file.h"

static void print_change(const json_t *change)
{
	const char *path = json_string_value(json_object_get(change, "path"));
	const char *before = json_string_value(json_object_get(change, "before"));
	const char *after = json_string_value(json_object_get(change, "after"));
	const char *effect = json_string_value(json_object_get(change, "effect"));

	if (before && after)
		printf("~ %s: %s -> %s", path, before, after);
	else
		printf("%c %s: %s", after ? '+' : '-', path, after ? after : before);
	if (effect)
		printf(" (%s)", effect);
	putchar('\n');
}

static int show(const struct kit_args *args, json_t *changes)
{
	int code = json_array_size(changes) ? KIT_REFUSED : KIT_DONE;
	json_t *change;
	size_t i;

	if (!changes)
		return vdt_kit_fail(KIT_REFUSED, "no memory for the comparison");
	if (vdt_kit_option(args, "json")) {
		vdt_kit_json(changes);
		return code;
	}
	json_array_foreach(changes, i, change)
		print_change(change);
	json_decref(changes);
	return code;
}

static int diff(const struct kit_args *args)
{
	struct vdt_policy_file before, after;
	int code = vdt_policy_file_read(args->operands[0], &before);

	if (code)
		return code;
	code = vdt_policy_file_read(args->operands[1], &after);
	if (!code) {
		code = show(args, vdt_policy_compare(&before.model, &after.model));
		vdt_policy_file_done(&after);
	}
	vdt_policy_file_done(&before);
	return code;
}

static const struct kit_option options[] = {
	{"json", 0, NULL, "print JSON", KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_policy_diff = {
	.group = "policy",
	.verb = "diff",
	.operands = "BEFORE AFTER",
	.n_operands = 2,
	.summary = "Show what changes between two policies, YAML or blobs",
	.options = options,
	.run = diff,
};
