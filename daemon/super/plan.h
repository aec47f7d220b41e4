/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_SUPER_PLAN_H
#define VDT_SUPER_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/ipc/msgs.h"
#include "lib/sandbox/box.h"

#define VDT_LIBEXEC "/usr/libexec/vedette/"
#define VDT_STATE   "/var/lib/vedette"

/* One process: who it is, what it may, whom it knows. Masks of processes are of VDT_FROM(). */
struct vdt_plan {
	const char *binary;
	const char *state;  /* its folder, made for it and readable by it alone; NULL: none */
	struct vdt_box box; /* uid, capabilities, paths, limits */
	unsigned int calls; /* VDT_CALLS_* */
	unsigned int peers; /* who it has a channel to, besides vedetted */
	unsigned int after; /* started when these are ready */
	bool provision;	    /* takes part in `vedetted --provision` */
	bool exposed;	    /* reads what strangers send: its word against another does not count */
	const char *listens; /* name of the service it answers; NULL: none */
	uint16_t port;	     /* TCP, IPv4 and IPv6 */
};

/* The row of VDT_SUPER says what vedetted keeps for itself: capabilities only. */
extern const struct vdt_plan vdt_plan[VDT_PROC_COUNT];

#endif /* VDT_SUPER_PLAN_H */
