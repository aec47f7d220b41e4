/* SPDX-License-Identifier: BSD-3-Clause */
/* What web may ask, and the answers. */
#ifndef VDT_GUARD_QUERY_H
#define VDT_GUARD_QUERY_H

#include "daemon/guard/answer.h"

struct nl_sock;
struct vdt_nl;

/* Where the answers come from. */
struct vdt_kernel {
	struct vdt_nl *nl;
	struct nl_sock *diag; /* vdt_ports_open() */
};

/* enum vdt_class that the grant must be of; VDT_CLASS_END for what is no query. */
unsigned int vdt_query_class(unsigned int what);

/*
 * Ask the kernel for what @query wants and write the answer, all of one moment, to the empty
 * @answer; of a list query->limit rows, all if 0, after the first query->after. Returns 0, -EINVAL
 * (no such query), -EFBIG (more than fits), -ENOENT (no policy is loaded), -ENOMEM, the errors of
 * vdt_ports_tell(), or a negative errno of the netlink client, whose vdt_nl_error() may say more.
 */
int vdt_query_tell(const struct vdt_kernel *kernel, const struct vdt_msg_QUERY *query,
		   struct vdt_answer *answer);

#endif /* VDT_GUARD_QUERY_H */
