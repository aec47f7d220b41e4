// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/segment_key.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/crypto/random.h"

#define SUFFIX ".key"
#define NAME   20

static void print_name(uint32_t segment, char name[NAME])
{
	snprintf(name, NAME, "%010" PRIu32 SUFFIX, segment);
}

static int write_seed(int dir, const char *name, int flags, const uint8_t *seed)
{
	_cleanup_close_ int fd =
		openat(dir, name, flags | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
	int err;

	if (fd < 0)
		return -errno;
	err = vdt_file_write_fd(fd, seed, VDT_ED25519_SEED);
	return !err && fsync(fd) ? -errno : err;
}

int vdt_segment_key_make(int dir, uint32_t segment, struct vdt_segment_key *ret_key)
{
	char name[NAME];
	int err = vdt_random(ret_key->seed, sizeof(ret_key->seed));

	if (!err)
		err = vdt_ed25519_key(ret_key->seed, ret_key->key);
	print_name(segment, name);
	if (!err)
		err = write_seed(dir, name, O_CREAT | O_TRUNC, ret_key->seed);
	return !err && fsync(dir) ? -errno : err;
}

int vdt_segment_key_load(int dir, uint32_t segment, struct vdt_segment_key *ret_key)
{
	_cleanup_close_ int fd = -1;
	char name[NAME];
	ssize_t n;

	print_name(segment, name);
	fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return -errno;
	n = read(fd, ret_key->seed, sizeof(ret_key->seed));
	if (n != sizeof(ret_key->seed))
		return n < 0 ? -errno : -EBADMSG;
	return vdt_ed25519_key(ret_key->seed, ret_key->key);
}

static int erase(int dir, const char *name)
{
	static const uint8_t zeros[VDT_ED25519_SEED];
	int err = write_seed(dir, name, 0, zeros);

	return !err && unlinkat(dir, name, 0) ? -errno : err;
}

static int is_key(const char *name)
{
	size_t len = strlen(name);

	return len > strlen(SUFFIX) && !strcmp(name + len - strlen(SUFFIX), SUFFIX);
}

int vdt_segment_key_erase_others(int dir, uint32_t keep)
{
	_cleanup_closedir_ DIR *files = NULL;
	const struct dirent *entry;
	int err = 0, fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char kept[NAME];

	files = fd < 0 ? NULL : fdopendir(fd);
	if (!files)
		return -errno;
	print_name(keep, kept);
	while (!err && (entry = readdir(files)))
		if (is_key(entry->d_name) && strcmp(entry->d_name, kept))
			err = erase(dir, entry->d_name);
	return !err && fsync(dir) ? -errno : err;
}
