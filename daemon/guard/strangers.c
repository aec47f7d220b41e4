// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/strangers.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <malloc.h>
#include <string.h>
#include <unistd.h>

#include "bpf/strangers.skel.h"
#include "lib/base/log.h"

/* The program writes nothing, so the first read is the last, and all of them. */
static int walk(const struct vdt_strangers *strangers)
{
	int fd = bpf_iter_create(bpf_link__fd(strangers->links.strangers)), err = 0;
	char nothing;

	if (fd < 0)
		return fd;
	if (read(fd, &nothing, 1) < 0)
		err = -errno;
	close(fd);
	return err;
}

void vdt_strangers_show(void)
{
	struct vdt_strangers *strangers = vdt_strangers__open_and_load();
	int err = strangers ? vdt_strangers__attach(strangers) : -errno;

	if (!err)
		err = walk(strangers);
	if (err)
		vdt_log(LOG_WARNING, "cannot look for BPF programs of strangers: %s",
			strerror(-err));
	vdt_strangers__destroy(strangers);
	malloc_trim(0); /* the types of the kernel were some megabytes */
}
