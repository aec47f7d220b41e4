// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	include/spec/vedette.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "compat.h"
#include "genl.h"
#include "policy_attrs.h"

#include <vedette/netlink.h>

/* Integer value ranges */
static const struct netlink_range_validation vedette_a_control_confirm_range = {
	.min	= 1ULL,
	.max	= 86400ULL,
};

static const struct netlink_range_validation vedette_a_address_seconds_range = {
	.min	= 1ULL,
	.max	= 31536000ULL,
};

/* VEDETTE_CMD_POLICY_LOAD - do */
static const struct nla_policy vedette_policy_load_nl_policy[VEDETTE_A_CONTROL_DRY_RUN + 1] = {
	[VEDETTE_A_CONTROL_BLOB_FD] = NLA_POLICY_MIN(NLA_S32, 0),
	[VEDETTE_A_CONTROL_SIGNATURE_FD] = NLA_POLICY_MIN(NLA_S32, 0),
	[VEDETTE_A_CONTROL_CONFIRM] = NLA_POLICY_FULL_RANGE(NLA_U32, &vedette_a_control_confirm_range),
	[VEDETTE_A_CONTROL_FEED] = NLA_POLICY_NESTED(vedette_feed_files_nl_policy),
	[VEDETTE_A_CONTROL_DRY_RUN] = { .type = NLA_FLAG, },
};

/* VEDETTE_CMD_POLICY_CHECK - do */
static const struct nla_policy vedette_policy_check_nl_policy[VEDETTE_A_CONTROL_POLICY + 1] = {
	[VEDETTE_A_CONTROL_POLICY] = NLA_POLICY_NESTED(vedette_policy_nl_policy),
};

/* VEDETTE_CMD_POLICY_CONFIRM - do */
static const struct nla_policy vedette_policy_confirm_nl_policy[VEDETTE_A_CONTROL_VERSION + 1] = {
	[VEDETTE_A_CONTROL_VERSION] = { .type = NLA_U64, },
};

/* VEDETTE_CMD_EVENT_GET - dump */
static const struct nla_policy vedette_event_get_nl_policy[VEDETTE_A_EVENT_SINCE + 1] = {
	[VEDETTE_A_EVENT_SINCE] = { .type = NLA_U64, },
};

/* VEDETTE_CMD_FEED_LOAD - do */
static const struct nla_policy vedette_feed_load_nl_policy[VEDETTE_A_CONTROL_CONFIRM + 1] = {
	[VEDETTE_A_CONTROL_BLOB_FD] = NLA_POLICY_MIN(NLA_S32, 0),
	[VEDETTE_A_CONTROL_SIGNATURE_FD] = NLA_POLICY_MIN(NLA_S32, 0),
	[VEDETTE_A_CONTROL_CONFIRM] = NLA_POLICY_FULL_RANGE(NLA_U32, &vedette_a_control_confirm_range),
};

/* VEDETTE_CMD_CONNECTION_CUT - do */
static const struct nla_policy vedette_connection_cut_nl_policy[VEDETTE_A_CONNECTION_ID + 1] = {
	[VEDETTE_A_CONNECTION_ID] = { .type = NLA_U64, },
};

/* VEDETTE_CMD_BAN_ADD - do */
static const struct nla_policy vedette_ban_add_nl_policy[VEDETTE_A_ADDRESS_SPARE_TRUSTED + 1] = {
	[VEDETTE_A_ADDRESS_SOURCE] = { .type = NLA_BINARY, },
	[VEDETTE_A_ADDRESS_SECONDS] = NLA_POLICY_FULL_RANGE(NLA_U32, &vedette_a_address_seconds_range),
	[VEDETTE_A_ADDRESS_TEXT] = { .type = NLA_NUL_STRING, .len = 63, },
	[VEDETTE_A_ADDRESS_SPARE_TRUSTED] = { .type = NLA_FLAG, },
};

/* VEDETTE_CMD_BAN_DEL - do */
static const struct nla_policy vedette_ban_del_nl_policy[VEDETTE_A_ADDRESS_SOURCE + 1] = {
	[VEDETTE_A_ADDRESS_SOURCE] = { .type = NLA_BINARY, },
};

/* VEDETTE_CMD_TRUST_ADD - do */
static const struct nla_policy vedette_trust_add_nl_policy[VEDETTE_A_ADDRESS_SECONDS + 1] = {
	[VEDETTE_A_ADDRESS_SOURCE] = { .type = NLA_BINARY, },
	[VEDETTE_A_ADDRESS_SECONDS] = NLA_POLICY_FULL_RANGE(NLA_U32, &vedette_a_address_seconds_range),
};

/* VEDETTE_CMD_HOOKS_HOLD - do */
static const struct nla_policy vedette_hooks_hold_nl_policy[VEDETTE_A_HOOKS_TEXT + 1] = {
	[VEDETTE_A_HOOKS_FD] = NLA_POLICY_MIN(NLA_S32, 0),
	[VEDETTE_A_HOOKS_TEXT] = { .type = NLA_NUL_STRING, .len = 127, },
};

/* VEDETTE_CMD_HOOKS_RELEASE - do */
static const struct nla_policy vedette_hooks_release_nl_policy[VEDETTE_A_HOOKS_XDP + 1] = {
	[VEDETTE_A_HOOKS_TEXT] = { .type = NLA_NUL_STRING, .len = 127, },
	[VEDETTE_A_HOOKS_XDP] = { .type = NLA_FLAG, },
};

/* VEDETTE_CMD_INTEGRITY_CHECK - do */
static const struct nla_policy vedette_integrity_check_nl_policy[VEDETTE_A_VERDICT_FD + 1] = {
	[VEDETTE_A_VERDICT_FD] = NLA_POLICY_MIN(NLA_S32, 0),
};

/* Ops table for vedette */
static const struct genl_split_ops vedette_nl_ops[] = {
	{
		.cmd	= VEDETTE_CMD_STATUS_GET,
		.doit	= vedette_nl_status_get_doit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VEDETTE_CMD_POLICY_LOAD,
		.doit		= vedette_nl_policy_load_doit,
		.policy		= vedette_policy_load_nl_policy,
		.maxattr	= VEDETTE_A_CONTROL_DRY_RUN,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VEDETTE_CMD_POLICY_CHECK,
		.doit		= vedette_nl_policy_check_doit,
		.policy		= vedette_policy_check_nl_policy,
		.maxattr	= VEDETTE_A_CONTROL_POLICY,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VEDETTE_CMD_POLICY_CONFIRM,
		.doit		= vedette_nl_policy_confirm_doit,
		.policy		= vedette_policy_confirm_nl_policy,
		.maxattr	= VEDETTE_A_CONTROL_VERSION,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= VEDETTE_CMD_POLICY_GET,
		.dumpit	= vedette_nl_policy_get_dumpit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= VEDETTE_CMD_SERVICE_GET,
		.dumpit	= vedette_nl_service_get_dumpit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= VEDETTE_CMD_STATS_GET,
		.doit	= vedette_nl_stats_get_doit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VEDETTE_CMD_EVENT_GET,
		.dumpit		= vedette_nl_event_get_dumpit,
		.policy		= vedette_event_get_nl_policy,
		.maxattr	= VEDETTE_A_EVENT_SINCE,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VEDETTE_CMD_FEED_LOAD,
		.doit		= vedette_nl_feed_load_doit,
		.policy		= vedette_feed_load_nl_policy,
		.maxattr	= VEDETTE_A_CONTROL_CONFIRM,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= VEDETTE_CMD_FEED_GET,
		.dumpit	= vedette_nl_feed_get_dumpit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= VEDETTE_CMD_CONNECTION_GET,
		.dumpit	= vedette_nl_connection_get_dumpit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VEDETTE_CMD_CONNECTION_CUT,
		.doit		= vedette_nl_connection_cut_doit,
		.policy		= vedette_connection_cut_nl_policy,
		.maxattr	= VEDETTE_A_CONNECTION_ID,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= VEDETTE_CMD_LIMIT_GET,
		.dumpit	= vedette_nl_limit_get_dumpit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= VEDETTE_CMD_SOURCE_GET,
		.dumpit	= vedette_nl_source_get_dumpit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VEDETTE_CMD_BAN_ADD,
		.doit		= vedette_nl_ban_add_doit,
		.policy		= vedette_ban_add_nl_policy,
		.maxattr	= VEDETTE_A_ADDRESS_SPARE_TRUSTED,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VEDETTE_CMD_BAN_DEL,
		.doit		= vedette_nl_ban_del_doit,
		.policy		= vedette_ban_del_nl_policy,
		.maxattr	= VEDETTE_A_ADDRESS_SOURCE,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= VEDETTE_CMD_BAN_GET,
		.dumpit	= vedette_nl_ban_get_dumpit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VEDETTE_CMD_TRUST_ADD,
		.doit		= vedette_nl_trust_add_doit,
		.policy		= vedette_trust_add_nl_policy,
		.maxattr	= VEDETTE_A_ADDRESS_SECONDS,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VEDETTE_CMD_HOOKS_HOLD,
		.doit		= vedette_nl_hooks_hold_doit,
		.policy		= vedette_hooks_hold_nl_policy,
		.maxattr	= VEDETTE_A_HOOKS_TEXT,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VEDETTE_CMD_HOOKS_RELEASE,
		.doit		= vedette_nl_hooks_release_doit,
		.policy		= vedette_hooks_release_nl_policy,
		.maxattr	= VEDETTE_A_HOOKS_XDP,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= VEDETTE_CMD_INTEGRITY_GET,
		.doit	= vedette_nl_integrity_get_doit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VEDETTE_CMD_INTEGRITY_CHECK,
		.doit		= vedette_nl_integrity_check_doit,
		.policy		= vedette_integrity_check_nl_policy,
		.maxattr	= VEDETTE_A_VERDICT_FD,
		.flags		= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= VEDETTE_CMD_VERDICT_GET,
		.dumpit	= vedette_nl_verdict_get_dumpit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= VEDETTE_CMD_DENIAL_GET,
		.dumpit	= vedette_nl_denial_get_dumpit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= VEDETTE_CMD_DENIAL_CLEAR,
		.doit	= vedette_nl_denial_clear_doit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= VEDETTE_CMD_LOCK,
		.doit	= vedette_nl_lock_doit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= VEDETTE_CMD_LOCK_GET,
		.dumpit	= vedette_nl_lock_get_dumpit,
		.flags	= GENL_ADMIN_PERM | GENL_CMD_CAP_DUMP,
	},
};

static const struct genl_multicast_group vedette_nl_mcgrps[] = {
	[VEDETTE_NLGRP_EVENTS] = { .name = "events", .flags = GENL_MCAST_CAP_NET_ADMIN },
};

struct genl_family vedette_nl_family __ro_after_init = {
	.name		= VEDETTE_FAMILY_NAME,
	.version	= VEDETTE_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.split_ops	= vedette_nl_ops,
	.n_split_ops	= ARRAY_SIZE(vedette_nl_ops),
	.mcgrps		= vedette_nl_mcgrps,
	.n_mcgrps	= ARRAY_SIZE(vedette_nl_mcgrps),
};
