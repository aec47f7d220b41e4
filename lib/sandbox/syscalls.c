// SPDX-License-Identifier: BSD-3-Clause
/* Which system calls belong to which group. One row per call, or per allowed use of a call. */

#include "lib/sandbox/syscalls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "lib/sandbox/filter.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

struct call {
	int number;
	unsigned int groups; /* any of these allows it */
	unsigned int argument;
	uint64_t mask, value;		/* unless mask is 0: only with (argument & mask) == value */
	uint64_t mask_next, value_next; /* the same of the argument behind it */
};

#define ALLOW(name, groups) ALLOW_IF(name, groups, 0, 0, 0)
#define ALLOW_IF(name, groups, argument, mask, value) \
	{ \
		SCMP_SYS(name), groups, argument, mask, value, 0, 0 \
	}
#define ALLOW_SOCKET(groups, family, type) \
	{ \
		SCMP_SYS(socket), groups, 0, ALL_BITS, family, SOCKET_TYPE, type \
	}

#define BASE	VDT_CALLS_BASE
#define READ	VDT_CALLS_READ
#define WRITE	VDT_CALLS_WRITE
#define ACCEPT	VDT_CALLS_ACCEPT
#define CONNECT VDT_CALLS_CONNECT
#define THREADS VDT_CALLS_THREADS
#define BPF	VDT_CALLS_BPF
#define HAND	VDT_CALLS_HAND

#define ALL_BITS 0xffffffffull
#define OPEN_WAY (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)
#define SOCKETS	 (ACCEPT | CONNECT)
/* Without SOCK_CLOEXEC and SOCK_NONBLOCK. */
#define SOCKET_TYPE 0xfull

static const struct call calls[] = {
	/* memory; code that is not mapped at the start never runs */
	ALLOW(brk, BASE),
	ALLOW(madvise, BASE),
	ALLOW_IF(mmap, BASE, 2, PROT_EXEC, 0),
	ALLOW_IF(mprotect, BASE, 2, PROT_EXEC, 0),
	ALLOW(mremap, BASE),
	ALLOW(munmap, BASE),
	ALLOW(mlock, BASE), /* of secrets, within RLIMIT_MEMLOCK */
	ALLOW(munlock, BASE),
	/* time and chance */
	ALLOW(adjtimex, BASE), /* is the clock synchronised? Setting it takes a capability */
	ALLOW(clock_adjtime, BASE),
	ALLOW(clock_getres, BASE),
	ALLOW(clock_gettime, BASE),
	ALLOW(clock_nanosleep, BASE),
	ALLOW(getrandom, BASE),
	ALLOW(gettimeofday, BASE),
	ALLOW(sysinfo, BASE), /* qsort() of glibc: how much memory may it take? */
	ALLOW(nanosleep, BASE),
	ALLOW(time, BASE),
	/* the process itself */
	ALLOW(exit, BASE),
	ALLOW(exit_group, BASE),
	ALLOW(futex, BASE),
	ALLOW(getpid, BASE),
	ALLOW(gettid, BASE),
	ALLOW(getuid, BASE),
	ALLOW(geteuid, BASE),
	ALLOW(getgid, BASE),
	ALLOW(getegid, BASE),
	ALLOW(membarrier, BASE),
	ALLOW(restart_syscall, BASE),
	ALLOW(rt_sigaction, BASE),
	ALLOW(rt_sigprocmask, BASE),
	ALLOW(rt_sigreturn, BASE),
	ALLOW(sched_yield, BASE),
	ALLOW(tgkill, BASE), /* abort() */
	/* open descriptors and the event loop */
	ALLOW(close, BASE),
	ALLOW(epoll_create1, BASE),
	ALLOW(epoll_ctl, BASE),
	ALLOW(epoll_pwait, BASE),
	ALLOW(epoll_wait, BASE),
	ALLOW(eventfd2, BASE),
	ALLOW(fcntl, BASE),
	ALLOW(fstat, BASE),
	ALLOW(lseek, BASE),
	ALLOW(newfstatat, BASE), /* fstat() of glibc */
	ALLOW(poll, BASE),
	ALLOW(ppoll, BASE),
	ALLOW(read, BASE),
	ALLOW(readv, BASE),
	ALLOW(recvmsg, BASE),
	ALLOW(sendmsg, BASE),
	ALLOW(shutdown, BASE),
	ALLOW(write, BASE),
	ALLOW(writev, BASE),
	/* files, as far as Landlock lets */
	ALLOW_IF(openat, READ | WRITE, 2, OPEN_WAY, O_RDONLY),
	ALLOW(pread64, READ | WRITE),
	ALLOW(getdents64, READ | WRITE),
	ALLOW(faccessat, READ | WRITE),
	ALLOW(faccessat2, READ | WRITE),
	ALLOW(flock, READ | WRITE),
	ALLOW(statx, READ | WRITE),
	ALLOW(openat, WRITE),
	ALLOW(fallocate, WRITE),
	ALLOW(fchmod, WRITE),
	ALLOW(fdatasync, WRITE),
	ALLOW(fstatfs, WRITE),
	ALLOW(fsync, WRITE),
	ALLOW(ftruncate, WRITE),
	ALLOW(pwrite64, WRITE),
	ALLOW(rename, WRITE),
	ALLOW(renameat, WRITE),
	ALLOW(renameat2, WRITE),
	ALLOW(unlink, WRITE),
	ALLOW(unlinkat, WRITE),
	/* sockets */
	ALLOW(getpeername, SOCKETS),
	ALLOW(getsockname, SOCKETS),
	ALLOW(getsockopt, SOCKETS),
	ALLOW(recvfrom, SOCKETS),
	ALLOW(sendto, SOCKETS),
	ALLOW(setsockopt, SOCKETS),
	ALLOW_IF(ioctl, SOCKETS, 1, ALL_BITS, 0x5421 /* FIONBIO */),
	ALLOW(accept4, ACCEPT),
	ALLOW(connect, CONNECT),
	ALLOW_SOCKET(CONNECT, AF_INET, SOCK_STREAM),
	ALLOW_SOCKET(CONNECT, AF_INET6, SOCK_STREAM),
	/* data for others: a pipe from web, files that the kernel reads */
	ALLOW(memfd_create, HAND),
	ALLOW(pipe2, HAND),
	ALLOW_IF(bpf, BPF, 0, ALL_BITS, BPF_LINK_CREATE),
	/* threads: clone() with CLONE_THREAD only; clone3() hides its flags, so it is said to be
	 * missing and glibc takes clone() */
	ALLOW_IF(clone, THREADS, 0, 0x10000, 0x10000),
	ALLOW(clone3, THREADS),
	ALLOW(rseq, THREADS),
	ALLOW(sched_getaffinity, THREADS),
	ALLOW(set_robust_list, THREADS),
};

static int allow_call(void *filter, const struct call *call)
{
	const struct scmp_arg_cmp only[] = {
		{call->argument, SCMP_CMP_MASKED_EQ, call->mask, call->value},
		{call->argument + 1, SCMP_CMP_MASKED_EQ, call->mask_next, call->value_next},
	};

	if (call->number == SCMP_SYS(clone3))
		return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), call->number, 0);
	if (!call->mask)
		return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call->number, 0);
	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call->number, call->mask_next ? 2 : 1,
				      only);
}

int vdt_syscalls_allow(void *filter, unsigned int groups)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		if (!(calls[i].groups & groups) || calls[i].number < 0)
			continue;
		if (allow_call(filter, &calls[i]))
			return -EINVAL;
	}
	return 0;
}

void vdt_syscalls_each(unsigned int groups, void (*each)(void *ctx, const char *name), void *ctx)
{
	int last = -1;

	for (unsigned int i = 0; i < ARRAY_SIZE(calls); i++) {
		char *name, text[64];

		if (!(calls[i].groups & groups) || calls[i].number < 0 || calls[i].number == last ||
		    calls[i].number == SCMP_SYS(clone3))
			continue;
		last = calls[i].number;
		name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, last);
		snprintf(text, sizeof(text), "%s%s", name ? name : "?", calls[i].mask ? "*" : "");
		free(name);
		each(ctx, text);
	}
}
