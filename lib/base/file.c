// SPDX-License-Identifier: BSD-3-Clause

#include "lib/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/cleanup.h"

#define FIRST_CHUNK 4096

/* Grow @data to hold at least one more byte, but never more than @max and the NUL. */
static int grow(uint8_t **data, size_t *room, size_t max)
{
	size_t want = *room ? *room * 2 : FIRST_CHUNK;
	uint8_t *bigger;

	if (want > max + 2)
		want = max + 2;
	bigger = realloc(*data, want);
	if (!bigger)
		return -ENOMEM;
	*data = bigger;
	*room = want;
	return 0;
}

int vdt_file_read_fd(int fd, size_t max, uint8_t **ret_data, size_t *ret_len)
{
	_cleanup_free_ uint8_t *data = NULL;
	size_t room = 0, len = 0;

	for (;;) {
		ssize_t got;

		if (len + 1 >= room) {
			int err = grow(&data, &room, max);

			if (err)
				return err;
		}
		got = read(fd, data + len, room - len - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			break;
		len += (size_t)got;
		if (len > max)
			return -EFBIG;
	}
	data[len] = '\0';
	*ret_data = data;
	*ret_len = len;
	data = NULL;
	return 0;
}

int vdt_file_read(const char *path, size_t max, uint8_t **ret_data, size_t *ret_len)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return -errno;
	return vdt_file_read_fd(fd, max, ret_data, ret_len);
}

int vdt_file_write_fd(int fd, const void *data, size_t len)
{
	const uint8_t *at = data;

	while (len) {
		ssize_t put = write(fd, at, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -errno;
		at += put;
		len -= (size_t)put;
	}
	return 0;
}

static int sync_directory(const char *path)
{
	const char *slash = strrchr(path, '/');
	char directory[PATH_MAX] = ".";
	_cleanup_close_ int fd = -1;

	if (slash == path)
		slash++;
	if (slash) {
		memcpy(directory, path, (size_t)(slash - path));
		directory[slash - path] = '\0';
	}
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) < 0)
		return -errno;
	return 0;
}

static int write_synced(const char *path, const void *data, size_t len, mode_t mode)
{
	_cleanup_close_ int fd =
		open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
	int err;

	if (fd < 0)
		return -errno;
	err = vdt_file_write_fd(fd, data, len);
	if (!err && fsync(fd) < 0)
		err = -errno;
	return err;
}

int vdt_file_write(const char *path, const void *data, size_t len, mode_t mode)
{
	char temporary[PATH_MAX];
	int n, err;

	n = snprintf(temporary, sizeof(temporary), "%s.new", path);
	if (n < 0 || n >= (int)sizeof(temporary))
		return -ENAMETOOLONG;
	err = write_synced(temporary, data, len, mode);
	if (!err && rename(temporary, path) < 0)
		err = -errno;
	if (err) {
		unlink(temporary);
		return err;
	}
	return sync_directory(path);
}
