// SPDX-License-Identifier: BSD-3-Clause
#include <vedette/netlink.h>

#include "lib/nl/names.h"

#define NAME_OF(table, number) \
	((number) < sizeof(table) / sizeof((table)[0]) ? (table)[number] : "unknown")

static const char *const reasons[] = {
	[VEDETTE_REASON_LOOPBACK] = "loopback",
	[VEDETTE_REASON_ICMPV6] = "icmpv6",
	[VEDETTE_REASON_FLOW] = "flow",
	[VEDETTE_REASON_SERVICE] = "service",
	[VEDETTE_REASON_DENY_SET] = "deny-set",
	[VEDETTE_REASON_NO_SERVICE] = "no-service",
	[VEDETTE_REASON_LOOPBACK_ONLY] = "loopback-only",
	[VEDETTE_REASON_SOURCE] = "source",
	[VEDETTE_REASON_MALFORMED] = "malformed",
	[VEDETTE_REASON_NO_POLICY] = "no-policy",
	[VEDETTE_REASON_FRAGMENT] = "fragment",
};
_Static_assert(sizeof(reasons) / sizeof(reasons[0]) == VEDETTE_REASON_MAX + 1,
	       "every reason has a name");

static const char *const events[] = {
	[VEDETTE_EVENT_TYPE_PACKET_DROP] = "packet-drop",
	[VEDETTE_EVENT_TYPE_POLICY_LOAD] = "policy-load",
	[VEDETTE_EVENT_TYPE_POLICY_REFUSE] = "policy-refuse",
	[VEDETTE_EVENT_TYPE_POLICY_CONFIRM] = "policy-confirm",
	[VEDETTE_EVENT_TYPE_POLICY_REVERT] = "policy-revert",
	[VEDETTE_EVENT_TYPE_MODULE] = "module",
};

static const char *const policy_states[] = {
	[VEDETTE_POLICY_STATE_NONE] = "none",
	[VEDETTE_POLICY_STATE_UNCONFIRMED] = "unconfirmed",
	[VEDETTE_POLICY_STATE_CONFIRMED] = "confirmed",
};

static const char *const locks[] = {
	[VEDETTE_LOCK_UNLOCKED] = "unlocked",
	[VEDETTE_LOCK_LOCKED] = "locked",
};

static const char *const netns_scopes[] = {
	[VEDETTE_NETNS_ALL] = "all",
	[VEDETTE_NETNS_INIT] = "init",
};

const char *vdt_nl_reason_name(unsigned int reason)
{
	return NAME_OF(reasons, reason);
}

const char *vdt_nl_event_name(unsigned int type)
{
	return NAME_OF(events, type);
}

const char *vdt_nl_policy_state_name(unsigned int state)
{
	return NAME_OF(policy_states, state);
}

const char *vdt_nl_lock_name(unsigned int lock)
{
	return NAME_OF(locks, lock);
}

const char *vdt_nl_netns_name(unsigned int netns)
{
	return NAME_OF(netns_scopes, netns);
}
