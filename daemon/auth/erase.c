// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/erase.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/crypto/random.h"

#define MARK "erasing"

/* Random bytes over what is there: on flash no promise, but all that a file can do. */
static int overwrite(int fd)
{
	uint8_t noise[512];
	struct stat st;
	int err;

	if (fstat(fd, &st))
		return -errno;
	for (off_t done = 0; done < st.st_size; done += sizeof(noise)) {
		err = vdt_random(noise, sizeof(noise));
		if (!err)
			err = vdt_file_write_fd(fd, noise, sizeof(noise));
		if (err)
			return err;
	}
	return fsync(fd) ? -errno : 0;
}

static int destroy(int folder, const char *name)
{
	_cleanup_close_ int fd = openat(folder, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	int err;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	err = overwrite(fd);
	if (err)
		return err;
	return unlinkat(folder, name, 0) || fsync(folder) ? -errno : 0;
}

static int destroy_others(int folder, DIR *dir)
{
	const struct dirent *entry;
	int err = 0;

	while (!err && (errno = 0, entry = readdir(dir))) {
		const char *name = entry->d_name;

		if (strcmp(name, ".") && strcmp(name, "..") && strcmp(name, MARK) &&
		    strcmp(name, VDT_ERASE_KEEP))
			err = destroy(folder, name);
	}
	return err ? err : -errno;
}

static int mark(int folder)
{
	_cleanup_close_ int fd =
		openat(folder, MARK, O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);

	return fd < 0 || fsync(folder) ? -errno : 0;
}

int vdt_erase(const char *path)
{
	_cleanup_closedir_ DIR *dir = opendir(path);
	int folder, err;

	if (!dir)
		return -errno;
	folder = dirfd(dir);
	err = mark(folder);
	if (!err)
		err = destroy(folder, VDT_ERASE_KEY);
	if (!err)
		err = destroy_others(folder, dir);
	if (!err)
		err = unlinkat(folder, MARK, 0) || fsync(folder) ? -errno : 0;
	return err;
}

int vdt_erase_resume(const char *path)
{
	_cleanup_closedir_ DIR *dir = opendir(path);

	if (!dir)
		return -errno;
	if (faccessat(dirfd(dir), MARK, F_OK, 0))
		return errno == ENOENT ? 0 : -errno;
	return vdt_erase(path);
}
