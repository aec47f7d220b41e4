// SPDX-License-Identifier: GPL-2.0-only
/* Requests about sources: ban-add, ban-del, ban-get, trust-add. */
#include <net/genetlink.h>

#include "ban_table.h"
#include "bans.h"
#include "compat.h"
#include "genl.h"
#include "netlink.h"
#include "netlink_lock.h"
#include "trust.h"

static int read_source(struct genl_info *info, struct vdt_addr *ret_source)
{
	const struct nlattr *attr = info->attrs[VEDETTE_A_ADDRESS_SOURCE];

	if (GENL_REQ_ATTR_CHECK(info, VEDETTE_A_ADDRESS_SOURCE))
		return -EINVAL;
	if (nla_len(attr) == 4)
		*ret_source = vdt_addr_from_v4(nla_data(attr));
	else if (nla_len(attr) == sizeof(ret_source->byte))
		*ret_source = vdt_addr_from_v6(nla_data(attr));
	else {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "source: not 4 or 16 bytes");
		return -EINVAL;
	}
	return 0;
}

static u32 read_seconds(const struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[VEDETTE_A_ADDRESS_SECONDS];

	return attr ? nla_get_u32(attr) : 0;
}

static int put_network(struct sk_buff *msg, const struct vdt_ban *ban)
{
	return vdt_netlink_put_addr(msg, VEDETTE_A_ADDRESS_SOURCE, &ban->source) ||
	       nla_put_u8(msg, VEDETTE_A_ADDRESS_PREFIX_LENGTH, ban->bits);
}

static int put_measure(struct sk_buff *msg, const struct vdt_ban *ban)
{
	return put_network(msg, ban) ||
	       nla_put_u32(msg, VEDETTE_A_ADDRESS_SECONDS, vdt_bans_left(ban)) ||
	       nla_put_u32(msg, VEDETTE_A_ADDRESS_OFFENCES, ban->offences);
}

static int put_ban(struct sk_buff *msg, const struct vdt_ban *ban)
{
	return put_measure(msg, ban) ||
	       vdt_netlink_put_u64(msg, VEDETTE_A_ADDRESS_DROPPED, ban->dropped) ||
	       (ban->text[0] && nla_put_string(msg, VEDETTE_A_ADDRESS_TEXT, ban->text)) ||
	       (ban->spare && nla_put_flag(msg, VEDETTE_A_ADDRESS_SPARE_TRUSTED));
}

/* The reply is made before the deed, for it cannot be taken back when memory is short. */
int vedette_nl_ban_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *text = info->attrs[VEDETTE_A_ADDRESS_TEXT];
	struct vdt_addr source;
	struct vdt_ban_wish wish = {
		.source = &source,
		.text = text ? nla_data(text) : "",
		.seconds = read_seconds(info),
		.spare = nla_get_flag(info->attrs[VEDETTE_A_ADDRESS_SPARE_TRUSTED]),
	};
	int err = read_source(info, &source);
	struct vdt_ban ban;
	struct sk_buff *msg;
	const char *why;
	void *head;

	if (err)
		return err;
	msg = vdt_netlink_reply_new(info, &head);
	if (!msg)
		return -ENOMEM;
	err = vdt_bans_add(&wish, &ban, &why);
	err = err ? vdt_netlink_refuse(info, err, why) : put_measure(msg, &ban);
	return vdt_netlink_reply_send(msg, head, info, err);
}

int vedette_nl_ban_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vdt_addr source;
	int err = vdt_netlink_check_lock(info) ?: read_source(info, &source);
	struct vdt_ban ban;
	struct sk_buff *msg;
	void *head;

	if (err)
		return err;
	msg = vdt_netlink_reply_new(info, &head);
	if (!msg)
		return -ENOMEM;
	err = vdt_bans_lift(&source, &ban);
	err = err ? vdt_netlink_refuse(info, err, "source: it is not banned")
		  : put_network(msg, &ban);
	return vdt_netlink_reply_send(msg, head, info, err);
}

int vedette_nl_trust_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vdt_addr source;
	int err = vdt_netlink_check_lock(info) ?: read_source(info, &source);

	if (err)
		return err;
	if (GENL_REQ_ATTR_CHECK(info, VEDETTE_A_ADDRESS_SECONDS))
		return -EINVAL;
	vdt_trust_add(&source, read_seconds(info));
	return 0;
}

static int put_row(struct sk_buff *msg, struct netlink_callback *cb, const struct vdt_ban *ban)
{
	void *head = vdt_netlink_row_start(msg, cb, VEDETTE_CMD_BAN_GET);

	return head ? vdt_netlink_row_end(msg, head, put_ban(msg, ban)) : -EMSGSIZE;
}

/* cb->args: [0] place in the table to go on from. */
int vedette_nl_ban_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	u32 place = cb->args[0];
	struct vdt_ban ban;

	while (vdt_bans_next(&place, &ban)) {
		if (put_row(skb, cb, &ban))
			break;
		cb->args[0] = place;
	}
	return skb->len;
}
