/* SPDX-License-Identifier: BSD-3-Clause */
/* What vedetted knows of its children while they live. */
#ifndef VDT_SUPER_PROC_H
#define VDT_SUPER_PROC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "daemon/super/notes.h"
#include "daemon/super/plan.h"
#include "daemon/super/spawn.h"

struct event;
struct event_base;
struct vdt_super;

struct vdt_member {
	struct vdt_super *super;
	enum vdt_proc id;
	pid_t pid; /* 0: not running */
	struct vdt_chan *chan;
	bool ready;
	int listener;	     /* -1: not open; survives restarts of the process */
	uint64_t started;    /* CLOCK_BOOTTIME, nanoseconds */
	uint32_t wait;	     /* milliseconds, the last pause before a start */
	struct event *pause; /* ends with a start */
	struct event *limit; /* ends with SIGKILL */
};

struct vdt_super {
	struct event_base *base;
	struct vdt_member proc[VDT_PROC_COUNT]; /* [VDT_SUPER] is not used */
	struct vdt_notes notes;
	struct vdt_spawn how;
	enum vdt_provision provision;
	bool stopping;
	int status;
};

#endif /* VDT_SUPER_PROC_H */
