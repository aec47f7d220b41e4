// SPDX-License-Identifier: BSD-3-Clause
#include "lib/ports/sockets.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

const struct vdt_socket_source vdt_socket_sources[VDT_SOCKET_SOURCES] = {
	{VDT_SOCKET_TCP, AF_INET},	{VDT_SOCKET_TCP, AF_INET6}, {VDT_SOCKET_UDP, AF_INET},
	{VDT_SOCKET_UDP, AF_INET6},	{VDT_SOCKET_RAW, AF_INET},  {VDT_SOCKET_RAW, AF_INET6},
	{VDT_SOCKET_PACKET, AF_PACKET},
};

static int compare(const void *left, const void *right)
{
	const struct vdt_socket *a = left, *b = right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->port != b->port)
		return a->port < b->port ? -1 : 1;
	if (a->address_len != b->address_len)
		return a->address_len < b->address_len ? -1 : 1;
	return memcmp(a->address, b->address, sizeof(a->address));
}

void vdt_sockets_sort(struct vdt_sockets *sockets)
{
	if (sockets->count)
		qsort(sockets->items, sockets->count, sizeof(*sockets->items), compare);
}

void vdt_sockets_done(struct vdt_sockets *sockets)
{
	free(sockets->items);
	memset(sockets, 0, sizeof(*sockets));
}

struct vdt_socket *vdt_sockets_add(struct vdt_sockets *sockets, int *ret_err)
{
	struct vdt_socket *grown;

	if (sockets->count == VDT_SOCKETS_MAX) {
		*ret_err = -E2BIG;
		return NULL;
	}
	if (sockets->count % 64 == 0) {
		grown = reallocarray(sockets->items, sockets->count + 64, sizeof(*grown));
		if (!grown) {
			*ret_err = -ENOMEM;
			return NULL;
		}
		sockets->items = grown;
	}
	memset(&sockets->items[sockets->count], 0, sizeof(*grown));
	return &sockets->items[sockets->count++];
}

const char *vdt_socket_kind_name(enum vdt_socket_kind kind)
{
	static const char *const names[] = {
		[VDT_SOCKET_TCP] = "tcp",
		[VDT_SOCKET_UDP] = "udp",
		[VDT_SOCKET_RAW] = "raw",
		[VDT_SOCKET_PACKET] = "packet",
	};

	return names[kind];
}

bool vdt_socket_on_loopback(const struct vdt_socket *socket)
{
	struct in6_addr address;

	if (socket->address_len == 4)
		return socket->address[0] == 127;
	if (socket->address_len != 16)
		return false;
	memcpy(&address, socket->address, sizeof(address));
	return IN6_IS_ADDR_LOOPBACK(&address) ||
	       (IN6_IS_ADDR_V4MAPPED(&address) && socket->address[12] == 127);
}
