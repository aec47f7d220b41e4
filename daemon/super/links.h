/* SPDX-License-Identifier: BSD-3-Clause */
/* What a process that became ready is connected to. */
#ifndef VDT_SUPER_LINKS_H
#define VDT_SUPER_LINKS_H

#include "daemon/super/proc.h"

/* A new channel to each of its peers that is ready. What fails is logged. */
void vdt_links_peers(struct vdt_member *proc);
/*
 * Hand out its listening socket, if the plan gives it one. The socket is opened once and stays:
 * while the process restarts, viewers wait instead of failing. Returns 0 or a negative errno.
 */
int vdt_links_listener(struct vdt_member *proc);

#endif /* VDT_SUPER_LINKS_H */
