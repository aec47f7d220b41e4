// SPDX-License-Identifier: BSD-3-Clause
/* The requests about connections. */
#include <errno.h>

#include <netlink/attr.h>
#include <netlink/msg.h>

#include "lib/nl/decode.h"
#include "lib/nl/exchange.h"

VDT_NL_TAKER(conn, struct vdt_nl_conn, vdt_nl_decode_conn);

int vdt_nl_conns(struct vdt_nl *nl, void (*each)(const struct vdt_nl_conn *conn, void *ctx),
		 void *ctx)
{
	struct conn_taker taker = {each, ctx};

	return vdt_nl_list(nl, VEDETTE_CMD_CONNECTION_GET, take_conn, &taker);
}

int vdt_nl_conn_cut(struct vdt_nl *nl, uint64_t id)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_CONNECTION_CUT, 0);

	if (!msg)
		return -ENOMEM;
	if (nla_put_u64(msg, VEDETTE_A_CONNECTION_ID, id)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return vdt_nl_transact(nl, msg, NULL, NULL);
}

VDT_NL_TAKER(limit, struct vdt_nl_limit, vdt_nl_decode_limit);

int vdt_nl_limits(struct vdt_nl *nl, void (*each)(const struct vdt_nl_limit *limit, void *ctx),
		  void *ctx)
{
	struct limit_taker taker = {each, ctx};

	return vdt_nl_list(nl, VEDETTE_CMD_LIMIT_GET, take_limit, &taker);
}

VDT_NL_TAKER(source, struct vdt_nl_source, vdt_nl_decode_source);

int vdt_nl_sources(struct vdt_nl *nl, void (*each)(const struct vdt_nl_source *source, void *ctx),
		   void *ctx)
{
	struct source_taker taker = {each, ctx};

	return vdt_nl_list(nl, VEDETTE_CMD_SOURCE_GET, take_source, &taker);
}
