// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "eval.h"
#include "policy_parse.h"
#include "prefix_set.h"
#include "rules.h"

/* Whom an ICMPv6 message may come from. */
enum sender {
	ANYONE,
	LINK_LOCAL,
	LINK_LOCAL_OR_NONE, /* a node without an address sends from :: */
};

struct icmpv6_rule {
	u8 first, last; /* types */
	u8 hop_limit;	/* as it must arrive, 0: any */
	u8 sender;
};

/*
 * What IPv6 cannot work without, RFC 4890 4.4.1. A hop limit of 255 proves that no router forwarded
 * the message (RFC 4861), multicast listener discovery never leaves the link either (RFC 3810).
 */
static const struct icmpv6_rule icmpv6_rules[] = {
	{ICMPV6_DEST_UNREACH, ICMPV6_PARAMPROB, 0, ANYONE},
	{ICMPV6_MGM_QUERY, ICMPV6_MGM_QUERY, 1, LINK_LOCAL},
	{ICMPV6_MGM_REPORT, ICMPV6_MGM_REDUCTION, 1, LINK_LOCAL_OR_NONE},
	{133, 133, 255, ANYONE},     /* router solicitation */
	{134, 134, 255, LINK_LOCAL}, /* router advertisement */
	{135, 136, 255, ANYONE},     /* neighbour solicitation, advertisement */
	{137, 137, 255, LINK_LOCAL}, /* redirect */
	{ICMPV6_MLD2_REPORT, ICMPV6_MLD2_REPORT, 1, LINK_LOCAL_OR_NONE},
};

static bool is_sender(u8 sender, const struct vdt_addr *src)
{
	switch (sender) {
	case LINK_LOCAL:
		return vdt_addr_is_link_local6(src);
	case LINK_LOCAL_OR_NONE:
		return vdt_addr_is_link_local6(src) || vdt_addr_is_any(src);
	default:
		return true;
	}
}

static bool is_icmpv6_control(const struct vdt_packet *packet)
{
	const struct icmpv6_rule *rule;
	size_t i;

	if (!packet->ipv6 || packet->proto != IPPROTO_ICMPV6)
		return false;
	for (i = 0; i < ARRAY_SIZE(icmpv6_rules); i++) {
		rule = &icmpv6_rules[i];
		if (packet->icmp_type >= rule->first && packet->icmp_type <= rule->last)
			return (!rule->hop_limit || packet->hop_limit == rule->hop_limit) &&
			       is_sender(rule->sender, &packet->src);
	}
	return false;
}

/* The stack itself looks for the socket that an ICMP error is about, and ignores the others. */
static bool is_icmp_error(const struct vdt_packet *packet)
{
	return !packet->ipv6 && packet->proto == IPPROTO_ICMP &&
	       (packet->icmp_type == ICMP_DEST_UNREACH || packet->icmp_type == ICMP_TIME_EXCEEDED ||
		packet->icmp_type == ICMP_PARAMETERPROB);
}

static struct vdt_verdict pass(u8 reason, int service)
{
	return (struct vdt_verdict){.pass = true, .reason = reason, .service = (s16)service};
}

static struct vdt_verdict drop(u8 reason, int service)
{
	return (struct vdt_verdict){.pass = false, .reason = reason, .service = (s16)service};
}

static struct vdt_verdict eval_service(const struct vdt_policy *policy,
				       const struct vdt_packet *packet, u64 sets)
{
	int index = vdt_policy_service(policy, packet->proto, packet->dst_port);
	const struct vdt_service *service;

	if (index < 0)
		return drop(VEDETTE_REASON_NO_SERVICE, -1);
	service = &policy->services[index];
	if (service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY)
		return drop(VEDETTE_REASON_LOOPBACK_ONLY, index);
	if (service->from && !(service->from & sets))
		return drop(VEDETTE_REASON_SOURCE, index);
	return pass(VEDETTE_REASON_SERVICE, index);
}

struct vdt_verdict vdt_eval_in(const struct vdt_rules *rules, const struct vdt_packet *packet)
{
	const struct vdt_policy *policy = rules->policy;
	u64 sets = 0;

	if (packet->loopback)
		return pass(VEDETTE_REASON_LOOPBACK, -1);
	if (packet->fault)
		return drop(packet->fault, -1);
	/* Loopback addresses on a wire are forged (RFC 1122 3.2.1.3, RFC 4291 2.5.3). */
	if (packet->own_src || vdt_addr_is_loopback(&packet->src) ||
	    vdt_addr_is_loopback(&packet->dst))
		return drop(VEDETTE_REASON_SPOOFED, -1);
	if (is_icmpv6_control(packet))
		return pass(VEDETTE_REASON_ICMPV6, -1);
	if (packet->banned)
		return drop(VEDETTE_REASON_BAN, -1);
	if (policy) {
		sets = vdt_prefix_lookup(rules->prefixes, &packet->src);
		if (sets & policy->deny)
			return drop(VEDETTE_REASON_DENY_SET, -1);
	}
	/* A wish for a new connection proves itself to the services, whatever socket it hits. */
	if ((packet->flow && !packet->syn) || is_icmp_error(packet))
		return pass(VEDETTE_REASON_FLOW, -1);
	if (!policy)
		return drop(VEDETTE_REASON_NO_POLICY, -1);
	return eval_service(policy, packet, sets);
}
