// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdlib.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include "lib/nl/exchange.h"
#include "lib/nl/extack.h"

int vdt_nl_errno(int nl_error)
{
	switch (-nl_error) {
	case NLE_SUCCESS:
		return 0;
	case NLE_OBJ_NOTFOUND:
		return -ENOENT;
	case NLE_NOMEM:
		return -ENOMEM;
	case NLE_PERM:
	case NLE_NOACCESS:
		return -EPERM;
	case NLE_AGAIN:
	case NLE_DUMP_INTR:
		return -EAGAIN;
	case NLE_MSGSIZE:
	case NLE_MSG_OVERFLOW:
		return -EMSGSIZE;
	case NLE_PROTO_MISMATCH:
	case NLE_AF_NOSUPPORT:
		return -EPROTONOSUPPORT;
	default:
		return -EIO;
	}
}

static bool from_kernel(struct nl_msg *msg)
{
	return nlmsg_get_src(msg)->nl_pid == 0;
}

static int on_message_in(struct nl_msg *msg, void *arg)
{
	return from_kernel(msg) ? NL_OK : NL_SKIP;
}

/* After a failure the rest of a dump is still taken from the socket, for the next request's sake.
 */
static int on_valid(struct nl_msg *msg, void *arg)
{
	struct genlmsghdr *head = nlmsg_data(nlmsg_hdr(msg));
	struct vdt_nl_exchange *x = arg;

	if (!genlmsg_valid_hdr(nlmsg_hdr(msg), 0)) {
		x->err = -EBADMSG;
		return NL_OK;
	}
	if (!x->err && x->take)
		x->err = x->take(genlmsg_attrdata(head, 0), genlmsg_attrlen(head, 0), x->ctx);
	return NL_OK;
}

static int on_ack(struct nl_msg *msg, void *arg)
{
	struct vdt_nl_exchange *x = arg;

	x->done = true;
	return NL_STOP;
}

/* A dump can fail in its middle; the errno then comes with the last message. */
static int on_finish(struct nl_msg *msg, void *arg)
{
	struct vdt_nl_exchange *x = arg;
	int err = vdt_nl_extack(nlmsg_hdr(msg), x->nl->error, sizeof(x->nl->error));

	if (!x->err && err != -EBADMSG)
		x->err = err;
	x->done = true;
	return NL_STOP;
}

static int on_error(struct sockaddr_nl *from, struct nlmsgerr *err, void *arg)
{
	const struct nlmsghdr *hdr = (const void *)((const char *)err - NLMSG_HDRLEN);
	struct vdt_nl_exchange *x = arg;

	x->err = vdt_nl_extack(hdr, x->nl->error, sizeof(x->nl->error));
	x->done = true;
	return NL_STOP;
}

struct nl_cb *vdt_nl_callbacks(struct vdt_nl_exchange *x)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);

	if (!cb)
		return NULL;
	nl_cb_set(cb, NL_CB_MSG_IN, NL_CB_CUSTOM, on_message_in, x);
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_valid, x);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, on_ack, x);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, on_finish, x);
	nl_cb_err(cb, NL_CB_CUSTOM, on_error, x);
	return cb;
}

int vdt_nl_transact(struct vdt_nl *nl, struct nl_msg *msg, vdt_nl_take take, void *ctx)
{
	struct vdt_nl_exchange x = {.nl = nl, .take = take, .ctx = ctx};
	struct nl_cb *cb = vdt_nl_callbacks(&x);
	int ret;

	nl->error[0] = '\0';
	if (!cb) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	ret = nl_send_auto(nl->request, msg);
	while (ret >= 0 && !x.done)
		ret = nl_recvmsgs(nl->request, cb);
	nl_cb_put(cb);
	nlmsg_free(msg);
	if (x.err)
		return x.err;
	return ret < 0 ? vdt_nl_errno(ret) : 0;
}

struct nl_msg *vdt_nl_request(struct vdt_nl *nl, uint8_t cmd, int flags)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (msg && !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, nl->family, 0, flags, cmd,
				VEDETTE_FAMILY_VERSION)) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return msg;
}

int vdt_nl_list(struct vdt_nl *nl, uint8_t cmd, vdt_nl_take take, void *ctx)
{
	struct nl_msg *msg = vdt_nl_request(nl, cmd, NLM_F_DUMP);

	return msg ? vdt_nl_transact(nl, msg, take, ctx) : -ENOMEM;
}

static int set_option(struct nl_sock *sk, int option)
{
	int on = 1;

	return setsockopt(nl_socket_get_fd(sk), SOL_NETLINK, option, &on, sizeof(on)) ? -errno : 0;
}

int vdt_nl_socket(struct nl_sock **ret_sk)
{
	struct nl_sock *sk = nl_socket_alloc();
	int ret;

	if (!sk)
		return -ENOMEM;
	nl_socket_enable_msg_peek(sk);
	ret = vdt_nl_errno(genl_connect(sk));
	if (ret) {
		nl_socket_free(sk);
		return ret;
	}
	*ret_sk = sk;
	return 0;
}

int vdt_nl_open(struct vdt_nl **ret_nl)
{
	static const int options[] = {NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK};
	struct vdt_nl *nl = calloc(1, sizeof(*nl));
	int ret;

	if (!nl)
		return -ENOMEM;
	ret = vdt_nl_socket(&nl->request);
	if (ret)
		goto fail;
	ret = nl->family = genl_ctrl_resolve(nl->request, VEDETTE_FAMILY_NAME);
	if (ret < 0) {
		ret = vdt_nl_errno(ret);
		goto fail;
	}
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		ret = set_option(nl->request, options[i]);
		if (ret)
			goto fail;
	}
	*ret_nl = nl;
	return 0;
fail:
	vdt_nl_close(nl);
	return ret;
}

void vdt_nl_close(struct vdt_nl *nl)
{
	if (!nl)
		return;
	nl_socket_free(nl->monitor);
	nl_socket_free(nl->request);
	free(nl);
}

const char *vdt_nl_error(const struct vdt_nl *nl)
{
	return nl->error;
}
