// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/ring.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"

#define ASIDE "bad-"

typedef int (*visitor)(struct vdt_ring *ring, const char *name, void *ctx);

/* Every file of the folder, or until @visit returns other than 0, which is then returned. */
static int visit_files(struct vdt_ring *ring, visitor visit, void *ctx)
{
	_cleanup_closedir_ DIR *dir = NULL;
	const struct dirent *entry;
	int err = 0, fd = openat(ring->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return -errno;
	while (!err && (entry = readdir(dir)))
		err = visit(ring, entry->d_name, ctx);
	return err;
}

static int64_t measure(const struct vdt_ring *ring, uint32_t segment)
{
	char name[VDT_SEGMENT_NAME];
	struct stat st;

	vdt_segment_name(segment, name);
	return fstatat(ring->dir, name, &st, AT_SYMLINK_NOFOLLOW) ? -errno : st.st_size;
}

static int find_ends(struct vdt_ring *ring, const char *name, void *ctx)
{
	uint32_t segment = vdt_segment_number(name);

	if (segment && (!ring->oldest || segment < ring->oldest))
		ring->oldest = segment;
	if (segment > ring->newest)
		ring->newest = segment;
	return 0;
}

static int measure_closed(struct vdt_ring *ring)
{
	ring->closed = 0;
	for (uint32_t segment = ring->oldest; segment < ring->newest; segment++) {
		int64_t size = measure(ring, segment);

		if (size < 0 && size != -ENOENT)
			return (int)size;
		ring->closed += size > 0 ? (uint64_t)size : 0;
	}
	return 0;
}

int vdt_ring_open(struct vdt_ring *ring, const char *path, uint64_t max)
{
	int err;

	memset(ring, 0, sizeof(*ring));
	ring->max = max;
	ring->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (ring->dir < 0)
		return -errno;
	err = visit_files(ring, find_ends, NULL);
	return err ? err : measure_closed(ring);
}

void vdt_ring_close(struct vdt_ring *ring)
{
	if (ring->dir >= 0)
		close(ring->dir);
	ring->dir = -1;
}

uint64_t vdt_ring_share(const struct vdt_ring *ring)
{
	return ring->max / VDT_RING_SEGMENTS;
}

static int sync_folder(const struct vdt_ring *ring)
{
	return fsync(ring->dir) ? -errno : 0;
}

static int write_header(const struct vdt_ring *ring, int fd, const void *header, size_t len)
{
	int err = vdt_file_write_fd(fd, header, len);

	if (!err && fsync(fd))
		err = -errno;
	return err ? err : sync_folder(ring);
}

int vdt_ring_create(struct vdt_ring *ring, uint32_t first, const void *header, size_t len)
{
	uint32_t segment = ring->newest ? ring->newest + 1 : first;
	int64_t size = ring->newest ? measure(ring, ring->newest) : 0;
	char name[VDT_SEGMENT_NAME];
	int fd, err;

	if (size < 0)
		return (int)size;
	vdt_segment_name(segment, name);
	fd = openat(ring->dir, name,
		    O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
		    S_IRUSR | S_IWUSR);
	if (fd < 0)
		return -errno;
	err = write_header(ring, fd, header, len);
	if (err) {
		close(fd);
		unlinkat(ring->dir, name, 0);
		return err;
	}
	ring->closed += (uint64_t)size;
	ring->newest = segment;
	if (!ring->oldest)
		ring->oldest = segment;
	return fd;
}

int vdt_ring_continue(const struct vdt_ring *ring, uint64_t size)
{
	char name[VDT_SEGMENT_NAME];
	struct stat st;
	int fd;

	vdt_segment_name(ring->newest, name);
	fd = openat(ring->dir, name, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return -errno;
	if (!fstat(fd, &st) &&
	    ((uint64_t)st.st_size == size || (!ftruncate(fd, (off_t)size) && !fsync(fd))))
		return fd;
	close(fd);
	return -EIO;
}

int vdt_ring_header(const struct vdt_ring *ring, uint32_t segment,
		    struct vdt_segment_header *ret_header)
{
	_cleanup_close_ int fd = -1;
	uint8_t buf[VDT_SEGMENT_HEADER_MAX];
	char name[VDT_SEGMENT_NAME];
	ssize_t n;
	int len;

	vdt_segment_name(segment, name);
	fd = openat(ring->dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	n = fd < 0 ? -1 : read(fd, buf, sizeof(buf));
	if (n < 0)
		return -errno;
	len = vdt_segment_get_header(buf, (size_t)n, ret_header);
	if (len < 0)
		return len == -ENODATA ? -EBADMSG : len;
	return 0;
}

uint32_t vdt_ring_stays(const struct vdt_ring *ring)
{
	uint32_t stays =
		ring->newest >= VDT_RING_SEGMENTS ? ring->newest - VDT_RING_SEGMENTS + 1 : 1;

	return stays > ring->oldest ? stays : ring->oldest;
}

static int remove_segment(const struct vdt_ring *ring, uint32_t segment)
{
	char name[VDT_SEGMENT_NAME];

	vdt_segment_name(segment, name);
	return unlinkat(ring->dir, name, 0) && errno != ENOENT ? -errno : 0;
}

int vdt_ring_drop(struct vdt_ring *ring, uint32_t stays)
{
	int err;

	for (; ring->oldest < stays; ring->oldest++) {
		int64_t size = measure(ring, ring->oldest);

		err = remove_segment(ring, ring->oldest);
		if (err)
			return err;
		ring->closed -= size > 0 ? (uint64_t)size : 0;
	}
	return sync_folder(ring);
}

int vdt_ring_remove_newest(struct vdt_ring *ring)
{
	int err = remove_segment(ring, ring->newest);

	if (err)
		return err;
	if (ring->newest == ring->oldest)
		ring->newest = ring->oldest = 0;
	else
		ring->newest--;
	err = measure_closed(ring);
	return err ? err : sync_folder(ring);
}

static int count_aside(struct vdt_ring *ring, const char *name, void *ctx)
{
	unsigned int *count = ctx;

	*count += !strncmp(name, ASIDE, strlen(ASIDE));
	return 0;
}

int vdt_ring_put_aside(struct vdt_ring *ring, uint64_t time)
{
	unsigned int kept = 0;
	int err = visit_files(ring, count_aside, &kept);

	for (uint32_t segment = ring->oldest; !err && segment && segment <= ring->newest;
	     segment++) {
		char name[VDT_SEGMENT_NAME], aside[64];

		vdt_segment_name(segment, name);
		snprintf(aside, sizeof(aside), ASIDE "%" PRIu64 "-%s", time, name);
		if (kept++ >= VDT_RING_ASIDE)
			err = remove_segment(ring, segment);
		else if (renameat(ring->dir, name, ring->dir, aside) && errno != ENOENT)
			err = -errno;
	}
	if (err)
		return err;
	ring->oldest = ring->newest = 0;
	ring->closed = 0;
	return sync_folder(ring);
}
