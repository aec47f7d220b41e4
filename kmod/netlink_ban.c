// SPDX-License-Identifier: GPL-2.0-only
/* Requests about sources: ban-add, ban-del, ban-get, trust-add. */
#include <net/genetlink.h>

#include "compat.h"
#include "genl.h"

int vedette_nl_ban_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	return -EOPNOTSUPP;
}

int vedette_nl_ban_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return -EOPNOTSUPP;
}

int vedette_nl_trust_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	return -EOPNOTSUPP;
}

int vedette_nl_ban_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return -EOPNOTSUPP;
}
