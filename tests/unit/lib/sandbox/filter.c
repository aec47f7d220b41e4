// SPDX-License-Identifier: BSD-3-Clause

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/sandbox/filter.h"

#define ALLOWED 0

static void open_file(void)
{
	syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY);
}

static void open_for_writing(void)
{
	syscall(SYS_openat, AT_FDCWD, "/dev/null", O_WRONLY);
}

static void create_file(void)
{
	syscall(SYS_openat, AT_FDCWD, "/nonexistent/file", O_RDONLY | O_CREAT, 0);
}

static void execute(void)
{
	syscall(SYS_execve, "/nonexistent", NULL, NULL);
}

static void make_process(void)
{
	if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0)
		syscall(SYS_exit_group, 0);
}

static void make_socket(void)
{
	syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
}

static void make_socket_that_waits_for_nothing(void)
{
	syscall(SYS_socket, AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

static void make_udp_socket(void)
{
	syscall(SYS_socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static void make_packet_socket(void)
{
	syscall(SYS_socket, AF_PACKET, SOCK_RAW, 0);
}

static void make_unix_socket(void)
{
	syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
}

static void accept_connection(void)
{
	syscall(SYS_accept4, -1, NULL, NULL, 0);
}

static void map_code(void)
{
	syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void map_data(void)
{
	syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void make_pipe(void)
{
	int fd[2];

	syscall(SYS_pipe2, fd, 0);
}

static void make_memory_file(void)
{
	syscall(SYS_memfd_create, "x", 0);
}

static int compare_bytes(const void *left, const void *right)
{
	return *(const char *)left - *(const char *)right;
}

static void sort_much(void)
{
	static char bytes[1 << 16];

	qsort(bytes, sizeof(bytes), 1, compare_bytes);
}

static void trace_another(void)
{
	syscall(SYS_ptrace, 0, 0, 0, 0);
}

static void load_bpf(void)
{
	syscall(SYS_bpf, 0, NULL, 0);
}

static void type_into_terminal(void)
{
	char c = 'x';

	syscall(SYS_ioctl, 0, 0x5412 /* TIOCSTI */, &c);
}

static void ask_clone3(void)
{
	if (syscall(SYS_clone3, NULL, 0) >= 0 || errno != ENOSYS)
		syscall(SYS_exit_group, 1);
}

/* Returns the signal that ended a child doing @act under the filter, 0 if it went on. */
static int try(unsigned int groups, void (*act)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		int fd;

		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		if (vdt_filter_compile(groups, &fd) || vdt_filter_install(fd))
			_exit(3);
		act();
		syscall(SYS_exit_group, 0);
	}
	waitpid(pid, &status, 0);
	if (WIFSIGNALED(status))
		return WTERMSIG(status);
	cr_assert_eq(WEXITSTATUS(status), 0);
	return ALLOWED;
}

Test(filter, calls)
{
	static const struct {
		unsigned int groups;
		void (*act)(void);
		int expected;
		const char *why;
	} cases[] = {
		{VDT_CALLS_BASE, map_data, ALLOWED, "everybody needs memory"},
		{VDT_CALLS_BASE, sort_much, ALLOWED, "glibc asks how much memory there is"},
		{VDT_CALLS_BASE, map_code, SIGSYS, "nobody needs new code"},
		{VDT_CALLS_BASE, open_file, SIGSYS, "files are a group of their own"},
		{VDT_CALLS_BASE | VDT_CALLS_READ, open_file, ALLOWED, "reading"},
		{VDT_CALLS_BASE | VDT_CALLS_READ, open_for_writing, SIGSYS,
		 "reading is not writing"},
		{VDT_CALLS_BASE | VDT_CALLS_READ, create_file, SIGSYS, "nor creating"},
		{VDT_CALLS_BASE | VDT_CALLS_WRITE, open_for_writing, ALLOWED, "writing"},
		{VDT_CALLS_BASE | VDT_CALLS_WRITE, open_file, ALLOWED, "writing includes reading"},
		{VDT_CALLS_BASE | VDT_CALLS_WRITE, make_socket, SIGSYS, "no network"},
		{VDT_CALLS_BASE | VDT_CALLS_ACCEPT, accept_connection, ALLOWED, "accepting"},
		{VDT_CALLS_BASE | VDT_CALLS_ACCEPT, make_socket, SIGSYS, "is not connecting"},
		{VDT_CALLS_BASE | VDT_CALLS_CONNECT, make_socket, ALLOWED, "connecting"},
		{VDT_CALLS_BASE | VDT_CALLS_CONNECT, make_packet_socket, SIGSYS, "TCP only"},
		{VDT_CALLS_BASE | VDT_CALLS_CONNECT, make_unix_socket, SIGSYS, "TCP only"},
		{VDT_CALLS_BASE | VDT_CALLS_CONNECT, make_udp_socket, SIGSYS, "TCP only"},
		{VDT_CALLS_BASE | VDT_CALLS_CONNECT, make_socket_that_waits_for_nothing, ALLOWED,
		 "flags do not matter"},
		{VDT_CALLS_BASE | VDT_CALLS_ACCEPT, type_into_terminal, SIGSYS, "FIONBIO only"},
		{VDT_CALLS_BASE | VDT_CALLS_THREADS, make_process, SIGSYS,
		 "threads, not processes"},
		{VDT_CALLS_BASE | VDT_CALLS_THREADS, ask_clone3, ALLOWED, "glibc must fall back"},
		{VDT_CALLS_BASE | VDT_CALLS_WRITE, make_pipe, SIGSYS, "nobody to hand it to"},
		{VDT_CALLS_BASE | VDT_CALLS_WRITE, make_memory_file, SIGSYS, "nor that"},
		{VDT_CALLS_BASE | VDT_CALLS_HAND, make_pipe, ALLOWED, "from web"},
		{VDT_CALLS_BASE | VDT_CALLS_HAND, make_memory_file, ALLOWED, "to the kernel"},
		{~0u, execute, SIGSYS, "never"},
		{~0u, trace_another, SIGSYS, "never"},
		{~0u, load_bpf, SIGSYS, "never"},
	};
	unsigned int i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int got = try(cases[i].groups, cases[i].act);

		cr_expect_eq(got, cases[i].expected, "row %u, %s: %d", i, cases[i].why, got);
	}
}

static void *idle(void *arg)
{
	return arg;
}

/* A thread under the filter, as glibc makes it. */
static void make_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, idle, NULL) || pthread_join(thread, NULL))
		syscall(SYS_exit_group, 1);
}

Test(filter, threads)
{
#if !defined(__SANITIZE_ADDRESS__) /* whose own threads need more */
	cr_expect_eq(try(VDT_CALLS_BASE | VDT_CALLS_THREADS, make_thread), ALLOWED);
#endif
	cr_expect_eq(try(VDT_CALLS_BASE, make_thread), SIGSYS);
}

Test(filter, refuses_what_is_no_filter)
{
	int fd = memfd_create("x", 0);

	cr_expect_eq(vdt_filter_install(fd), -EINVAL, "empty");
	cr_assert_eq(write(fd, "halb", 4), 4);
	cr_expect_eq(vdt_filter_install(fd), -EINVAL, "not whole instructions");
	close(fd);
}
