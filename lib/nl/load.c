// SPDX-License-Identifier: BSD-3-Clause
/* Policies and feeds on their way into the kernel, and the feeds that are there. */
#include <errno.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include "lib/nl/decode.h"
#include "lib/nl/exchange.h"

static int take_identity(const void *attrs, size_t len, void *ctx)
{
	return vdt_nl_decode_identity(attrs, len, ctx);
}

static int put_feed(struct nl_msg *msg, const struct vdt_nl_fds *fds)
{
	struct nlattr *nest = nla_nest_start(msg, VEDETTE_A_CONTROL_FEED);

	if (!nest || nla_put_u32(msg, VEDETTE_A_FEED_FILES_BLOB_FD, (uint32_t)fds->blob) ||
	    nla_put_u32(msg, VEDETTE_A_FEED_FILES_SIGNATURE_FD, (uint32_t)fds->signature))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int put_load(struct nl_msg *msg, const struct vdt_nl_load *load)
{
	int err = 0;

	if (nla_put_s32(msg, VEDETTE_A_CONTROL_BLOB_FD, load->fds.blob) ||
	    nla_put_s32(msg, VEDETTE_A_CONTROL_SIGNATURE_FD, load->fds.signature) ||
	    (load->confirm && nla_put_u32(msg, VEDETTE_A_CONTROL_CONFIRM, load->confirm)) ||
	    (load->dry && nla_put_flag(msg, VEDETTE_A_CONTROL_DRY_RUN)))
		return -EMSGSIZE;
	for (unsigned int i = 0; !err && i < load->n_feeds; i++)
		err = put_feed(msg, &load->feeds[i]);
	return err;
}

static int do_load(struct vdt_nl *nl, uint8_t cmd, const struct vdt_nl_load *load,
		   struct vdt_nl_identity *ret_identity)
{
	struct nl_msg *msg = vdt_nl_request(nl, cmd, 0);

	if (!msg)
		return -ENOMEM;
	if (put_load(msg, load)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return vdt_nl_transact(nl, msg, take_identity, ret_identity);
}

int vdt_nl_policy_load(struct vdt_nl *nl, const struct vdt_nl_load *load,
		       struct vdt_nl_identity *ret_identity)
{
	return do_load(nl, VEDETTE_CMD_POLICY_LOAD, load, ret_identity);
}

int vdt_nl_feed_load(struct vdt_nl *nl, const struct vdt_nl_load *load,
		     struct vdt_nl_identity *ret_identity)
{
	return do_load(nl, VEDETTE_CMD_FEED_LOAD, load, ret_identity);
}

int vdt_nl_policy_confirm(struct vdt_nl *nl, uint64_t version, struct vdt_nl_identity *ret_identity)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_POLICY_CONFIRM, 0);

	if (!msg)
		return -ENOMEM;
	if (nla_put_u64(msg, VEDETTE_A_CONTROL_VERSION, version)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return vdt_nl_transact(nl, msg, take_identity, ret_identity);
}

VDT_NL_TAKER(feed, struct vdt_nl_feed, vdt_nl_decode_feed);

int vdt_nl_feeds(struct vdt_nl *nl, void (*each)(const struct vdt_nl_feed *feed, void *ctx),
		 void *ctx)
{
	struct feed_taker taker = {each, ctx};

	return vdt_nl_list(nl, VEDETTE_CMD_FEED_GET, take_feed, &taker);
}
