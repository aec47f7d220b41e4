// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "lib/nl/client.h"
#include "tools/vedette/command.h"
#include "tools/vedette/event.h"
#include "tools/vedette/log.h"

struct view {
	bool json;
	uint64_t last; /* number of the last event shown */
	int code;
};

/* An event can come twice, from the kernel's memory and live. */
static void show(const struct vdt_nl_event *event, void *ctx)
{
	char line[VDT_EVENT_LINE];
	struct view *view = ctx;

	if (event->seq <= view->last || view->code)
		return;
	view->last = event->seq;
	if (view->json) {
		view->code = vdt_json_line(vdt_event_json(event));
		return;
	}
	vdt_event_line(event, line, sizeof(line));
	if (puts(line) == EOF || fflush(stdout))
		view->code = vdt_fail(VDT_EXIT_REFUSED, "cannot write: %s", strerror(errno));
}

static int show_remembered(struct vdt_nl *nl, struct view *view)
{
	int err = vdt_nl_events(nl, view->last, show, view);

	return err ? vdt_fail_request(nl, err) : view->code;
}

/* Those that the kernel could not deliver in time are in its memory still. */
static int show_live(struct vdt_nl *nl, struct view *view)
{
	struct pollfd pollfd = {.fd = vdt_nl_fd(nl), .events = POLLIN};
	int err;

	for (;;) {
		if (poll(&pollfd, 1, -1) < 0 && errno != EINTR)
			return vdt_fail(VDT_EXIT_REFUSED, "cannot wait for events: %s",
					strerror(errno));
		err = vdt_nl_events_read(nl, show, view);
		if (err == -ENOBUFS)
			view->code = show_remembered(nl, view);
		else if (err)
			return vdt_fail_request(nl, err);
		if (view->code)
			return view->code;
	}
}

int vdt_cmd_events(const struct vdt_options *options, char **args)
{
	struct view view = {.json = options->json, .last = options->since};
	struct vdt_nl *nl;
	int code, err;

	if (options->verify && !options->log)
		return vdt_fail(VDT_EXIT_USAGE, "--verify goes with --log");
	if (options->log)
		return vdt_log_show(options, true);
	code = vdt_command_open(&nl);
	if (code)
		return code;
	/* First join, then ask for the past: nothing falls between. */
	err = options->follow ? vdt_nl_events_join(nl) : 0;
	code = err ? vdt_fail_request(nl, err) : show_remembered(nl, &view);
	if (!code && options->follow)
		code = show_live(nl, &view);
	vdt_nl_close(nl);
	return code;
}
