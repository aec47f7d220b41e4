// SPDX-License-Identifier: BSD-3-Clause

#include "lib/store/feeds.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kmod/limits.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/crypto/digest.h"

static const char taken_suffix[] = "", new_suffix[] = ".new";

static void make_path(const char *folder, const uint8_t digest[VDT_PAIR_DIGEST], const char *suffix,
		      char path[PATH_MAX])
{
	int n = snprintf(path, PATH_MAX / 2, "%s/", folder);

	for (int i = 0; i < VDT_PAIR_DIGEST; i++)
		n += snprintf(path + n, PATH_MAX - (size_t)n, "%02x", digest[i]);
	snprintf(path + n, PATH_MAX - (size_t)n, "%s", suffix);
}

/* The owner of the folder above is who loads at boot. */
static int make_folder(const char *folder, struct stat *ret_owner)
{
	char above[PATH_MAX];
	const char *slash = strrchr(folder, '/');

	snprintf(above, sizeof(above), "%.*s", (int)(slash - folder), folder);
	if (stat(above, ret_owner) || (mkdir(folder, 0700) && errno != EEXIST))
		return -errno;
	return lchown(folder, ret_owner->st_uid, ret_owner->st_gid) ? -errno : 0;
}

static bool is_kept(const char *path, const struct vdt_pair *feed)
{
	struct vdt_pair kept;
	bool same;

	if (vdt_pair_read(path, &kept))
		return false;
	same = kept.blob_len == feed->blob_len && kept.signature_len == feed->signature_len &&
	       !memcmp(kept.blob, feed->blob, feed->blob_len) &&
	       !memcmp(kept.signature, feed->signature, feed->signature_len);
	vdt_pair_done(&kept);
	return same;
}

int vdt_feeds_put(const char *folder, const struct vdt_pair *feed, struct vdt_feeds_put *ret_put)
{
	size_t header = feed->blob_len < VDT_FEED_HEADER ? feed->blob_len : VDT_FEED_HEADER;
	_cleanup_close_ int lock = -1;
	struct vdt_feeds_put put = {};
	char path[PATH_MAX];
	struct stat owner;
	int err = make_folder(folder, &owner);

	if (err)
		return err;
	lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock < 0 || flock(lock, LOCK_SH))
		return -errno;
	if (vdt_sha256(feed->blob, header, put.digest))
		return -EIO;
	make_path(folder, put.digest, taken_suffix, path);
	put.is_new = !is_kept(path, feed);
	make_path(folder, put.digest, new_suffix, path);
	if (put.is_new)
		err = vdt_pair_write(path, feed);
	if (!err && put.is_new && lchown(path, owner.st_uid, owner.st_gid))
		err = -errno;
	if (err)
		return err;
	put.lock = vdt_steal_fd(&lock);
	*ret_put = put;
	return 0;
}

int vdt_feeds_settle(const char *folder, const struct vdt_feeds_put *put, bool taken)
{
	_cleanup_close_ __attribute__((unused)) int lock = put->lock;
	char from[PATH_MAX], to[PATH_MAX];

	(void)lock; /* is kept until all is done */
	if (!put->is_new)
		return 0;
	make_path(folder, put->digest, new_suffix, from);
	make_path(folder, put->digest, taken_suffix, to);
	return (taken ? rename(from, to) : unlink(from)) ? -errno : 0;
}

int vdt_feeds_read(const char *folder, const uint8_t digest[VDT_PAIR_DIGEST],
		   struct vdt_pair *ret_feed)
{
	char path[PATH_MAX];
	int err;

	make_path(folder, digest, taken_suffix, path);
	err = vdt_pair_read(path, ret_feed);
	if (err != -ENOENT)
		return err;
	make_path(folder, digest, new_suffix, path);
	return vdt_pair_read(path, ret_feed);
}

static bool is_wanted(const char *folder, const uint8_t (*digests)[VDT_PAIR_DIGEST], unsigned int n,
		      const char *name)
{
	char path[PATH_MAX];

	for (unsigned int i = 0; i < n; i++) {
		make_path(folder, digests[i], taken_suffix, path);
		if (!strncmp(strrchr(path, '/') + 1, name, VDT_PAIR_DIGEST * 2))
			return true;
	}
	return false;
}

int vdt_feeds_sweep(const char *folder, const uint8_t (*digests)[VDT_PAIR_DIGEST], unsigned int n)
{
	_cleanup_closedir_ DIR *dir = opendir(folder);
	const struct dirent *entry;

	if (!dir)
		return 0;
	if (flock(dirfd(dir), LOCK_EX | LOCK_NB))
		return -EAGAIN;
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.' && !is_wanted(folder, digests, n, entry->d_name))
			unlinkat(dirfd(dir), entry->d_name, 0);
	return 0;
}
