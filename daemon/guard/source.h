/* SPDX-License-Identifier: BSD-3-Clause */
/* What auth says of sources, handed to the kernel. */
#ifndef VDT_GUARD_SOURCE_H
#define VDT_GUARD_SOURCE_H

#include "lib/ipc/msgs.h"

struct vdt_nl;

/*
 * Both return 0, also when the kernel refuses, which it may for reasons that auth cannot know: the
 * source is loopback, or has a session. -EBADMSG: the message has no address.
 */
int vdt_source_ban(struct vdt_nl *nl, const struct vdt_msg_BAN *msg);
int vdt_source_trust(struct vdt_nl *nl, const struct vdt_msg_TRUST *msg);

#endif /* VDT_GUARD_SOURCE_H */
