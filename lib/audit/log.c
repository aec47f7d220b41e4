// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/cleanup.h"

#define READ_BUFFER 16384
#define BLOCK	    512 /* the least that a medium writes at once */

struct vdt_audit_reader {
	int dir;
	int fd;		  /* of the segment that is read, -1: none yet */
	int next;	  /* of the one after it, opened when the first was read to its end */
	uint32_t segment; /* number of fd, or, before the first is open, the one before it */
	bool in_items;	  /* the header of fd was read */
	uint64_t offset;
	enum vdt_item_kind kind;
	enum vdt_audit_state state;
	struct vdt_chain chain;
	/* Bytes start to end of buf are the file's from offset. */
	size_t start, end;
	uint8_t buf[READ_BUFFER];
};

_Static_assert((int)READ_BUFFER >= (int)VDT_SEGMENT_ITEM_MAX, "an item fits");

int vdt_audit_segments(const char *path, uint32_t *ret_oldest, uint32_t *ret_newest)
{
	_cleanup_closedir_ DIR *dir = opendir(path);
	const struct dirent *entry;

	if (!dir)
		return -errno;
	*ret_oldest = *ret_newest = 0;
	while ((entry = readdir(dir))) {
		uint32_t segment = vdt_segment_number(entry->d_name);

		if (segment && (!*ret_oldest || segment < *ret_oldest))
			*ret_oldest = segment;
		if (segment > *ret_newest)
			*ret_newest = segment;
	}
	return 0;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void vdt_audit_close(struct vdt_audit_reader *reader)
{
	if (!reader)
		return;
	close_fd(&reader->fd);
	close_fd(&reader->next);
	close_fd(&reader->dir);
	free(reader);
}

/* Have @want bytes in the buffer, fewer only at the end of the file. Returns how many there are. */
static int fill_buffer(struct vdt_audit_reader *reader, size_t want)
{
	ssize_t n;

	if (reader->end - reader->start >= want)
		return (int)(reader->end - reader->start);
	memmove(reader->buf, reader->buf + reader->start, reader->end - reader->start);
	reader->end -= reader->start;
	reader->start = 0;
	while (reader->end < want) {
		n = read(reader->fd, reader->buf + reader->end, READ_BUFFER - reader->end);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (!n)
			break;
		reader->end += (size_t)n;
	}
	return (int)reader->end;
}

static bool is_zero_from(const struct vdt_audit_reader *reader, uint64_t from)
{
	off_t at = (off_t)from;
	uint8_t block[4096];
	ssize_t n;

	while ((n = pread(reader->fd, block, sizeof(block), at)) > 0) {
		for (ssize_t i = 0; i < n; i++)
			if (block[i])
				return false;
		at += n;
	}
	return !n && (uint64_t)at > from;
}

/* Some file systems give zeros for the blocks that were not yet written when power was cut: from
 * where the item begins, or from the next block on. */
static bool is_unwritten(const struct vdt_audit_reader *reader)
{
	uint64_t next = (reader->offset / BLOCK + 1) * BLOCK;

	return is_zero_from(reader, reader->offset) || is_zero_from(reader, next);
}

/* Returns 1, 0 at the end of the file, or a negative errno. */
static int read_item(struct vdt_audit_reader *reader, struct vdt_audit_item *item)
{
	int n = fill_buffer(reader, VDT_SEGMENT_ITEM_MAX);

	if (n < 0 || (!n && reader->in_items))
		return n;
	n = vdt_chain_take(&reader->chain, !reader->in_items, reader->buf + reader->start,
			   (size_t)n, item);
	reader->kind = item->kind;
	if (n < 0)
		return n == -EBADMSG && is_unwritten(reader) ? -ENODATA : n;
	/* A file under another's name. */
	if (item->kind == VDT_ITEM_HEADER && item->header.segment != reader->segment)
		return -EBADMSG;
	reader->in_items = true;
	reader->start += (size_t)n;
	reader->offset += (size_t)n;
	return 1;
}

static int open_segment(const struct vdt_audit_reader *reader, uint32_t segment)
{
	char name[VDT_SEGMENT_NAME];
	int fd;

	vdt_segment_name(segment, name);
	fd = openat(reader->dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	return fd < 0 ? -errno : fd;
}

/* The oldest may be dropped between the look at the folder and its opening. */
static int open_oldest(struct vdt_audit_reader *reader, const char *path)
{
	uint32_t oldest, newest;
	int err;

	do {
		err = vdt_audit_segments(path, &oldest, &newest);
		if (err || !oldest)
			return err ? err : -ENOENT;
		reader->next = open_segment(reader, oldest);
	} while (reader->next == -ENOENT);
	reader->segment = oldest - 1;
	return reader->next < 0 ? reader->next : 0;
}

int vdt_audit_open(const char *path, const struct vdt_unit *unit,
		   const struct vdt_checkpoint *known, struct vdt_audit_reader **ret_reader)
{
	struct vdt_audit_reader *reader = calloc(1, sizeof(*reader));
	int err;

	if (!reader)
		return -ENOMEM;
	reader->fd = reader->next = -1;
	vdt_chain_init(&reader->chain);
	reader->chain.unit = unit;
	reader->chain.known = known;
	reader->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	err = reader->dir < 0 ? -errno : open_oldest(reader, path);
	if (err) {
		vdt_audit_close(reader);
		return err;
	}
	*ret_reader = reader;
	return 0;
}

/* Is a segment missing, or was this the newest? */
static int check_newest(const struct vdt_audit_reader *reader)
{
	_cleanup_closedir_ DIR *dir = NULL;
	const struct dirent *entry;
	int fd = openat(reader->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return -errno;
	while ((entry = readdir(dir)))
		if (vdt_segment_number(entry->d_name) > reader->segment + 1)
			return -EBADMSG;
	return 0;
}

/* Returns 1 if there is another segment, 0 if not (yet), or a negative errno. */
static int find_next(struct vdt_audit_reader *reader)
{
	int fd = open_segment(reader, reader->segment + 1);

	if (fd == -ENOENT)
		return check_newest(reader);
	if (fd < 0)
		return fd;
	reader->next = fd;
	return 1;
}

static void enter_next(struct vdt_audit_reader *reader)
{
	close_fd(&reader->fd);
	reader->fd = reader->next;
	reader->next = -1;
	reader->segment++;
	reader->in_items = false;
	reader->start = reader->end = 0;
	reader->offset = 0;
}

static int read_next(struct vdt_audit_reader *reader, struct vdt_audit_item *item)
{
	int err, more;

	for (;;) {
		err = reader->fd < 0 ? 0 : read_item(reader, item);
		if (err > 0)
			return err;
		/* Once there is a next one this one is complete; what was written between the last
		 * read and the opening of the next is read first. */
		if (reader->next >= 0) {
			if (err)
				return err == -ENODATA ? -EBADMSG : err;
			enter_next(reader);
			continue;
		}
		if (err && err != -ENODATA)
			return err;
		more = find_next(reader);
		if (more <= 0)
			return more ? more : err;
	}
}

int vdt_audit_next(struct vdt_audit_reader *reader, struct vdt_audit_item *ret_item)
{
	int err;

	if (reader->state == VDT_LOG_ALTERED)
		return -EBADMSG;
	err = read_next(reader, ret_item);
	if (err == -EBADMSG)
		reader->state = VDT_LOG_ALTERED;
	else if (err == -ENODATA)
		reader->state = VDT_LOG_CUT;
	else if (err >= 0)
		reader->state = VDT_LOG_INTACT;
	return err;
}

int vdt_audit_next_record(struct vdt_audit_reader *reader, struct vdt_audit_item *ret_item)
{
	int err;

	do
		err = vdt_audit_next(reader, ret_item);
	while (err > 0 && ret_item->kind != VDT_ITEM_RECORD);
	return err;
}

void vdt_audit_where(const struct vdt_audit_reader *reader, struct vdt_audit_report *ret_report)
{
	ret_report->state = reader->state;
	ret_report->kind = reader->kind;
	ret_report->segment = reader->segment;
	ret_report->offset = reader->offset;
	ret_report->chain = reader->chain;
	if (reader->state == VDT_LOG_INTACT)
		ret_report->state = vdt_chain_judge(&reader->chain);
}

int vdt_audit_verify(const char *path, const struct vdt_unit *unit,
		     const struct vdt_checkpoint *known, struct vdt_audit_report *ret_report)
{
	struct vdt_audit_reader *reader;
	struct vdt_audit_item item;
	int err;

	err = vdt_audit_open(path, unit, known, &reader);
	if (err)
		return err;
	do
		err = vdt_audit_next(reader, &item);
	while (err > 0);
	vdt_audit_where(reader, ret_report);
	vdt_audit_close(reader);
	return err == -EBADMSG || err == -ENODATA ? 0 : err;
}
