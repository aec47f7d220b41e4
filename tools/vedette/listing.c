// SPDX-License-Identifier: BSD-3-Clause
#include "tools/vedette/listing.h"

#include <errno.h>
#include <string.h>

#include <netlink/socket.h>

static int list(struct nl_sock *sk, struct vdt_sockets *sockets)
{
	size_t before;
	int err = 0;

	for (size_t i = 0; !err && i < VDT_SOCKET_SOURCES; i++) {
		before = sockets->count;
		err = vdt_sockets_from_diag(sk, sockets, &vdt_socket_sources[i]);
		if (err == -ENOMEM || err == -E2BIG || !err)
			continue;
		sockets->count = before;
		err = vdt_sockets_from_proc(sockets, &vdt_socket_sources[i]);
		if (err == -ENOENT) /* a kernel without IPv6 or packet sockets */
			err = 0;
	}
	return err;
}

int vdt_sockets_get(struct vdt_sockets *ret_sockets)
{
	struct nl_sock *sk;
	int err;

	memset(ret_sockets, 0, sizeof(*ret_sockets));
	err = vdt_diag_open(&sk);
	if (err)
		return err;
	err = list(sk, ret_sockets);
	nl_socket_free(sk);
	if (err)
		return err;
	vdt_sockets_sort(ret_sockets);
	vdt_sockets_find_owners(ret_sockets);
	return 0;
}
