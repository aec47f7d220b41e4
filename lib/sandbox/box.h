/* SPDX-License-Identifier: BSD-3-Clause */
/* The box that a child of vedetted is put in between fork() and exec(). */
#ifndef VDT_SANDBOX_BOX_H
#define VDT_SANDBOX_BOX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "lib/sandbox/landlock.h"

struct vdt_box {
	uid_t uid; /* the gid has the same number */
	uint64_t caps;
	const struct vdt_path *paths;
	bool connect;	  /* may open TCP connections */
	rlim_t memory;	  /* bytes of private writable memory */
	rlim_t files;	  /* open descriptors */
	rlim_t threads;	  /* processes and threads of this uid */
	bool no_landlock; /* the kernel has none: known, logged, and in the record */
};

/*
 * Give up everything but what @box grants, for good: group and user ids, bounding set and
 * capabilities, resource limits, no_new_privs, Landlock; own session, umask 077, killed when the
 * parent @parent dies. Returns 0 or the errno of the first step that failed; the caller must then
 * exit. Call as root, single-threaded.
 */
int vdt_box_enter(const struct vdt_box *box, pid_t parent);

#endif /* VDT_SANDBOX_BOX_H */
