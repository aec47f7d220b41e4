// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/nl/client.h"
#include "lib/view/escape.h"
#include "tools/vedette/command.h"

#define FAIL_ROOM 1024

static const char *current = "";

void vdt_command_begin(const char *name)
{
	current = name;
}

int vdt_fail(enum vdt_exit code, const char *format, ...)
{
	char sentence[FAIL_ROOM], safe[4 * FAIL_ROOM];
	va_list args;

	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	vdt_escape(sentence, safe, sizeof(safe));
	fprintf(stderr, "vedette: %s%s%s\n", current, *current ? ": " : "", safe);
	return code;
}

int vdt_fail_request(const struct vdt_nl *nl, int err)
{
	const char *words = vdt_nl_error(nl);

	if (err == -EPERM && !*words)
		return vdt_fail(VDT_EXIT_REFUSED,
				"refused by the kernel: this needs CAP_NET_ADMIN in the initial "
				"user namespace; run it as root");
	if (*words)
		return vdt_fail(VDT_EXIT_REFUSED, "refused by the kernel: %s (%s)", words,
				strerror(-err));
	if (err == -EAGAIN)
		return vdt_fail(VDT_EXIT_REFUSED,
				"the policy changed while it was read; try again");
	if (err == -EBADMSG)
		return vdt_fail(VDT_EXIT_REFUSED, "the module's answer makes no sense; module and "
						  "vedette must be of one version");
	return vdt_fail(VDT_EXIT_REFUSED, "refused by the kernel: %s", strerror(-err));
}

int vdt_command_open(struct vdt_nl **ret_nl)
{
	int err = vdt_nl_open(ret_nl);

	if (err == -ENOENT)
		return vdt_fail(VDT_EXIT_ABSENT, "module not loaded: start vedetted, or insmod "
						 "vedette.ko");
	if (err)
		return vdt_fail(VDT_EXIT_ABSENT, "cannot talk to the kernel over netlink: %s",
				strerror(-err));
	return VDT_EXIT_DONE;
}

static int dump(json_t *object, size_t flags)
{
	int ret = object ? json_dumpf(object, stdout, flags) : -1;

	json_decref(object);
	if (ret || putchar('\n') == EOF || fflush(stdout))
		return vdt_fail(VDT_EXIT_REFUSED, "cannot write the JSON: %s",
				object ? strerror(errno) : "out of memory");
	return VDT_EXIT_DONE;
}

int vdt_json_finish(json_t *object)
{
	return dump(object, JSON_INDENT(2));
}

int vdt_json_line(json_t *object)
{
	return dump(object, JSON_COMPACT);
}
