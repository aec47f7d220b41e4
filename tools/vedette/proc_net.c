// SPDX-License-Identifier: BSD-3-Clause
/* Sockets by the tables in /proc/net: for kernels built without socket diagnosis. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "tools/vedette/listing.h"

#define LINE_ROOM    512
#define STATE_CLOSE  0x07 /* TCP_CLOSE */
#define STATE_LISTEN 0x0a /* TCP_LISTEN */

/* Four bytes in the order of the machine, printed as one number. */
static bool parse_address(const char *digits, struct vdt_socket *socket)
{
	uint32_t word;

	if (strlen(digits) != 2u * socket->address_len)
		return false;
	for (size_t i = 0; i < socket->address_len; i += sizeof(word)) {
		if (sscanf(digits + 2 * i, "%8" SCNx32, &word) != 1)
			return false;
		memcpy(socket->address + i, &word, sizeof(word));
	}
	return true;
}

static bool parse_inet(const char *line, int family, struct vdt_socket *socket)
{
	unsigned int port, state;
	char digits[33];

	if (sscanf(line,
		   " %*u: %32[0-9A-F]:%4x %*[0-9A-F]:%*x %2x %*x:%*x %*x:%*x %*x %u %*d %" SCNu64,
		   digits, &port, &state, &socket->uid, &socket->inode) != 5)
		return false;
	if (state != (socket->kind == VDT_SOCKET_TCP ? STATE_LISTEN : STATE_CLOSE))
		return false;
	socket->port = port;
	socket->address_len = family == AF_INET ? 4 : 16;
	return parse_address(digits, socket);
}

bool vdt_socket_parse_proc(const char *line, enum vdt_socket_kind kind, int family,
			   struct vdt_socket *ret_socket)
{
	memset(ret_socket, 0, sizeof(*ret_socket));
	ret_socket->kind = kind;
	if (kind != VDT_SOCKET_PACKET)
		return parse_inet(line, family, ret_socket);
	return sscanf(line, "%*x %*d %*d %*x %*d %*d %*u %*u %" SCNu64, &ret_socket->inode) == 1;
}

int vdt_sockets_from_proc(struct vdt_sockets *sockets, const struct vdt_socket_source *source)
{
	struct vdt_socket socket, *added;
	char path[32], line[LINE_ROOM];
	FILE *table;
	int err = 0;

	snprintf(path, sizeof(path), "/proc/net/%s%s", vdt_socket_kind_name(source->kind),
		 source->family == AF_INET6 ? "6" : "");
	table = fopen(path, "re");
	if (!table)
		return -errno;
	while (!err && fgets(line, sizeof(line), table)) {
		if (!vdt_socket_parse_proc(line, source->kind, source->family, &socket))
			continue;
		added = vdt_sockets_add(sockets, &err);
		if (added)
			*added = socket;
	}
	if (!err && ferror(table))
		err = -EIO;
	fclose(table);
	return err;
}
