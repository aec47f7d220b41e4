// SPDX-License-Identifier: BSD-3-Clause
/* Events: those that the kernel still remembers, and those that come. */
#include <errno.h>

#include <netlink/attr.h>
#include <netlink/genl/ctrl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "lib/nl/decode.h"
#include "lib/nl/exchange.h"

#define MONITOR_BUFFER (512 * 1024)

VDT_NL_TAKER(event, struct vdt_nl_event, vdt_nl_decode_event);

int vdt_nl_events(struct vdt_nl *nl, uint64_t since,
		  void (*each)(const struct vdt_nl_event *event, void *ctx), void *ctx)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_EVENT_GET, NLM_F_DUMP);
	struct event_taker taker = {each, ctx};

	if (!msg)
		return -ENOMEM;
	if (since && nla_put_u64(msg, VEDETTE_A_EVENT_SINCE, since)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return vdt_nl_transact(nl, msg, take_event, &taker);
}

int vdt_nl_events_join(struct vdt_nl *nl)
{
	struct nl_sock *sk;
	int ret, group;

	if (nl->monitor)
		return 0;
	ret = vdt_nl_socket(&sk);
	if (ret)
		return ret;
	ret = group = genl_ctrl_resolve_grp(sk, VEDETTE_FAMILY_NAME, VEDETTE_MCGRP_EVENTS);
	if (ret >= 0) {
		nl_socket_set_buffer_size(sk, MONITOR_BUFFER, 0); /* a wish; the default works */
		ret = nl_socket_add_membership(sk, group);
	}
	if (!ret)
		ret = nl_socket_set_nonblocking(sk);
	if (ret) {
		nl_socket_free(sk);
		return vdt_nl_errno(ret);
	}
	nl->monitor = sk;
	return 0;
}

int vdt_nl_fd(const struct vdt_nl *nl)
{
	return nl->monitor ? nl_socket_get_fd(nl->monitor) : -ENOTCONN;
}

/* Events answer no request. */
static int on_seq_check(struct nl_msg *msg, void *arg)
{
	return NL_OK;
}

int vdt_nl_events_read(struct vdt_nl *nl, void (*each)(const struct vdt_nl_event *event, void *ctx),
		       void *ctx)
{
	struct event_taker taker = {each, ctx};
	struct vdt_nl_exchange x = {.nl = nl, .take = take_event, .ctx = &taker};
	struct nl_cb *cb;
	int ret;

	if (!nl->monitor)
		return -ENOTCONN;
	cb = vdt_nl_callbacks(&x);
	if (!cb)
		return -ENOMEM;
	nl_cb_set(cb, NL_CB_SEQ_CHECK, NL_CB_CUSTOM, on_seq_check, NULL);
	do
		ret = nl_recvmsgs(nl->monitor, cb);
	while (!ret && !x.err);
	nl_cb_put(cb);
	if (x.err)
		return x.err;
	if (ret == -NLE_NOMEM) /* how libnl passes on ENOBUFS */
		return -ENOBUFS;
	return ret == -NLE_AGAIN ? 0 : vdt_nl_errno(ret);
}
