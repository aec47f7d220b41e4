/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System call filters: compiled by vedetted from groups of system calls (syscalls.c), put in force
 * by the child itself. What no group names kills the process.
 */
#ifndef VDT_SANDBOX_FILTER_H
#define VDT_SANDBOX_FILTER_H

/* Groups, to be combined. syscalls.c says what each holds. */
enum {
	VDT_CALLS_BASE = 1 << 0,    /* memory, time, event loop, open descriptors: everybody */
	VDT_CALLS_READ = 1 << 1,    /* open files for reading */
	VDT_CALLS_WRITE = 1 << 2,   /* and for writing, create, rename, sync */
	VDT_CALLS_ACCEPT = 1 << 3,  /* take connections on sockets that were handed out */
	VDT_CALLS_CONNECT = 1 << 4, /* TCP connections to others */
	VDT_CALLS_THREADS = 1 << 5, /* threads, not processes */
	VDT_CALLS_BPF = 1 << 6,	    /* attach BPF programs that are loaded */
	VDT_CALLS_HAND = 1 << 7,    /* make pipes and memory files, to hand data over */
};

/*
 * Compile the filter for @groups into a memory file; the caller closes it. Returns 0, -ENOMEM,
 * -EINVAL (libseccomp refused a rule) or an errno of memfd_create(2).
 */
int vdt_filter_compile(unsigned int groups, int *ret_fd);

/*
 * Put the filter in @fd in force for all threads of this process, for ever. Needs no_new_privs.
 * Returns 0, -EINVAL (not a filter), -ENOMEM, -EBUSY (a thread could not be included) or an errno
 * of read(2) and seccomp(2).
 */
int vdt_filter_install(int fd);

#endif /* VDT_SANDBOX_FILTER_H */
