/* SPDX-License-Identifier: BSD-3-Clause */
/* Scope cleanup: `_cleanup_(close_fd) int fd = -1;`. Do not mix with goto unwinding in one
 * function. */
#ifndef VDT_BASE_CLEANUP_H
#define VDT_BASE_CLEANUP_H

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#define _cleanup_(f) __attribute__((cleanup(f)))

/* For pointers from malloc() and its kin. */
#define _cleanup_free_ _cleanup_(vdt_cleanup_free)
/* For descriptors; -1 is none. */
#define _cleanup_close_ _cleanup_(vdt_cleanup_close)
/* For folders; NULL is none. */
#define _cleanup_closedir_ _cleanup_(vdt_cleanup_closedir)

static inline void vdt_cleanup_free(void *pointer)
{
	free(*(void **)pointer);
}

static inline void vdt_cleanup_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void vdt_cleanup_closedir(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

/* Hand a descriptor on: returns it and leaves -1 behind. */
static inline int vdt_steal_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}

#endif /* VDT_BASE_CLEANUP_H */
