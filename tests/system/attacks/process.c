// SPDX-License-Identifier: BSD-3-Clause
/* Ways to write into the code of a process past its page protections. */
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <stdio.h>
#include <string.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attack.h"

struct target {
	void *page; /* the victim's code, at the same place in the child */
	pid_t pid;
	int go; /* its end of a socket: a byte lets the child call the code */
};

static void *map_victim_code(void)
{
	void *page;
	int fd;

	copy_file("victim.code", "code");
	fd = need(open("code", O_RDONLY), "code");
	page = mmap(NULL, CODE_SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	need(page == MAP_FAILED ? -1 : 0, "victim.code");
	close(fd);
	return page;
}

/* When the attack is stopped nobody tells the child. */
static void end_with_parent(void)
{
	need(prctl(PR_SET_PDEATHSIG, SIGKILL), "prctl");
}

/* A child that will answer with what its code answers; @first is what it does before, or NULL. */
static void start_target(struct target *target, int (*first)(void))
{
	int ends[2];
	char byte;

	target->page = map_victim_code();
	need(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
	target->pid = need(fork(), "fork");
	if (!target->pid) {
		int error;

		close(ends[0]); /* else nobody would tell that the parent has ended already */
		end_with_parent();
		error = first ? first() : 0;
		if (error)
			_exit(-error);
		need(write(ends[1], "", 1), "child");
		need(read(ends[1], &byte, 1), "child");
		_exit(((code_t *)target->page)());
	}
	close(ends[1]);
	target->go = ends[0];
	if (!first)
		need(read(ends[0], &byte, 1), "child");
}

static int finish_target(struct target *target)
{
	int status;

	need(write(target->go, "", 1), "child");
	need(waitpid(target->pid, &status, 0), "wait");
	return WIFEXITED(status) && WEXITSTATUS(status) == ATTACKED ? WORKED : -EILSEQ;
}

static int write_memory(pid_t pid, void *page)
{
	char path[64];
	int fd, error = 0;

	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	fd = open(path, O_RDWR);
	if (fd < 0)
		return -errno;
	if (pwrite(fd, payload_code(), CODE_SIZE, (off_t)(unsigned long)page) != CODE_SIZE)
		error = -errno;
	close(fd);
	return error;
}

static int own_memory(void)
{
	void *page = map_victim_code();
	int error = write_memory(getpid(), page);

	return error ? error : call(page);
}

static int child_memory(void)
{
	struct target target;
	int error;

	start_target(&target, NULL);
	error = write_memory(target.pid, target.page);
	return error ? error : finish_target(&target);
}

static int poke(pid_t pid, void *page)
{
	const char *code = payload_code();
	long word;

	for (size_t at = 0; at < 16; at += sizeof(word)) {
		memcpy(&word, code + at, sizeof(word));
		if (ptrace(PTRACE_POKETEXT, pid, (char *)page + at, word) < 0)
			return -errno;
	}
	return 0;
}

static int ptrace_attach(void)
{
	struct target target;
	int error, status;

	start_target(&target, NULL);
	if (ptrace(PTRACE_ATTACH, target.pid, NULL, NULL) < 0)
		return -errno;
	need(waitpid(target.pid, &status, 0), "wait");
	error = poke(target.pid, target.page);
	need(ptrace(PTRACE_DETACH, target.pid, NULL, NULL), "detach");
	return error ? error : finish_target(&target);
}

static int ask_to_be_traced(void)
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
		return -errno;
	raise(SIGSTOP);
	return 0;
}

static int ptrace_traceme(void)
{
	struct target target;
	int error, status;

	start_target(&target, ask_to_be_traced);
	need(waitpid(target.pid, &status, 0), "wait");
	if (WIFEXITED(status))
		return -WEXITSTATUS(status);
	error = poke(target.pid, target.page);
	need(ptrace(PTRACE_DETACH, target.pid, NULL, NULL), "detach");
	return error ? error : finish_target(&target);
}

/* It keeps to the protections: what it reaches is data, here the answer itself. */
static int process_write(void)
{
	static volatile int answer = INTENDED;
	int wanted = ATTACKED, status;
	struct iovec from = {&wanted, sizeof(wanted)};
	struct iovec to = {(void *)&answer, sizeof(answer)};
	int ends[2];
	char byte;
	pid_t pid;

	need(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
	pid = need(fork(), "fork");
	if (!pid) {
		close(ends[0]);
		end_with_parent();
		need(read(ends[1], &byte, 1), "child");
		_exit(answer);
	}
	if (process_vm_writev(pid, &from, 1, &to, 1, 0) < 0)
		return -errno;
	need(write(ends[0], "", 1), "child");
	need(waitpid(pid, &status, 0), "wait");
	return WIFEXITED(status) && WEXITSTATUS(status) == ATTACKED ? WORKED : -EILSEQ;
}

/* It fills a page of a private mapping that nobody has touched, whatever its protection. */
static int fault_handler(void)
{
	struct uffdio_api api = {.api = UFFD_API};
	struct uffdio_register range = {.range.len = CODE_SIZE,
					.mode = UFFDIO_REGISTER_MODE_MISSING};
	struct uffdio_copy copy = {.len = CODE_SIZE, .src = (unsigned long)payload_code()};
	int handler = syscall(SYS_userfaultfd, O_CLOEXEC), fd;
	void *page;

	if (handler < 0)
		return errno == ENOSYS ? NOT_HERE : -errno;
	copy_file("victim.code", "/tmp/code");
	fd = need(open("/tmp/code", O_RDONLY), "code");
	page = mmap(NULL, CODE_SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	need(page == MAP_FAILED ? -1 : 0, "victim.code");
	copy.dst = range.range.start = (unsigned long)page;
	if (ioctl(handler, UFFDIO_API, &api) < 0)
		return -errno;
	need(ioctl(handler, UFFDIO_REGISTER, &range), "register");
	need(ioctl(handler, UFFDIO_COPY, &copy), "copy");
	return call(page);
}

const struct attack process_attacks[] = {
	{"own-memory", own_memory},
	{"child-memory", child_memory},
	{"ptrace-attach", ptrace_attach},
	{"ptrace-traceme", ptrace_traceme},
	{"process-write", process_write},
	{"fault-handler", fault_handler},
	{NULL, NULL},
};
