// SPDX-License-Identifier: BSD-3-Clause
/*
 * probe ACTION [FILE]: tries to get code into memory past its file, or into the kernel past any
 * file. The status is the errno, 0: it went through, 99: another step failed than the one meant.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <scsi/sg.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attacks/ring.h"

enum { PAGE = 4096, UNFIT = 99 };

static const char *path;

static int status_of(bool failed)
{
	return failed ? errno : 0;
}

static int map(int fd, int prot, int flags)
{
	return status_of(mmap(NULL, PAGE, prot, flags, fd, 0) == MAP_FAILED);
}

/* Maps as `before`, writes if it is told to, then asks for `after`. */
static int change(int fd, int before, bool write, int after, int flags)
{
	volatile char *at = mmap(NULL, PAGE, before, flags, fd, 0);

	if (at == MAP_FAILED)
		return UNFIT;
	if (write)
		*at = 1;
	return status_of(mprotect((void *)at, PAGE, after));
}

static int open_path(int flags)
{
	int fd = open(path, flags);

	if (fd < 0)
		exit(UNFIT);
	return fd;
}

#define R	  PROT_READ
#define RW	  (PROT_READ | PROT_WRITE)
#define RX	  (PROT_READ | PROT_EXEC)
#define ANONYMOUS (MAP_PRIVATE | MAP_ANONYMOUS)

static int anonymous_wx(void)
{
	return map(-1, RW | PROT_EXEC, ANONYMOUS);
}
static int anonymous_w_then_x(void)
{
	return change(-1, RW, true, RX, ANONYMOUS);
}
static int file_x(void)
{
	return map(open_path(O_RDONLY), RX, MAP_PRIVATE);
}
static int file_r_then_x(void)
{
	return change(open_path(O_RDONLY), R, false, RX, MAP_PRIVATE);
}
static int file_wx(void)
{
	return map(open_path(O_RDONLY), RW | PROT_EXEC, MAP_PRIVATE);
}
static int file_w_then_x(void)
{
	return change(open_path(O_RDONLY), RW, true, RX, MAP_PRIVATE);
}
static int file_x_then_w(void)
{
	return change(open_path(O_RDONLY), RX, false, RW, MAP_PRIVATE);
}
static int file_shared_x(void)
{
	return map(open_path(O_RDWR), RX, MAP_SHARED);
}
static int file_shared_then_x(void)
{
	return change(open_path(O_RDWR), RW, true, RX, MAP_SHARED);
}
static int zero_x(void)
{
	path = "/dev/zero";
	return map(open_path(O_RDONLY), RX, MAP_PRIVATE);
}
static int relro(void)
{
	return change(open_path(O_RDONLY), RW, true, R, MAP_PRIVATE);
}

static int memfd_x(void)
{
	int fd = memfd_create("x", 0);

	return ftruncate(fd, PAGE) ? UNFIT : map(fd, RX, MAP_PRIVATE);
}

static int shm_x(void)
{
	int id = shmget(IPC_PRIVATE, PAGE, 0600);
	void *at = shmat(id, NULL, SHM_EXEC | SHM_RDONLY);
	int status = status_of(at == (void *)-1);

	shmctl(id, IPC_RMID, NULL);
	return status;
}

static int personality_set(void)
{
	return status_of(personality(READ_IMPLIES_EXEC) < 0);
}

/* Asks when the file is there whether it still has what it had set before. */
static int personality_keep(void)
{
	if (personality(READ_IMPLIES_EXEC) < 0)
		return UNFIT;
	while (access(path, F_OK))
		usleep(10000);
	return personality(~0UL) & READ_IMPLIES_EXEC ? 0 : EACCES;
}

static int proc_mem(void)
{
	return status_of(open("/proc/self/mem", O_RDWR) < 0);
}
static int proc_mem_read(void)
{
	return status_of(open("/proc/self/mem", O_RDONLY) < 0);
}

static pid_t victim(void)
{
	pid_t pid = fork();

	while (!pid)
		pause();
	return pid;
}

static int attach(void)
{
	pid_t pid = victim();
	int status = status_of(ptrace(PTRACE_ATTACH, pid, NULL, NULL));

	kill(pid, SIGKILL);
	return status;
}

static int write_victim(void)
{
	static int there = 1;
	struct iovec iov = {&there, sizeof(there)};
	pid_t pid = victim();
	int status = status_of(process_vm_writev(pid, &iov, 1, &iov, 1, 0) < 0);

	kill(pid, SIGKILL);
	return status;
}

static int trace_me(void)
{
	return status_of(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static int init_module(void)
{
	static char image[8 << 20];
	ssize_t len = read(open_path(O_RDONLY), image, sizeof(image));

	return len <= 0 ? UNFIT : status_of(syscall(SYS_init_module, image, len, ""));
}

static int finit_module(void)
{
	return status_of(syscall(SYS_finit_module, open_path(O_RDONLY), "", 0));
}

static int exec_it(void)
{
	execl(path, path, "nothing", NULL);
	return errno;
}

/* Until it is killed. */
static int stay_mapped(void)
{
	int status = file_x();

	while (!status)
		pause();
	return status;
}

static int write_it(void)
{
	return status_of(open(path, O_WRONLY) < 0);
}
static int read_and_empty(void)
{
	return status_of(open(path, O_RDONLY | O_TRUNC) < 0);
}
static int truncate_it(void)
{
	return status_of(truncate(path, 0));
}

/* By a ring; to /dev/null any command is one. */
static int ring_command(void)
{
	struct io_uring_sqe entry = {.opcode = IORING_OP_URING_CMD};
	struct ring ring;

	entry.fd = open(path, O_RDONLY);
	return entry.fd < 0 || ring_init(&ring) < 0 ? UNFIT : -ring_do(&ring, &entry);
}

/* One that no device understands: what is refused is refused before. */
static int disk_command(void)
{
	int fd = open(path, O_RDONLY);

	if (fd < 0)
		return UNFIT;
	return status_of(ioctl(fd, SG_IO, NULL) < 0);
}

static int nothing(void)
{
	return 0;
}

static const struct {
	const char *name;
	int (*try)(void);
} actions[] = {
	{"anonymous-wx", anonymous_wx},
	{"anonymous-w-then-x", anonymous_w_then_x},
	{"file-x", file_x},
	{"file-r-then-x", file_r_then_x},
	{"file-wx", file_wx},
	{"file-w-then-x", file_w_then_x},
	{"file-x-then-w", file_x_then_w},
	{"file-shared-x", file_shared_x},
	{"file-shared-then-x", file_shared_then_x},
	{"zero-x", zero_x},
	{"memfd-x", memfd_x},
	{"shm-x", shm_x},
	{"relro", relro},
	{"personality-set", personality_set},
	{"personality-keep", personality_keep},
	{"proc-mem", proc_mem},
	{"proc-mem-read", proc_mem_read},
	{"attach", attach},
	{"write-victim", write_victim},
	{"trace-me", trace_me},
	{"init-module", init_module},
	{"finit-module", finit_module},
	{"exec", exec_it},
	{"stay-mapped", stay_mapped},
	{"write", write_it},
	{"read-and-empty", read_and_empty},
	{"truncate", truncate_it},
	{"ring-command", ring_command},
	{"disk-command", disk_command},
	{"nothing", nothing},
};

int main(int argc, char **argv)
{
	unsigned int i;

	path = argc > 2 ? argv[2] : argv[0];
	for (i = 0; argc > 1 && i < sizeof(actions) / sizeof(actions[0]); i++)
		if (!strcmp(argv[1], actions[i].name))
			return actions[i].try();
	return UNFIT;
}
