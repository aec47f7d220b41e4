// SPDX-License-Identifier: BSD-3-Clause
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "tools/vedette/listing.h"

static int listen_somewhere(uint16_t *ret_port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	cr_assert_eq(bind(fd, (struct sockaddr *)&address, len), 0);
	cr_assert_eq(listen(fd, 1), 0);
	cr_assert_eq(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	*ret_port = ntohs(address.sin_port);
	return fd;
}

static const struct vdt_socket *find(const struct vdt_sockets *sockets, uint16_t port)
{
	for (size_t i = 0; i < sockets->count; i++)
		if (sockets->items[i].kind == VDT_SOCKET_TCP && sockets->items[i].port == port)
			return &sockets->items[i];
	return NULL;
}

Test(listing, finds_its_own_listener_and_itself_as_the_owner)
{
	struct vdt_sockets sockets;
	const struct vdt_socket *found;
	uint16_t port;
	int fd = listen_somewhere(&port);

	cr_assert_eq(vdt_sockets_get(&sockets), 0);
	found = find(&sockets, port);
	cr_assert_not_null(found);
	cr_assert(vdt_socket_on_loopback(found));
	cr_assert_geq(found->n_owners, 1);
	cr_assert_eq(found->owners[0].pid, getpid());
	cr_assert_eq(found->uid, getuid());
	vdt_sockets_done(&sockets);
	close(fd);
}

Test(listing, proc_finds_it_too)
{
	struct vdt_sockets sockets = {0};
	uint16_t port;
	int fd = listen_somewhere(&port);

	cr_assert_eq(vdt_sockets_from_proc(&sockets, &vdt_socket_sources[0]), 0);
	cr_assert_not_null(find(&sockets, port));
	vdt_sockets_done(&sockets);
	close(fd);
}
