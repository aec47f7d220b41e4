// SPDX-License-Identifier: BSD-3-Clause
#include "attack.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/blkpg.h>
#include <linux/loop.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#define SIGNATURE    "security.ima"
#define NOT_PREPARED 2

const char *outer_root(void)
{
	const char *root = getenv("OUTER_ROOT");

	return root ? root : "";
}

int need(int result, const char *what)
{
	if (result >= 0)
		return result;
	printf("NOT PREPARED: %s: %s\n", what, strerror(errno));
	fflush(stdout);
	_exit(NOT_PREPARED);
}

static const char *at_home(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), HOME "/%s", name);
	return path;
}

void write_file(const char *path, const void *bytes, size_t size, unsigned int mode)
{
	int fd = need(open(path, O_WRONLY | O_CREAT | O_TRUNC, mode), path);

	need(write(fd, bytes, size), path);
	close(fd);
}

size_t load_file(const char *name, void *buffer, size_t size)
{
	int fd = need(open(at_home(name), O_RDONLY), name);
	ssize_t got = need(read(fd, buffer, size), name);

	close(fd);
	return got;
}

int borrow_signature(const char *name, const char *to)
{
	char signature[1024];
	ssize_t size = getxattr(at_home(name), SIGNATURE, signature, sizeof(signature));

	if (size < 0 || setxattr(to, SIGNATURE, signature, size, 0) < 0)
		return -errno;
	return 0;
}

void copy_file(const char *name, const char *to)
{
	static char bytes[1 << 20];
	int error;

	write_file(to, bytes, load_file(name, bytes, sizeof(bytes)), 0755);
	error = borrow_signature(name, to);
	if (error && error != -ENODATA) {
		errno = -error;
		need(-1, to);
	}
}

int echo(const char *text, const char *path)
{
	int fd = open(path, O_WRONLY | O_TRUNC);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		error = -errno;
	close(fd);
	return error;
}

/* --- running things --- */

struct start {
	const char *input;
	const char *const *argv;
	int fd; /* executed instead of argv[0], unless -1 */
};

static void become(const struct start *start)
{
	int input = start->input ? open(start->input, O_RDONLY) : -1;

	if (input >= 0)
		dup2(input, STDIN_FILENO);
	if (start->fd < 0)
		execv(start->argv[0], (char **)start->argv);
	else
		fexecve(start->fd, (char **)start->argv, environ);
}

/* The exit status of what was started, -errno of execve(), -EINTR for one that a signal ended. */
static int finish(const struct start *start)
{
	int errors[2], error = 0, status;
	pid_t pid;

	need(pipe2(errors, O_CLOEXEC), "pipe");
	pid = need(fork(), "fork");
	if (!pid) {
		become(start);
		error = errno;
		_exit(write(errors[1], &error, sizeof(error)) < 0);
	}
	close(errors[1]);
	if (read(errors[0], &error, sizeof(error)) < 0)
		error = errno;
	close(errors[0]);
	need(waitpid(pid, &status, 0), "wait");
	if (error)
		return -error;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -EINTR;
}

static int judge(int answer)
{
	if (answer == ATTACKED)
		return WORKED;
	return answer < 0 ? answer : -EILSEQ;
}

int run_input(const char *input, const char *const argv[])
{
	return judge(finish(&(struct start){.input = input, .argv = argv, .fd = -1}));
}

int run_program(const char *const argv[])
{
	return run_input(NULL, argv);
}

int run_descriptor(int fd)
{
	return judge(
		finish(&(struct start){.argv = (const char *const[]){"payload", NULL}, .fd = fd}));
}

int answer_to(const char *path, const char *argument)
{
	return finish(
		&(struct start){.argv = (const char *const[]){path, argument, NULL}, .fd = -1});
}

int answer_of(const char *path)
{
	return answer_to(path, NULL);
}

int call(const void *page)
{
	code_t *code = (code_t *)page;

	__builtin___clear_cache((char *)page, (char *)page + CODE_SIZE);
	return judge(code());
}

int appears(const char *path)
{
	for (int i = 0; i < 50; i++) {
		if (!access(path, F_OK))
			return WORKED;
		usleep(100000);
	}
	return -ENOENT;
}

const void *payload_code(void)
{
	static unsigned char page[CODE_SIZE];

	load_file("payload.code", page, sizeof(page));
	return page;
}

/* --- devices --- */

int attach_loop(const char *below, char *ret_device, size_t size, int *ret_fd)
{
	int control = open("/dev/loop-control", O_RDWR);
	struct loop_config config = {.info.lo_flags = LO_FLAGS_AUTOCLEAR};
	int error = 0;

	if (control < 0)
		return NOT_HERE;
	snprintf(ret_device, size, "/dev/loop%d", need(ioctl(control, LOOP_CTL_GET_FREE), "loop"));
	*ret_fd = need(open(ret_device, O_RDWR), ret_device);
	config.fd = open(below, O_RDWR);
	if ((int)config.fd < 0 || ioctl(*ret_fd, LOOP_CONFIGURE, &config) < 0)
		error = -errno;
	close(config.fd);
	return error;
}

int change_partition(int disk, int op, int number, unsigned long long start,
		     unsigned long long length)
{
	struct blkpg_partition part = {.pno = number, .start = start, .length = length};
	struct blkpg_ioctl_arg request = {.op = op, .datalen = sizeof(part), .data = &part};

	return ioctl(disk, BLKPG, &request) < 0 ? -errno : 0;
}
