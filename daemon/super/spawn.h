/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_SUPER_SPAWN_H
#define VDT_SUPER_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

#include "daemon/super/plan.h"

struct vdt_spawn {
	bool landlock; /* the kernel has it */
	bool print;    /* standard output stays open: the one-time password goes there */
};

/*
 * Start the process of @plan in its box. Gives the pid and our end of the control channel. Returns
 * 0 or a negative errno; what goes wrong after fork() shows as exit status 127.
 */
int vdt_spawn(const struct vdt_plan *plan, const struct vdt_spawn *how, pid_t *ret_pid,
	      int *ret_channel);

#endif /* VDT_SUPER_SPAWN_H */
