// SPDX-License-Identifier: BSD-3-Clause

#include "lib/sandbox/filter.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/sandbox/syscalls.h"

#define FILTER_MAX (BPF_MAXINSNS * sizeof(struct sock_filter))

static void release_filter(scmp_filter_ctx *filter)
{
	if (*filter)
		seccomp_release(*filter);
}

int vdt_filter_compile(unsigned int groups, int *ret_fd)
{
	_cleanup_(release_filter) scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	_cleanup_close_ int fd = -1;
	int err;

	if (!filter)
		return -ENOMEM;
	err = vdt_syscalls_allow(filter, groups);
	if (err)
		return err;
	fd = memfd_create("seccomp", MFD_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (seccomp_export_bpf(filter, fd))
		return -EINVAL;
	*ret_fd = vdt_steal_fd(&fd);
	return 0;
}

int vdt_filter_install(int fd)
{
	_cleanup_free_ uint8_t *code = NULL;
	struct sock_fprog program;
	size_t len;
	long ret;
	int err;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	err = vdt_file_read_fd(fd, FILTER_MAX, &code, &len);
	if (err)
		return err;
	if (!len || len % sizeof(struct sock_filter))
		return -EINVAL;
	program.len = (unsigned short)(len / sizeof(struct sock_filter));
	program.filter = (struct sock_filter *)(void *)code;
	ret = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
	if (ret > 0)
		return -EBUSY;
	return ret < 0 ? -errno : 0;
}
