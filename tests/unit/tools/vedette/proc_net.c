// SPDX-License-Identifier: BSD-3-Clause
#include <string.h>
#include <sys/socket.h>

#include <criterion/criterion.h>

#include "tools/vedette/listing.h"

#define TAIL "00000000:00000000 00:00000000 00000000     0        0 98931 1 0000 100 0 0 10 0"

/* clang-format off */
static const struct {
	const char *line;
	enum vdt_socket_kind kind;
	int family;
	bool taken;
	uint16_t port;
	uint8_t first, last; /* of the address */
	const char *why;
} rows[] = {
	{"   0: 0100007F:1FBB 00000000:0000 0A " TAIL, VDT_SOCKET_TCP, AF_INET, true, 8123, 127, 1,
	 "listening on loopback"},
	{"  12: 00000000:0017 00000000:0000 0A " TAIL, VDT_SOCKET_TCP, AF_INET, true, 23, 0, 0,
	 "listening everywhere"},
	{"   0: 0100007F:1FBB 0100007F:9999 01 " TAIL, VDT_SOCKET_TCP, AF_INET, false, 0, 0, 0,
	 "a connection does not listen"},
	{"   0: 00000000000000000000000001000000:01BB 00000000000000000000000000000000:0000 0A " TAIL,
	 VDT_SOCKET_TCP, AF_INET6, true, 443, 0, 1, "::1"},
	{" 205: 00000000:14E9 00000000:0000 07 " TAIL, VDT_SOCKET_UDP, AF_INET, true, 5353, 0, 0,
	 "UDP without a peer"},
	{" 205: 00000000:14E9 0100007F:0035 01 " TAIL, VDT_SOCKET_UDP, AF_INET, false, 0, 0, 0,
	 "UDP with a peer"},
	{"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
	 VDT_SOCKET_TCP, AF_INET, false, 0, 0, 0, "the head line"},
	{"   0: 0100007F:1FBB 00000000:0000 0A " TAIL, VDT_SOCKET_TCP, AF_INET6, false, 0, 0, 0,
	 "an address too short for the family"},
	{"", VDT_SOCKET_TCP, AF_INET, false, 0, 0, 0, "nothing"},
	{"00000000abcdef01 3      3    0003   2     1 0      0      98931", VDT_SOCKET_PACKET,
	 AF_PACKET, true, 0, 0, 0, "a packet socket"},
	{"sk               RefCnt Type Proto  Iface R Rmem   User   Inode", VDT_SOCKET_PACKET,
	 AF_PACKET, false, 0, 0, 0, "its head line"},
};
/* clang-format on */

Test(proc_net, table)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vdt_socket socket;
		bool taken =
			vdt_socket_parse_proc(rows[i].line, rows[i].kind, rows[i].family, &socket);

		cr_expect_eq(taken, rows[i].taken, "%s", rows[i].why);
		if (!taken || !rows[i].taken)
			continue;
		cr_expect_eq(socket.port, rows[i].port, "%s", rows[i].why);
		cr_expect_eq(socket.inode, 98931, "%s", rows[i].why);
		if (socket.address_len) {
			cr_expect_eq(socket.address[0], rows[i].first, "%s", rows[i].why);
			cr_expect_eq(socket.address[socket.address_len - 1], rows[i].last, "%s",
				     rows[i].why);
		}
	}
}
