/* SPDX-License-Identifier: BSD-3-Clause */
/* Every socket of this network namespace that takes packets from strangers. */
#ifndef VDT_PORTS_SOCKETS_H
#define VDT_PORTS_SOCKETS_H

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

struct nl_sock;

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
	uint32_t uid;	       /* of who made it; of packet sockets 0 */
	unsigned int n_owners; /* may be more than are remembered */
	struct vdt_owner owners[VDT_SOCKET_OWNERS];
};

struct vdt_sockets {
	struct vdt_socket *items;
	size_t count;
};

/* The kinds of sockets and where to look for them: TCP and UDP by address family, and so on. */
#define VDT_SOCKET_SOURCES 7
struct vdt_socket_source {
	enum vdt_socket_kind kind;
	int family;
};
extern const struct vdt_socket_source vdt_socket_sources[VDT_SOCKET_SOURCES];

/* Free what is in it. */
void vdt_sockets_done(struct vdt_sockets *sockets);
/* A zeroed item at the end, valid until the next; NULL with *ret_err set. */
struct vdt_socket *vdt_sockets_add(struct vdt_sockets *sockets, int *ret_err);

/* "tcp", "udp", "raw", "packet" */
const char *vdt_socket_kind_name(enum vdt_socket_kind kind);
/* Bound so that only this device can reach it (127.0.0.0/8, ::1, and IPv4 mapped into IPv6). */
bool vdt_socket_on_loopback(const struct vdt_socket *socket);

/* By kind, port, address. */
void vdt_sockets_sort(struct vdt_sockets *sockets);

/* A socket of the kernel's socket diagnosis, closed with nl_socket_free(). 0, -ENOMEM or -EIO. */
int vdt_diag_open(struct nl_sock **ret_sk);
/* Add those of one source. Returns 0, -ENOENT (the kernel does not have it for this kind), -ENOMEM,
 * -E2BIG (more than VDT_SOCKETS_MAX), -EBADMSG or -EIO. */
int vdt_sockets_from_diag(struct nl_sock *sk, struct vdt_sockets *sockets,
			  const struct vdt_socket_source *source);

#endif /* VDT_PORTS_SOCKETS_H */
