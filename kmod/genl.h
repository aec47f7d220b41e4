/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	include/spec/vedette.yaml */
/* YNL-GEN kernel header */

#ifndef VDT_GENL_H
#define VDT_GENL_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <vedette/netlink.h>

int vedette_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_policy_load_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_policy_check_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_policy_confirm_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_policy_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
int vedette_nl_service_get_dumpit(struct sk_buff *skb,
				  struct netlink_callback *cb);
int vedette_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_event_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int vedette_nl_feed_load_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_feed_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);
int vedette_nl_connection_get_dumpit(struct sk_buff *skb,
				     struct netlink_callback *cb);
int vedette_nl_connection_cut_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_limit_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int vedette_nl_source_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
int vedette_nl_ban_add_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_ban_del_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_ban_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vedette_nl_trust_add_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_hooks_hold_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_hooks_release_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_integrity_get_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_integrity_check_doit(struct sk_buff *skb,
				    struct genl_info *info);
int vedette_nl_verdict_get_dumpit(struct sk_buff *skb,
				  struct netlink_callback *cb);
int vedette_nl_denial_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
int vedette_nl_denial_clear_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_lock_doit(struct sk_buff *skb, struct genl_info *info);
int vedette_nl_lock_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);

enum {
	VEDETTE_NLGRP_EVENTS,
};

extern struct genl_family vedette_nl_family;

#endif /* VDT_GENL_H */
