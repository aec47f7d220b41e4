// SPDX-License-Identifier: BSD-3-Clause
/* Sockets by the kernel's own diagnosis, sock_diag(7). */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/inet_diag.h>
#include <linux/packet_diag.h>
#include <linux/sock_diag.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "lib/ports/sockets.h"

#define STATE_CLOSE  (1u << 7)	/* TCP_CLOSE: of UDP and raw sockets, without a peer */
#define STATE_LISTEN (1u << 10) /* TCP_LISTEN */

struct listing {
	struct vdt_sockets *sockets;
	enum vdt_socket_kind kind;
	int err;
	bool done;
};

static int add_inet(struct listing *listing, const struct inet_diag_msg *msg)
{
	struct vdt_socket *socket = vdt_sockets_add(listing->sockets, &listing->err);

	if (!socket)
		return NL_OK;
	socket->kind = listing->kind;
	socket->address_len = msg->idiag_family == AF_INET ? 4 : 16;
	memcpy(socket->address, msg->id.idiag_src, socket->address_len);
	socket->port = ntohs(msg->id.idiag_sport);
	socket->inode = msg->idiag_inode;
	socket->uid = msg->idiag_uid;
	return NL_OK;
}

static int add_packet(struct listing *listing, const struct packet_diag_msg *msg)
{
	struct vdt_socket *socket = vdt_sockets_add(listing->sockets, &listing->err);

	if (!socket)
		return NL_OK;
	socket->kind = listing->kind;
	socket->inode = msg->pdiag_ino;
	return NL_OK;
}

static int on_valid(struct nl_msg *msg, void *arg)
{
	struct listing *listing = arg;
	const struct nlmsghdr *hdr = nlmsg_hdr(msg);
	int len = nlmsg_datalen(hdr);

	if (listing->err)
		return NL_OK;
	if (listing->kind == VDT_SOCKET_PACKET && len >= (int)sizeof(struct packet_diag_msg))
		return add_packet(listing, nlmsg_data(hdr));
	if (listing->kind != VDT_SOCKET_PACKET && len >= (int)sizeof(struct inet_diag_msg))
		return add_inet(listing, nlmsg_data(hdr));
	listing->err = -EBADMSG;
	return NL_OK;
}

/* A dump that the kernel cannot do fails in its last message. */
static int on_finish(struct nl_msg *msg, void *arg)
{
	struct listing *listing = arg;
	int err = 0;

	if (nlmsg_datalen(nlmsg_hdr(msg)) >= (int)sizeof(err))
		memcpy(&err, nlmsg_data(nlmsg_hdr(msg)), sizeof(err));
	if (!listing->err && err < 0)
		listing->err = err;
	listing->done = true;
	return NL_STOP;
}

static int on_error(struct sockaddr_nl *from, struct nlmsgerr *err, void *arg)
{
	struct listing *listing = arg;

	listing->err = err->error;
	listing->done = true;
	return NL_STOP;
}

static int ask(struct nl_sock *sk, const struct listing *listing, int family)
{
	static const int protos[] = {
		[VDT_SOCKET_TCP] = IPPROTO_TCP,
		[VDT_SOCKET_UDP] = IPPROTO_UDP,
		[VDT_SOCKET_RAW] = IPPROTO_RAW,
		[VDT_SOCKET_PACKET] = 0,
	};
	struct packet_diag_req packet = {.sdiag_family = AF_PACKET};
	struct inet_diag_req_v2 inet = {
		.sdiag_family = family,
		.sdiag_protocol = protos[listing->kind],
		.idiag_states = listing->kind == VDT_SOCKET_TCP ? STATE_LISTEN : STATE_CLOSE,
	};

	if (listing->kind == VDT_SOCKET_PACKET)
		return nl_send_simple(sk, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, &packet, sizeof(packet));
	return nl_send_simple(sk, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, &inet, sizeof(inet));
}

int vdt_diag_open(struct nl_sock **ret_sk)
{
	struct nl_sock *sk = nl_socket_alloc();

	if (!sk)
		return -ENOMEM;
	nl_socket_enable_msg_peek(sk);
	if (nl_connect(sk, NETLINK_SOCK_DIAG) < 0) {
		nl_socket_free(sk);
		return -EIO;
	}
	*ret_sk = sk;
	return 0;
}

int vdt_sockets_from_diag(struct nl_sock *sk, struct vdt_sockets *sockets,
			  const struct vdt_socket_source *source)
{
	struct listing listing = {.sockets = sockets, .kind = source->kind};
	int ret;

	nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, on_valid, &listing);
	nl_socket_modify_cb(sk, NL_CB_FINISH, NL_CB_CUSTOM, on_finish, &listing);
	nl_socket_modify_err_cb(sk, NL_CB_CUSTOM, on_error, &listing);
	ret = ask(sk, &listing, source->family);
	while (ret >= 0 && !listing.done)
		ret = nl_recvmsgs_default(sk);
	if (listing.done || listing.err)
		return listing.err;
	return ret < 0 ? -EIO : 0;
}
