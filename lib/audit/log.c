// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "lib/audit/record.h"

#define READ_BUFFER 16384

enum { ROTATED, CURRENT, FILES };

struct vdt_audit_reader {
	int fd[FILES]; /* -1: that file is not there */
	unsigned int file;
	bool in_records; /* the header of fd[file] was read */
	struct vdt_audit_report report;
	/* Bytes start to end of buf are the file's from report.offset. */
	size_t start, end;
	uint8_t buf[READ_BUFFER];
};

static int open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	return fd < 0 ? -errno : fd;
}

/* Did a rotation come between the two calls of open? */
static bool is_same_file(int a, int b)
{
	struct stat x, y;

	return !fstat(a, &x) && !fstat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static void close_files(struct vdt_audit_reader *reader)
{
	for (unsigned int i = 0; i < FILES; i++) {
		if (reader->fd[i] >= 0)
			close(reader->fd[i]);
		reader->fd[i] = -1;
	}
}

static int open_files(struct vdt_audit_reader *reader, const char *path, const char *rotated)
{
	int *fd = reader->fd;

	do {
		close_files(reader);
		fd[CURRENT] = open_file(path);
		if (fd[CURRENT] < 0 && fd[CURRENT] != -ENOENT)
			return fd[CURRENT];
		fd[ROTATED] = open_file(rotated);
		if (fd[ROTATED] < 0 && (fd[ROTATED] != -ENOENT || fd[CURRENT] < 0))
			return fd[ROTATED];
	} while (fd[CURRENT] >= 0 && fd[ROTATED] >= 0 && is_same_file(fd[CURRENT], fd[ROTATED]));
	reader->file = fd[ROTATED] >= 0 ? ROTATED : CURRENT;
	reader->report.rotated = reader->file == ROTATED;
	return 0;
}

int vdt_audit_open(const char *path, struct vdt_audit_reader **ret_reader)
{
	struct vdt_audit_reader *reader;
	char rotated[PATH_MAX];
	int err;

	if (snprintf(rotated, sizeof(rotated), "%s.1", path) >= (int)sizeof(rotated))
		return -ENAMETOOLONG;
	reader = calloc(1, sizeof(*reader));
	if (!reader)
		return -ENOMEM;
	reader->fd[ROTATED] = reader->fd[CURRENT] = -1;
	err = open_files(reader, path, rotated);
	if (err) {
		vdt_audit_close(reader);
		return err;
	}
	*ret_reader = reader;
	return 0;
}

void vdt_audit_close(struct vdt_audit_reader *reader)
{
	if (!reader)
		return;
	close_files(reader);
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
		n = read(reader->fd[reader->file], reader->buf + reader->end,
			 READ_BUFFER - reader->end);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (!n)
			break;
		reader->end += n;
	}
	return (int)reader->end;
}

static void consume(struct vdt_audit_reader *reader, size_t len)
{
	reader->start += len;
	reader->report.offset += len;
}

/* Some file systems give blocks of zeros for what was not yet written when power was cut. */
static bool is_zero_to_end(const struct vdt_audit_reader *reader)
{
	off_t at = (off_t)reader->report.offset;
	uint8_t block[4096];
	ssize_t n;

	while ((n = pread(reader->fd[reader->file], block, sizeof(block), at)) > 0) {
		for (ssize_t i = 0; i < n; i++)
			if (block[i])
				return false;
		at += n;
	}
	return !n;
}

static int read_header(struct vdt_audit_reader *reader)
{
	struct vdt_audit_report *report = &reader->report;
	struct vdt_audit_header header;
	int n;

	n = fill_buffer(reader, VDT_AUDIT_HEADER_SIZE);
	if (n < 0)
		return n;
	if (n < VDT_AUDIT_HEADER_SIZE)
		return -ENODATA;
	n = vdt_audit_get_header(reader->buf + reader->start, &header);
	if (n)
		return n == -EBADMSG && is_zero_to_end(reader) ? -ENODATA : n;
	/* Without a PATH.1 this is the first file of a chain: it begins with 1 and zeros. */
	if (reader->file == CURRENT && (header.first_seq != report->seq + 1 ||
					memcmp(header.prev, report->head, VDT_AUDIT_HASH)))
		return -EBADMSG;
	consume(reader, VDT_AUDIT_HEADER_SIZE);
	memcpy(report->unit, header.unit, sizeof(header.unit));
	memcpy(report->head, header.hash, VDT_AUDIT_HASH);
	report->seq = header.first_seq - 1;
	reader->in_records = true;
	return 0;
}

static int read_record(struct vdt_audit_reader *reader, struct vdt_audit_record *record)
{
	struct vdt_audit_report *report = &reader->report;
	int n;

	n = fill_buffer(reader, VDT_AUDIT_RECORD_MAX);
	if (n <= 0)
		return n;
	n = vdt_audit_get_record(reader->buf + reader->start, n, record);
	if (n < 0)
		return n == -EBADMSG && is_zero_to_end(reader) ? -ENODATA : n;
	if (record->seq != report->seq + 1 || memcmp(record->prev, report->head, VDT_AUDIT_HASH))
		return -EBADMSG;
	consume(reader, n);
	memcpy(report->head, record->hash, VDT_AUDIT_HASH);
	report->seq = record->seq;
	report->records++;
	return 1;
}

static int start_current(struct vdt_audit_reader *reader)
{
	reader->file = CURRENT;
	reader->in_records = false;
	reader->start = reader->end = 0;
	reader->report.rotated = false;
	reader->report.offset = 0;
	return reader->fd[CURRENT] < 0 ? -ENODATA : 0;
}

static int read_next(struct vdt_audit_reader *reader, struct vdt_audit_record *record)
{
	int err = 0;

	for (;;) {
		if (!reader->in_records)
			err = read_header(reader);
		if (!err)
			err = read_record(reader, record);
		if (reader->file == CURRENT || err > 0)
			return err;
		/* A file is complete before the next one begins. */
		if (err)
			return err == -ENODATA ? -EBADMSG : err;
		err = start_current(reader);
		if (err)
			return err;
	}
}

int vdt_audit_next(struct vdt_audit_reader *reader, struct vdt_audit_record *ret_record)
{
	int err;

	if (reader->report.state == VDT_AUDIT_ALTERED)
		return -EBADMSG;
	if (reader->file == CURRENT && reader->fd[CURRENT] < 0)
		return -ENODATA;
	err = read_next(reader, ret_record);
	if (err == -EBADMSG)
		reader->report.state = VDT_AUDIT_ALTERED;
	else if (err == -ENODATA)
		reader->report.state = VDT_AUDIT_TRUNCATED;
	else if (err >= 0)
		reader->report.state = VDT_AUDIT_INTACT;
	return err;
}

void vdt_audit_where(const struct vdt_audit_reader *reader, struct vdt_audit_report *ret_report)
{
	*ret_report = reader->report;
}

int vdt_audit_verify(const char *path, struct vdt_audit_report *ret_report)
{
	struct vdt_audit_reader *reader;
	struct vdt_audit_record record;
	int err;

	err = vdt_audit_open(path, &reader);
	if (err)
		return err;
	do
		err = vdt_audit_next(reader, &record);
	while (err > 0);
	vdt_audit_where(reader, ret_report);
	vdt_audit_close(reader);
	return err == -EBADMSG || err == -ENODATA ? 0 : err;
}
