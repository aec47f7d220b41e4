// SPDX-License-Identifier: GPL-2.0-only
/* Requests about feeds: feed-load, feed-get. */
#include <net/genetlink.h>

#include "compat.h"
#include "genl.h"

int vedette_nl_feed_load_doit(struct sk_buff *skb, struct genl_info *info)
{
	return -EOPNOTSUPP;
}

int vedette_nl_feed_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return -EOPNOTSUPP;
}
