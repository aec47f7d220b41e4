// SPDX-License-Identifier: BSD-3-Clause
/* Which system calls belong to which group. One row per call, or per allowed use of a call. */

#include "lib/sandbox/syscalls.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "lib/sandbox/filter.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

struct call {
	int number;
	unsigned int groups; /* any of these allows it */
	/* If mask or value is set: only with (argument & mask) == value. */
	unsigned int argument;
	uint64_t mask, value;
};

#define BASE	VDT_CALLS_BASE
#define READ	VDT_CALLS_READ
#define WRITE	VDT_CALLS_WRITE
#define NETLINK VDT_CALLS_NETLINK
#define ACCEPT	VDT_CALLS_ACCEPT
#define CONNECT VDT_CALLS_CONNECT
#define THREADS VDT_CALLS_THREADS

#define ALL_BITS 0xffffffffull
#define OPEN_WAY (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)
#define SOCKETS	 (NETLINK | ACCEPT | CONNECT)

static const struct call calls[] = {
	/* memory; code that is not mapped at the start never runs */
	{SCMP_SYS(brk), BASE},
	{SCMP_SYS(madvise), BASE},
	{SCMP_SYS(mmap), BASE, 2, PROT_EXEC, 0},
	{SCMP_SYS(mprotect), BASE, 2, PROT_EXEC, 0},
	{SCMP_SYS(mremap), BASE},
	{SCMP_SYS(munmap), BASE},
	/* time and chance */
	{SCMP_SYS(adjtimex), BASE}, /* is the clock synchronised? Setting it takes a capability */
	{SCMP_SYS(clock_adjtime), BASE},
	{SCMP_SYS(clock_getres), BASE},
	{SCMP_SYS(clock_gettime), BASE},
	{SCMP_SYS(clock_nanosleep), BASE},
	{SCMP_SYS(getrandom), BASE},
	{SCMP_SYS(gettimeofday), BASE},
	{SCMP_SYS(nanosleep), BASE},
	{SCMP_SYS(time), BASE},
	/* the process itself */
	{SCMP_SYS(exit), BASE},
	{SCMP_SYS(exit_group), BASE},
	{SCMP_SYS(futex), BASE},
	{SCMP_SYS(getpid), BASE},
	{SCMP_SYS(gettid), BASE},
	{SCMP_SYS(getuid), BASE},
	{SCMP_SYS(geteuid), BASE},
	{SCMP_SYS(getgid), BASE},
	{SCMP_SYS(getegid), BASE},
	{SCMP_SYS(membarrier), BASE},
	{SCMP_SYS(restart_syscall), BASE},
	{SCMP_SYS(rt_sigaction), BASE},
	{SCMP_SYS(rt_sigprocmask), BASE},
	{SCMP_SYS(rt_sigreturn), BASE},
	{SCMP_SYS(sched_yield), BASE},
	{SCMP_SYS(tgkill), BASE}, /* abort() */
	/* open descriptors and the event loop */
	{SCMP_SYS(close), BASE},
	{SCMP_SYS(epoll_create1), BASE},
	{SCMP_SYS(epoll_ctl), BASE},
	{SCMP_SYS(epoll_pwait), BASE},
	{SCMP_SYS(epoll_wait), BASE},
	{SCMP_SYS(eventfd2), BASE},
	{SCMP_SYS(fcntl), BASE},
	{SCMP_SYS(fstat), BASE},
	{SCMP_SYS(lseek), BASE},
	{SCMP_SYS(newfstatat), BASE}, /* fstat() of glibc */
	{SCMP_SYS(poll), BASE},
	{SCMP_SYS(ppoll), BASE},
	{SCMP_SYS(read), BASE},
	{SCMP_SYS(readv), BASE},
	{SCMP_SYS(recvmsg), BASE},
	{SCMP_SYS(sendmsg), BASE},
	{SCMP_SYS(shutdown), BASE},
	{SCMP_SYS(write), BASE},
	{SCMP_SYS(writev), BASE},
	/* files, as far as Landlock lets */
	{SCMP_SYS(openat), READ | WRITE, 2, OPEN_WAY, O_RDONLY},
	{SCMP_SYS(pread64), READ | WRITE},
	{SCMP_SYS(getdents64), READ | WRITE},
	{SCMP_SYS(faccessat), READ | WRITE},
	{SCMP_SYS(faccessat2), READ | WRITE},
	{SCMP_SYS(flock), READ | WRITE},
	{SCMP_SYS(statx), READ | WRITE},
	{SCMP_SYS(openat), WRITE},
	{SCMP_SYS(fallocate), WRITE},
	{SCMP_SYS(fchmod), WRITE},
	{SCMP_SYS(fdatasync), WRITE},
	{SCMP_SYS(fstatfs), WRITE},
	{SCMP_SYS(fsync), WRITE},
	{SCMP_SYS(ftruncate), WRITE},
	{SCMP_SYS(pwrite64), WRITE},
	{SCMP_SYS(rename), WRITE},
	{SCMP_SYS(renameat), WRITE},
	{SCMP_SYS(renameat2), WRITE},
	{SCMP_SYS(unlink), WRITE},
	{SCMP_SYS(unlinkat), WRITE},
	/* sockets */
	{SCMP_SYS(getpeername), SOCKETS},
	{SCMP_SYS(getsockname), SOCKETS},
	{SCMP_SYS(getsockopt), SOCKETS},
	{SCMP_SYS(recvfrom), SOCKETS},
	{SCMP_SYS(sendto), SOCKETS},
	{SCMP_SYS(setsockopt), SOCKETS},
	{SCMP_SYS(ioctl), SOCKETS, 1, ALL_BITS, 0x5421 /* FIONBIO */},
	{SCMP_SYS(accept4), ACCEPT},
	{SCMP_SYS(connect), CONNECT},
	{SCMP_SYS(socket), CONNECT, 0, ALL_BITS, AF_INET},
	{SCMP_SYS(socket), CONNECT, 0, ALL_BITS, AF_INET6},
	{SCMP_SYS(socket), NETLINK, 0, ALL_BITS, AF_NETLINK},
	{SCMP_SYS(bind), NETLINK},
	{SCMP_SYS(memfd_create), NETLINK},
	/* threads: clone() with CLONE_THREAD only; clone3() hides its flags, so it is said to be
	 * missing and glibc takes clone() */
	{SCMP_SYS(clone), THREADS, 0, 0x10000, 0x10000},
	{SCMP_SYS(clone3), THREADS},
	{SCMP_SYS(rseq), THREADS},
	{SCMP_SYS(sched_getaffinity), THREADS},
	{SCMP_SYS(set_robust_list), THREADS},
};

static int allow_call(void *filter, const struct call *call)
{
	const struct scmp_arg_cmp only = {.arg = call->argument,
					  .op = SCMP_CMP_MASKED_EQ,
					  .datum_a = call->mask,
					  .datum_b = call->value};

	if (call->number == SCMP_SYS(clone3))
		return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), call->number, 0);
	if (!call->mask)
		return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call->number, 0);
	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call->number, 1, &only);
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
