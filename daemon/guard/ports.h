/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who listens, by the kernel's socket diagnosis. Which process holds a socket stands in /proc of
 * other users, where guard has no business: of owners only the uid is told.
 */
#ifndef VDT_GUARD_PORTS_H
#define VDT_GUARD_PORTS_H

#include "daemon/guard/answer.h"

struct nl_sock;
struct vdt_nl;

/*
 * Open the diagnosis, before the system call filter, and have the kernel load what it takes, before
 * it is locked. Closed with nl_socket_free(). Returns as vdt_diag_open().
 */
int vdt_ports_open(struct nl_sock **ret_diag);
/* Returns 0, -EOPNOTSUPP (this kernel cannot list a kind of sockets), -ENOMEM, -E2BIG, -EIO, or a
 * negative errno of the netlink client. */
int vdt_ports_tell(struct vdt_nl *nl, struct nl_sock *diag, struct vdt_answer *answer);

#endif /* VDT_GUARD_PORTS_H */
