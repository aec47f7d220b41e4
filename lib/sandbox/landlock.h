/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Landlock: which paths a process can reach, by what way, for ever. Everything else in the file
 * system is out of its reach; so are TCP bind(2) (and connect(2) unless asked for), signals and
 * abstract sockets of others, as far as the kernel knows how to.
 */
#ifndef VDT_SANDBOX_LANDLOCK_H
#define VDT_SANDBOX_LANDLOCK_H

#include <stdbool.h>

enum vdt_access {
	VDT_ACCESS_READ = 1 << 0,  /* read files, list folders */
	VDT_ACCESS_WRITE = 1 << 1, /* write, create, rename and remove regular files */
	VDT_ACCESS_EXEC = 1 << 2,  /* run, and be the program loader */
};

struct vdt_path {
	const char *path; /* file or folder with all below; NULL ends the list */
	unsigned int access;
};

/* The version of the kernel's Landlock, 0 if it has none. */
int vdt_landlock_abi(void);

/*
 * Build the rules for @paths; paths that do not exist are passed over: nothing to reach. The caller
 * closes the result. @connect leaves outgoing TCP alone. Returns 0, -EOPNOTSUPP (no Landlock in
 * this kernel) or an errno of open(2) and the Landlock calls.
 */
int vdt_landlock_new(const struct vdt_path *paths, bool connect, int *ret_fd);
/* Put the rules in force for this thread and its children. Needs no_new_privs. */
int vdt_landlock_enter(int fd);

#endif /* VDT_SANDBOX_LANDLOCK_H */
