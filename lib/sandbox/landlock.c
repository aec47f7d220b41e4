// SPDX-License-Identifier: BSD-3-Clause

#include "lib/sandbox/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/base/cleanup.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/*
 * The kernel's interface, written down here because the headers of the build host may be older than
 * the kernel of the camera (include/uapi/linux/landlock.h).
 */
#define CREATE_RULESET_VERSION 1
#define RULE_PATH_BENEATH      1

#define FS_EXECUTE     (1ull << 0)
#define FS_WRITE_FILE  (1ull << 1)
#define FS_READ_FILE   (1ull << 2)
#define FS_READ_DIR    (1ull << 3)
#define FS_REMOVE_FILE (1ull << 5)
#define FS_MAKE_REG    (1ull << 8)
#define FS_FILE_ONLY   (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV)
#define FS_ABI_1       ((1ull << 13) - 1)
#define FS_REFER       (1ull << 13)
#define FS_TRUNCATE    (1ull << 14)
#define FS_IOCTL_DEV   (1ull << 15)

#define NET_BIND_TCP	(1ull << 0)
#define NET_CONNECT_TCP (1ull << 1)

#define SCOPE_ABSTRACT_UNIX (1ull << 0)
#define SCOPE_SIGNAL	    (1ull << 1)

struct ruleset {
	uint64_t fs, net, scoped;
};

struct path_rule {
	uint64_t allowed;
	int32_t parent_fd;
} __attribute__((packed));

/* What each version added. */
static const struct {
	int abi;
	struct ruleset adds;
} versions[] = {
	{1, {.fs = FS_ABI_1}},	   {2, {.fs = FS_REFER}},
	{3, {.fs = FS_TRUNCATE}},  {4, {.net = NET_BIND_TCP | NET_CONNECT_TCP}},
	{5, {.fs = FS_IOCTL_DEV}}, {6, {.scoped = SCOPE_ABSTRACT_UNIX | SCOPE_SIGNAL}},
};

static struct ruleset handle_all(int abi)
{
	struct ruleset all = {};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(versions) && versions[i].abi <= abi; i++) {
		all.fs |= versions[i].adds.fs;
		all.net |= versions[i].adds.net;
		all.scoped |= versions[i].adds.scoped;
	}
	return all;
}

/* Older kernels take a shorter struct only. */
static size_t ruleset_size(int abi)
{
	if (abi >= 6)
		return sizeof(struct ruleset);
	return abi >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
}

static uint64_t file_rights(unsigned int access)
{
	uint64_t rights = 0;

	if (access & VDT_ACCESS_READ)
		rights |= FS_READ_FILE | FS_READ_DIR;
	if (access & VDT_ACCESS_WRITE)
		rights |= FS_WRITE_FILE | FS_TRUNCATE | FS_MAKE_REG | FS_REMOVE_FILE;
	if (access & VDT_ACCESS_EXEC)
		rights |= FS_EXECUTE | FS_READ_FILE;
	return rights;
}

static int add_path(int ruleset, uint64_t handled, const struct vdt_path *path)
{
	_cleanup_close_ int fd = open(path->path, O_PATH | O_CLOEXEC);
	struct path_rule rule = {.parent_fd = fd};
	struct stat st;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	if (fstat(fd, &st) < 0)
		return -errno;
	rule.allowed = file_rights(path->access) & handled;
	if (!S_ISDIR(st.st_mode))
		rule.allowed &= FS_FILE_ONLY;
	if (syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0) < 0)
		return -errno;
	return 0;
}

int vdt_landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);

	return abi < 0 ? 0 : (int)abi;
}

int vdt_landlock_new(const struct vdt_path *paths, bool connect, int *ret_fd)
{
	int abi = vdt_landlock_abi();
	struct ruleset handled = handle_all(abi);
	_cleanup_close_ int fd = -1;

	if (!abi)
		return -EOPNOTSUPP;
	if (connect)
		handled.net &= ~NET_CONNECT_TCP;
	fd = (int)syscall(SYS_landlock_create_ruleset, &handled, ruleset_size(abi), 0);
	if (fd < 0)
		return -errno;
	for (; paths->path; paths++) {
		int err = add_path(fd, handled.fs, paths);

		if (err)
			return err;
	}
	*ret_fd = vdt_steal_fd(&fd);
	return 0;
}

int vdt_landlock_enter(int fd)
{
	return syscall(SYS_landlock_restrict_self, fd, 0) < 0 ? -errno : 0;
}
