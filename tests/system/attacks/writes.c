// SPDX-License-Identifier: BSD-3-Clause
/*
 * Ways to change the content of a signed file. Each is tried twice: while the file's code is mapped
 * ("in-use-"), and between two executions, when the verdict of the first may still be remembered
 * ("stale-").
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attack.h"
#include "ring.h"

/* A change of the file at @path into the one at @wanted. 0, NOT_HERE or a negative errno. */
typedef int change_t(const char *path, const char *wanted);

static char *read_whole(const char *path, size_t *ret_size)
{
	static char bytes[1 << 20];
	int fd = need(open(path, O_RDONLY), path);

	*ret_size = need(read(fd, bytes, sizeof(bytes)), path);
	close(fd);
	return bytes;
}

/* Writes the wanted bytes to an open file; closes it. */
static int fill(int fd, const char *wanted)
{
	size_t size;
	char *bytes = read_whole(wanted, &size);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (pwrite(fd, bytes, size, 0) < 0)
		error = -errno;
	close(fd);
	return error;
}

static int by_write(const char *path, const char *wanted)
{
	return fill(open(path, O_WRONLY), wanted);
}

static int by_emptying(const char *path, const char *wanted)
{
	return fill(open(path, O_WRONLY | O_TRUNC), wanted);
}

static int by_truncate(const char *path, const char *wanted)
{
	if (truncate(path, 0) < 0)
		return -errno;
	return fill(open(path, O_WRONLY), wanted);
}

static int by_other_name(const char *path, const char *wanted)
{
	need(link(path, "other-name"), "link");
	return fill(open("other-name", O_WRONLY), wanted);
}

/* The times are put back, so that the file looks untouched. */
static int by_write_with_times(const char *path, const char *wanted)
{
	struct stat before;
	int error;

	need(stat(path, &before), path);
	error = fill(open(path, O_WRONLY), wanted);
	if (!error)
		need(utimensat(AT_FDCWD, path, (struct timespec[]){before.st_atim, before.st_mtim},
			       0),
		     path);
	return error;
}

static int by_mapping(const char *path, const char *wanted)
{
	size_t size;
	char *bytes = read_whole(wanted, &size);
	int fd = open(path, O_RDWR);
	void *page;

	if (fd < 0)
		return -errno;
	if (ftruncate(fd, size) < 0)
		return -errno;
	page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (page == MAP_FAILED)
		return -errno;
	memcpy(page, bytes, size);
	munmap(page, size);
	return 0;
}

static int by_sendfile(const char *path, const char *wanted)
{
	int to = open(path, O_WRONLY);
	int from = need(open(wanted, O_RDONLY), wanted);

	if (to < 0 || sendfile(to, from, NULL, 1 << 20) < 0)
		return -errno;
	close(to);
	return 0;
}

static int by_copy_range(const char *path, const char *wanted)
{
	int to = open(path, O_WRONLY);
	int from = need(open(wanted, O_RDONLY), wanted);

	if (to < 0 || copy_file_range(from, NULL, to, NULL, 1 << 20, 0) < 0)
		return -errno;
	close(to);
	return 0;
}

static int by_splice(const char *path, const char *wanted)
{
	int to = open(path, O_WRONLY);
	int from = need(open(wanted, O_RDONLY), wanted);
	int ends[2];
	ssize_t size;

	need(pipe(ends), "pipe");
	if (to < 0)
		return -errno;
	while ((size = need(splice(from, NULL, ends[1], NULL, CODE_SIZE, 0), "splice")) > 0)
		if (splice(ends[0], NULL, to, NULL, size, 0) < 0)
			return -errno;
	close(to);
	return 0;
}

/* Past the page cache. */
static int by_direct_write(const char *path, const char *wanted)
{
	size_t size;
	char *bytes = read_whole(wanted, &size);
	size_t whole = (size + CODE_SIZE - 1) & -(size_t)CODE_SIZE;
	int fd = open(path, O_WRONLY | O_DIRECT);
	void *aligned;
	int error = 0;

	if (fd < 0)
		return -errno;
	aligned = aligned_alloc(CODE_SIZE, whole);
	need(aligned ? 0 : -1, "memory");
	memset(aligned, 0, whole);
	memcpy(aligned, bytes, size);
	if (pwrite(fd, aligned, whole, 0) < 0)
		error = -errno;
	close(fd);
	return error;
}

/* io_uring: what looks at system calls only does not see it. */
static int by_io_uring(const char *path, const char *wanted)
{
	struct io_uring_sqe entry = {.opcode = IORING_OP_OPENAT, .fd = AT_FDCWD};
	struct ring ring;
	size_t size;
	char *bytes = read_whole(wanted, &size);
	int fd;

	if (ring_init(&ring) < 0)
		return NOT_HERE;
	entry.addr = (unsigned long)path;
	entry.open_flags = O_WRONLY;
	fd = ring_do(&ring, &entry);
	if (fd < 0)
		return fd;
	entry = (struct io_uring_sqe){.opcode = IORING_OP_WRITE, .fd = fd};
	entry.addr = (unsigned long)bytes;
	entry.len = size;
	fd = ring_do(&ring, &entry);
	close(entry.fd);
	return fd < 0 ? fd : 0;
}

/* Content and everything of the file becomes that of the boot loader's inode, which we fill the
 * same way first. */
static int by_boot_loader(const char *path, const char *wanted)
{
	const unsigned long swap = _IO('f', 17); /* EXT4_IOC_SWAP_BOOT */
	size_t size;
	char *bytes = read_whole(wanted, &size);
	int fd;

	write_file("carrier", bytes, size, 0600);
	fd = need(open("carrier", O_RDWR), "carrier");
	if (ioctl(fd, swap) < 0)
		return errno == ENOTTY ? NOT_HERE : -errno;
	close(fd);
	fd = open(path, O_RDWR);
	if (fd < 0 || ioctl(fd, swap) < 0)
		return -errno;
	close(fd);
	return 0;
}

/* A writable descriptor that comes from another process. */
static int by_descriptor(const char *path, const char *wanted)
{
	char control[CMSG_SPACE(sizeof(int))] = {0}, byte = 0;
	struct iovec data = {&byte, 1};
	struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control};
	int fd = -1, sent, ends[2];
	struct cmsghdr *header;

	message.msg_controllen = sizeof(control);
	header = CMSG_FIRSTHDR(&message);
	need(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
	sent = open(path, O_WRONLY);
	if (sent < 0)
		return -errno;
	*header = (struct cmsghdr){.cmsg_level = SOL_SOCKET,
				   .cmsg_type = SCM_RIGHTS,
				   .cmsg_len = CMSG_LEN(sizeof(int))};
	memcpy(CMSG_DATA(header), &sent, sizeof(sent));
	need(sendmsg(ends[0], &message, 0), "sendmsg");
	close(sent);
	if (recvmsg(ends[1], &message, 0) < 0)
		return -errno;
	header = CMSG_FIRSTHDR(&message);
	if (header)
		memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	errno = EACCES;
	return fill(fd, wanted);
}

/* --- the two times --- */

static int while_in_use(change_t *change)
{
	void *page;
	int fd, error;

	copy_file("victim.code", "code");
	copy_file("payload.code", "wanted");
	fd = need(open("code", O_RDONLY), "code");
	page = mmap(NULL, CODE_SIZE, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
	need(page == MAP_FAILED ? -1 : 0, "victim.code");
	need(((code_t *)page)() == INTENDED ? 0 : -1, "victim.code");
	close(fd);
	error = change("code", "wanted");
	return error ? error : call(page);
}

static int between_executions(change_t *change)
{
	int error;

	copy_file("victim", "program");
	copy_file("payload", "wanted");
	need(answer_of("./program") == INTENDED ? 0 : -1, "victim");
	error = change("program", "wanted");
	return error ? error : RUN("./program");
}

#define BOTH(name) \
	static int in_use_##name(void) \
	{ \
		return while_in_use(by_##name); \
	} \
	static int stale_##name(void) \
	{ \
		return between_executions(by_##name); \
	}

BOTH(write)
BOTH(emptying)
BOTH(truncate)
BOTH(other_name)
BOTH(write_with_times)
BOTH(mapping)
BOTH(sendfile)
BOTH(copy_range)
BOTH(splice)
BOTH(direct_write)
BOTH(io_uring)
BOTH(boot_loader)
BOTH(descriptor)

const struct attack write_attacks[] = {
	{"in-use-write", in_use_write},
	{"in-use-emptying", in_use_emptying},
	{"in-use-truncate", in_use_truncate},
	{"in-use-other-name", in_use_other_name},
	{"in-use-write-with-times", in_use_write_with_times},
	{"in-use-mapping", in_use_mapping},
	{"in-use-sendfile", in_use_sendfile},
	{"in-use-copy-range", in_use_copy_range},
	{"in-use-splice", in_use_splice},
	{"in-use-direct-write", in_use_direct_write},
	{"in-use-io-uring", in_use_io_uring},
	{"in-use-boot-loader", in_use_boot_loader},
	{"in-use-descriptor", in_use_descriptor},
	{"stale-write", stale_write},
	{"stale-emptying", stale_emptying},
	{"stale-truncate", stale_truncate},
	{"stale-other-name", stale_other_name},
	{"stale-write-with-times", stale_write_with_times},
	{"stale-mapping", stale_mapping},
	{"stale-sendfile", stale_sendfile},
	{"stale-copy-range", stale_copy_range},
	{"stale-splice", stale_splice},
	{"stale-direct-write", stale_direct_write},
	{"stale-io-uring", stale_io_uring},
	{"stale-boot-loader", stale_boot_loader},
	{"stale-descriptor", stale_descriptor},
	{NULL, NULL},
};
