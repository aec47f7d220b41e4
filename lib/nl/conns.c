// SPDX-License-Identifier: BSD-3-Clause
/* The requests about connections. */
#include <errno.h>

#include <netlink/attr.h>
#include <netlink/msg.h>

#include "lib/nl/decode.h"
#include "lib/nl/exchange.h"

struct conn_taker {
	void (*each)(const struct vdt_nl_conn *conn, void *ctx);
	void *ctx;
};

static int take_conn(const void *attrs, size_t len, void *ctx)
{
	const struct conn_taker *taker = ctx;
	struct vdt_nl_conn conn;
	int ret = vdt_nl_decode_conn(attrs, len, &conn);

	if (!ret)
		taker->each(&conn, taker->ctx);
	return ret;
}

int vdt_nl_conns(struct vdt_nl *nl, void (*each)(const struct vdt_nl_conn *conn, void *ctx),
		 void *ctx)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_CONNECTION_GET, NLM_F_DUMP);
	struct conn_taker taker = {each, ctx};

	return msg ? vdt_nl_transact(nl, msg, take_conn, &taker) : -ENOMEM;
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

struct limit_taker {
	void (*each)(const struct vdt_nl_limit *limit, void *ctx);
	void *ctx;
};

static int take_limit(const void *attrs, size_t len, void *ctx)
{
	const struct limit_taker *taker = ctx;
	struct vdt_nl_limit limit;
	int ret = vdt_nl_decode_limit(attrs, len, &limit);

	if (!ret)
		taker->each(&limit, taker->ctx);
	return ret;
}

int vdt_nl_limits(struct vdt_nl *nl, void (*each)(const struct vdt_nl_limit *limit, void *ctx),
		  void *ctx)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_LIMIT_GET, NLM_F_DUMP);
	struct limit_taker taker = {each, ctx};

	return msg ? vdt_nl_transact(nl, msg, take_limit, &taker) : -ENOMEM;
}

struct source_taker {
	void (*each)(const struct vdt_nl_source *source, void *ctx);
	void *ctx;
};

static int take_source(const void *attrs, size_t len, void *ctx)
{
	const struct source_taker *taker = ctx;
	struct vdt_nl_source source;
	int ret = vdt_nl_decode_source(attrs, len, &source);

	if (!ret)
		taker->each(&source, taker->ctx);
	return ret;
}

int vdt_nl_sources(struct vdt_nl *nl, void (*each)(const struct vdt_nl_source *source, void *ctx),
		   void *ctx)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_SOURCE_GET, NLM_F_DUMP);
	struct source_taker taker = {each, ctx};

	return msg ? vdt_nl_transact(nl, msg, take_source, &taker) : -ENOMEM;
}
