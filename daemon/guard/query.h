/* SPDX-License-Identifier: BSD-3-Clause */
/* What web may ask, and the answers. */
#ifndef VDT_GUARD_QUERY_H
#define VDT_GUARD_QUERY_H

#include "daemon/guard/answer.h"

struct vdt_nl;

/* enum vdt_class that the grant must be of; VDT_CLASS_END for what is no query. */
unsigned int vdt_query_class(unsigned int what);

/*
 * Ask the kernel for @what and write the answer, all of one moment, to the empty @answer. Returns
 * 0, -EINVAL (no such query), -EFBIG (more than fits), -ENOENT (no policy is loaded), -ENOMEM, or a
 * negative errno of the netlink client, whose vdt_nl_error() may say more.
 */
int vdt_query_tell(struct vdt_nl *nl, unsigned int what, struct vdt_answer *answer);

#endif /* VDT_GUARD_QUERY_H */
