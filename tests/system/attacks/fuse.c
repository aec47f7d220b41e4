// SPDX-License-Identifier: BSD-3-Clause
/*
 * A file system of the attacker's, with one file. Whoever opens it first, to execute it, reads the
 * payload; whoever opens it next, to judge it, reads the victim and gets its signature. Or it
 * answers who reads it when it wants to, and is in the meantime in possession of the reader's
 * memory.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "attack.h"

enum {
	ROOT = FUSE_ROOT_ID,
	PROGRAM,
	FILE_MAX = 1 << 16,
};

struct server {
	int fd;
	unsigned long opened;
	const int *asked,
		*go; /* pipes: a byte when something is read, one when to answer; or NULL */
	char payload[FILE_MAX], victim[FILE_MAX], signature[1024];
	size_t size; /* of both */
	ssize_t signature_size;
	char request[2 << 20];
};

static void answer(struct server *server, int error, const void *data, size_t size)
{
	const struct fuse_in_header *in = (void *)server->request;
	struct fuse_out_header out = {sizeof(out) + size, error, in->unique};
	struct iovec parts[] = {{&out, sizeof(out)}, {(void *)data, size}};

	need(writev(server->fd, parts, 2) < 0 && errno != ENOENT ? -1 : 0, "FUSE");
}

static struct fuse_attr attributes(const struct server *server, unsigned long node)
{
	struct fuse_attr attr = {.ino = node, .nlink = 1, .blksize = CODE_SIZE};

	attr.mode = node == ROOT ? S_IFDIR | 0755 : S_IFREG | 0755;
	attr.size = node == ROOT ? 0 : server->size;
	return attr;
}

static void answer_init(struct server *server, const struct fuse_init_in *in)
{
	struct fuse_init_out out = {.major = FUSE_KERNEL_VERSION,
				    .minor = FUSE_KERNEL_MINOR_VERSION};

	out.max_readahead = in->max_readahead;
	out.max_write = CODE_SIZE;
	answer(server, 0, &out, sizeof(out));
}

static void answer_lookup(struct server *server, const char *name)
{
	struct fuse_entry_out out = {.nodeid = PROGRAM, .attr = attributes(server, PROGRAM)};

	if (strcmp(name, "program"))
		answer(server, -ENOENT, NULL, 0);
	else
		answer(server, 0, &out, sizeof(out));
}

static void answer_xattr(struct server *server, const struct fuse_getxattr_in *in)
{
	struct fuse_getxattr_out size = {.size = server->signature_size};

	if (server->signature_size < 0 || strcmp((const char *)(in + 1), "security.ima"))
		answer(server, -ENODATA, NULL, 0);
	else if (!in->size)
		answer(server, 0, &size, sizeof(size));
	else
		answer(server, 0, server->signature, server->signature_size);
}

static void answer_read(struct server *server, const struct fuse_read_in *in)
{
	const char *content = in->fh == 1 || server->asked ? server->payload : server->victim;
	size_t left = in->offset < server->size ? server->size - in->offset : 0;
	char byte = 0;

	if (server->asked) {
		need(write(server->asked[1], &byte, 1), "pipe");
		need(read(server->go[0], &byte, 1), "pipe");
	}
	answer(server, 0, content + in->offset, in->size < left ? in->size : left);
}

static void answer_one(struct server *server)
{
	const struct fuse_in_header *in = (void *)server->request;
	struct fuse_attr_out attr = {.attr = attributes(server, in->nodeid)};
	struct fuse_open_out opened = {.open_flags = FOPEN_DIRECT_IO};

	switch (in->opcode) {
	case FUSE_INIT:
		return answer_init(server, (const void *)(in + 1));
	case FUSE_LOOKUP:
		return answer_lookup(server, (const char *)(in + 1));
	case FUSE_GETATTR:
		return answer(server, 0, &attr, sizeof(attr));
	case FUSE_GETXATTR:
		return answer_xattr(server, (const void *)(in + 1));
	case FUSE_OPEN:
		opened.fh = ++server->opened;
		return answer(server, 0, &opened, sizeof(opened));
	case FUSE_READ:
		return answer_read(server, (const void *)(in + 1));
	case FUSE_RELEASE:
		return answer(server, 0, NULL, 0);
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
		return;
	default:
		return answer(server, -ENOSYS, NULL, 0);
	}
}

static void serve(struct server *server)
{
	while (read(server->fd, server->request, sizeof(server->request)) > 0)
		answer_one(server);
	_exit(0);
}

/* Mounts it at "folder". WORKED, or else the server is gone. */
static int start(struct server *server, pid_t *ret_pid)
{
	size_t victim;
	char options[128];

	server->fd = open("/dev/fuse", O_RDWR);
	if (server->fd < 0)
		return NOT_HERE;
	server->size = load_file("payload", server->payload, FILE_MAX);
	victim = load_file("victim", server->victim, FILE_MAX);
	server->size = victim > server->size ? victim : server->size;
	server->signature_size = getxattr(HOME "/victim", "security.ima", server->signature, 1024);
	need(unshare(CLONE_NEWNS), "unshare");
	need(mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
	need(mkdir("folder", 0755), "folder");
	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0", server->fd);
	if (mount("attack", "folder", "fuse", 0, options) < 0)
		return -errno;
	*ret_pid = need(fork(), "fork");
	if (!*ret_pid)
		serve(server);
	return WORKED;
}

static void stop(pid_t pid)
{
	need(umount2("folder", MNT_DETACH), "umount");
	kill(pid, SIGKILL);
}

static int fuse(void)
{
	struct server *server = calloc(1, sizeof(*server));
	int result;
	pid_t pid;

	need(server ? 0 : -1, "memory");
	result = start(server, &pid);
	if (result)
		return result;
	result = RUN("folder/program");
	stop(pid);
	return result;
}

/* --- a read into pages of a program --- */

struct reader {
	void *pages;
	size_t size;
};

static void *read_program(void *arg)
{
	const struct reader *reader = arg;
	int fd;

	/* After a first close the kernel asks no more whether something is to be done for it. */
	close(need(open("folder/program", O_RDONLY), "folder/program"));
	fd = need(open("folder/program", O_RDONLY), "folder/program");
	need(read(fd, reader->pages, reader->size), "folder/program");
	close(fd);
	return NULL;
}

/* Maps the program writable; when this is no more so, the read into it still waits. */
static int read_in_flight(void)
{
	struct server *server = calloc(1, sizeof(*server));
	int asked[2], go[2], result, fd;
	struct reader reader;
	pthread_t thread;
	char byte = 0;
	pid_t pid;

	need(server ? 0 : -1, "memory");
	need(pipe(asked) | pipe(go), "pipe");
	server->asked = asked;
	server->go = go;
	result = start(server, &pid);
	if (result)
		return result;
	copy_file("victim", "program");
	fd = need(open("program", O_RDWR), "program");
	reader.size = server->size;
	reader.pages = mmap(NULL, reader.size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	need(reader.pages == MAP_FAILED ? -1 : 0, "program");
	need(pthread_create(&thread, NULL, read_program, &reader) ? -1 : 0, "thread");
	need(read(asked[0], &byte, 1), "pipe");
	munmap(reader.pages, reader.size);
	close(fd);
	need(answer_of("./program") == INTENDED ? 0 : -1, "victim");
	need(write(go[1], &byte, 1), "pipe");
	pthread_join(thread, NULL);
	result = RUN("./program");
	stop(pid);
	return result;
}

const struct attack fuse_attacks[] = {
	{"fuse", fuse},
	{"read-in-flight", read_in_flight},
	{NULL, NULL},
};
