// SPDX-License-Identifier: BSD-3-Clause
/*
 * web: the HTTPS API. It parses what strangers send, so it has no file, no key, no account and no
 * way out: what it wants to know or to have done it asks of the others.
 */
#include <errno.h>
#include <unistd.h>

#include "lib/ipc/child.h"

static int start(struct vdt_child *child)
{
	return 0;
}

static int take_listener(struct vdt_child *child, const char *name, uint16_t port, int fd)
{
	close(fd);
	return 0;
}

int main(void)
{
	static const struct vdt_child_ops ops = {
		.self = VDT_WEB,
		.start = start,
		.listener = take_listener,
	};

	return vdt_child_run(&ops);
}
