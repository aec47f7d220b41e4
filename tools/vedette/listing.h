/* SPDX-License-Identifier: BSD-3-Clause */
/* The sockets of this network namespace with their processes. */
#ifndef VDT_CLI_LISTING_H
#define VDT_CLI_LISTING_H

#include "lib/ports/sockets.h"

/*
 * List them, ordered; released with vdt_sockets_done(), also after a failure. Returns 0, -ENOMEM,
 * -E2BIG (more than VDT_SOCKETS_MAX) or the errno of what could not be read.
 */
int vdt_sockets_get(struct vdt_sockets *ret_sockets);

/* Where it looks if the kernel has no socket diagnosis: the tables in /proc/net. */
int vdt_sockets_from_proc(struct vdt_sockets *sockets, const struct vdt_socket_source *source);
/* One line of such a table; false if it is not one, or not of a socket that is wanted. */
bool vdt_socket_parse_proc(const char *line, enum vdt_socket_kind kind, int family,
			   struct vdt_socket *ret_socket);
/* Fills in the owners from /proc/PID/fd. */
void vdt_sockets_find_owners(struct vdt_sockets *sockets);

#endif /* VDT_CLI_LISTING_H */
