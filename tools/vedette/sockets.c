// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "tools/vedette/sockets.h"

static const struct {
	enum vdt_socket_kind kind;
	int family;
} sources[] = {
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

static int list(struct vdt_sockets *sockets)
{
	size_t before;
	int err = 0;

	for (size_t i = 0; !err && i < sizeof(sources) / sizeof(sources[0]); i++) {
		before = sockets->count;
		err = vdt_sockets_from_diag(sockets, sources[i].kind, sources[i].family);
		if (err == -ENOMEM || err == -E2BIG || !err)
			continue;
		sockets->count = before;
		err = vdt_sockets_from_proc(sockets, sources[i].kind, sources[i].family);
		if (err == -ENOENT) /* a kernel without IPv6 or packet sockets */
			err = 0;
	}
	return err;
}

int vdt_sockets_get(struct vdt_sockets *ret_sockets)
{
	int err;

	memset(ret_sockets, 0, sizeof(*ret_sockets));
	err = list(ret_sockets);
	if (err || !ret_sockets->count)
		return err;
	qsort(ret_sockets->items, ret_sockets->count, sizeof(*ret_sockets->items), compare);
	vdt_sockets_find_owners(ret_sockets);
	return 0;
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
