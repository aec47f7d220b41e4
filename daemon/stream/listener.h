/* SPDX-License-Identifier: BSD-3-Clause */
/* The door: who may come in, and how many at a time. */
#ifndef VDT_STREAM_LISTENER_H
#define VDT_STREAM_LISTENER_H

#include "daemon/stream/gateway.h"

#define VDT_LISTENER_SOCKETS	 4
#define VDT_LISTENER_CONNECTIONS 224 /* a descriptor each; plan.c gives the process 256 */
/* Connections without a login, so that strangers cannot take the places of those who have one. */
#define VDT_LISTENER_STRANGERS	  128
#define VDT_LISTENER_FROM_NETWORK 16 /* of these, from one IPv4 address or IPv6 /64 */

/* Returns 0 or -ENOMEM. */
int vdt_listener_new(struct vdt_gateway *gateway, struct vdt_listener **ret_listener);
void vdt_listener_free(struct vdt_listener *listener);
/* Accept on @fd, which is the listener's from now on, also on failure. Returns 0, -ENOSPC, -ENOMEM.
 */
int vdt_listener_add(struct vdt_listener *listener, int fd);
/* Go on after descriptors or memory ran out; to be called now and then. */
void vdt_listener_resume(struct vdt_listener *listener);

#endif /* VDT_STREAM_LISTENER_H */
