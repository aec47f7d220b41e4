/* SPDX-License-Identifier: BSD-3-Clause */
/* Every socket of this network namespace that takes packets from strangers. */
#ifndef VDT_CLI_SOCKETS_H
#define VDT_CLI_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum vdt_socket_kind {
	VDT_SOCKET_TCP,	   /* listening */
	VDT_SOCKET_UDP,	   /* bound, without a peer */
	VDT_SOCKET_RAW,	   /* gets whole IP packets */
	VDT_SOCKET_PACKET, /* gets frames, before any rule */
};

#define VDT_SOCKETS_MAX	  65536
#define VDT_SOCKET_OWNERS 4 /* processes remembered per socket */
#define VDT_OWNER_EXE	  256

struct vdt_owner {
	pid_t pid;
	char exe[VDT_OWNER_EXE]; /* empty: it cannot be read */
};

struct vdt_socket {
	enum vdt_socket_kind kind;
	uint8_t address[16], address_len; /* 0, 4 or 16 */
	uint16_t port;			  /* TCP and UDP; of raw sockets the protocol */
	uint64_t inode;
	unsigned int n_owners; /* may be more than are remembered */
	struct vdt_owner owners[VDT_SOCKET_OWNERS];
};

struct vdt_sockets {
	struct vdt_socket *items;
	size_t count;
};

/*
 * List them with their processes, ordered by kind, port, address; released with vdt_sockets_done(),
 * also after a failure. Returns 0, -ENOMEM, -E2BIG (more than VDT_SOCKETS_MAX) or the errno of what
 * could not be read.
 */
int vdt_sockets_get(struct vdt_sockets *ret_sockets);
void vdt_sockets_done(struct vdt_sockets *sockets);
/* A zeroed item at the end, valid until the next; NULL with *ret_err set. */
struct vdt_socket *vdt_sockets_add(struct vdt_sockets *sockets, int *ret_err);

/* "tcp", "udp", "raw", "packet" */
const char *vdt_socket_kind_name(enum vdt_socket_kind kind);
/* Bound so that only this device can reach it (127.0.0.0/8, ::1, and IPv4 mapped into IPv6). */
bool vdt_socket_on_loopback(const struct vdt_socket *socket);

/* Where vdt_sockets_get() looks. The kernel's socket diagnosis: -ENOENT when the kernel does not
 * have it for this kind. */
int vdt_sockets_from_diag(struct vdt_sockets *sockets, enum vdt_socket_kind kind, int family);
/* The tables in /proc/net, which every kernel has. */
int vdt_sockets_from_proc(struct vdt_sockets *sockets, enum vdt_socket_kind kind, int family);
/* One line of such a table; false if it is not one, or not of a socket that is wanted. */
bool vdt_socket_parse_proc(const char *line, enum vdt_socket_kind kind, int family,
			   struct vdt_socket *ret_socket);
/* Fills in the owners from /proc/PID/fd. */
void vdt_sockets_find_owners(struct vdt_sockets *sockets);

#endif /* VDT_CLI_SOCKETS_H */
