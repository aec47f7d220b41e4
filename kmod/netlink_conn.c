// SPDX-License-Identifier: GPL-2.0-only
/* Requests about connections: connection-get, connection-cut, limit-get, source-get. */
#include <net/genetlink.h>

#include "compat.h"
#include "genl.h"

int vedette_nl_connection_cut_doit(struct sk_buff *skb, struct genl_info *info)
{
	return -EOPNOTSUPP;
}

int vedette_nl_connection_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return -EOPNOTSUPP;
}

int vedette_nl_limit_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return -EOPNOTSUPP;
}

int vedette_nl_source_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return -EOPNOTSUPP;
}
