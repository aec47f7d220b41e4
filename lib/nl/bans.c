// SPDX-License-Identifier: BSD-3-Clause
#include "lib/nl/bans.h"

#include <errno.h>

#include <netlink/attr.h>
#include <netlink/msg.h>

#include "lib/nl/decode.h"
#include "lib/nl/exchange.h"

static int take_ban(const void *attrs, size_t len, void *ctx)
{
	return vdt_nl_decode_ban(attrs, len, ctx);
}

static int put_wish(struct nl_msg *msg, const struct vdt_nl_ban *wish)
{
	if (nla_put(msg, VEDETTE_A_ADDRESS_SOURCE, wish->source_len, wish->source) ||
	    (wish->seconds && nla_put_u32(msg, VEDETTE_A_ADDRESS_SECONDS, wish->seconds)) ||
	    (wish->text[0] && nla_put_string(msg, VEDETTE_A_ADDRESS_TEXT, wish->text)) ||
	    (wish->spare && nla_put_flag(msg, VEDETTE_A_ADDRESS_SPARE_TRUSTED)))
		return -EMSGSIZE;
	return 0;
}

int vdt_nl_ban_add(struct vdt_nl *nl, const struct vdt_nl_ban *wish, struct vdt_nl_ban *ret_ban)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_BAN_ADD, 0);

	if (!msg)
		return -ENOMEM;
	if (put_wish(msg, wish)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return vdt_nl_transact(nl, msg, take_ban, ret_ban);
}

int vdt_nl_ban_del(struct vdt_nl *nl, const uint8_t *source, size_t len, struct vdt_nl_ban *ret_ban)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_BAN_DEL, 0);

	if (!msg)
		return -ENOMEM;
	if (nla_put(msg, VEDETTE_A_ADDRESS_SOURCE, (int)len, source)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return vdt_nl_transact(nl, msg, take_ban, ret_ban);
}

VDT_NL_TAKER(row, struct vdt_nl_ban, vdt_nl_decode_ban);

int vdt_nl_bans(struct vdt_nl *nl, void (*each)(const struct vdt_nl_ban *ban, void *ctx), void *ctx)
{
	struct row_taker taker = {each, ctx};

	return vdt_nl_list(nl, VEDETTE_CMD_BAN_GET, take_row, &taker);
}

int vdt_nl_trust_add(struct vdt_nl *nl, const uint8_t *source, size_t len, uint32_t seconds)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_TRUST_ADD, 0);

	if (!msg)
		return -ENOMEM;
	if (nla_put(msg, VEDETTE_A_ADDRESS_SOURCE, (int)len, source) ||
	    nla_put_u32(msg, VEDETTE_A_ADDRESS_SECONDS, seconds)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return vdt_nl_transact(nl, msg, NULL, NULL);
}
