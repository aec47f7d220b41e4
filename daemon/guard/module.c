// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/module.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "lib/base/cleanup.h"

#define MODULES "/usr/lib/vedette"

int vdt_module_load(char *ret_path)
{
	_cleanup_close_ int fd = -1;
	struct utsname kernel;

	if (uname(&kernel) < 0)
		return -errno;
	snprintf(ret_path, PATH_MAX, MODULES "/%s/vedette.ko", kernel.release);
	fd = open(ret_path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, "", 0) < 0 && errno != EEXIST)
		return -errno;
	return 0;
}
