// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "eval.h"
#include "policy_parse.h"
#include "prefix_set.h"
#include "rules.h"

enum { DHCP_SERVER = 67, DHCP_CLIENT = 68 };

static struct vdt_verdict pass(u8 reason)
{
	return (struct vdt_verdict){.pass = true, .reason = reason, .service = -1, .rule = -1};
}

static struct vdt_verdict drop(u8 reason)
{
	return (struct vdt_verdict){.reason = reason, .service = -1, .rule = -1};
}

static bool is_unspecified(const struct vdt_addr *addr)
{
	static const struct vdt_addr any4 = {.byte = {[10] = 0xff, [11] = 0xff}};

	return vdt_addr_is_any(addr) || vdt_addr_equal(addr, &any4);
}

/* ff02::/16, and the neighbours' own addresses */
static bool is_on_link6(const struct vdt_addr *addr)
{
	return vdt_addr_is_link_local6(addr) || (addr->byte[0] == 0xff && addr->byte[1] == 0x02);
}

struct icmpv6_rule {
	u8 first, last; /* types */
	u8 hop_limit;	/* as it has to leave */
};

/* What a host says to its neighbours, RFC 4861 and RFC 3810; the other types are a router's. */
static const struct icmpv6_rule icmpv6_rules[] = {
	{ICMPV6_MGM_REPORT, ICMPV6_MGM_REDUCTION, 1},
	{133, 133, 255}, /* router solicitation */
	{135, 136, 255}, /* neighbour solicitation, advertisement */
	{ICMPV6_MLD2_REPORT, ICMPV6_MLD2_REPORT, 1},
};

static bool is_neighbour_message(const struct vdt_packet *packet)
{
	const struct icmpv6_rule *rule;
	size_t i;

	if (!packet->ipv6 || packet->proto != IPPROTO_ICMPV6)
		return false;
	for (i = 0; i < ARRAY_SIZE(icmpv6_rules); i++) {
		rule = &icmpv6_rules[i];
		if (packet->icmp_type >= rule->first && packet->icmp_type <= rule->last)
			return packet->hop_limit == rule->hop_limit;
	}
	return false;
}

static bool is_icmp_error(const struct vdt_packet *packet)
{
	if (packet->ipv6)
		return packet->proto == IPPROTO_ICMPV6 &&
		       packet->icmp_type >= ICMPV6_DEST_UNREACH &&
		       packet->icmp_type <= ICMPV6_PARAMPROB;
	return packet->proto == IPPROTO_ICMP &&
	       (packet->icmp_type == ICMP_DEST_UNREACH || packet->icmp_type == ICMP_TIME_EXCEEDED ||
		packet->icmp_type == ICMP_PARAMETERPROB);
}

/*
 * What a process may say to the neighbours as well, for some look for routers by themselves; but to
 * neighbours only, for a router would pass on what is to an address behind it.
 */
static bool is_icmpv6_control(const struct vdt_packet *packet)
{
	if (is_neighbour_message(packet))
		return packet->stack || is_on_link6(&packet->dst);
	return packet->ipv6 && packet->stack && is_icmp_error(packet);
}

static bool is_igmp(const struct vdt_packet *packet)
{
	return packet->stack && !packet->ipv6 && packet->proto == IPPROTO_IGMP;
}

/* The stack refuses what has no socket and ends what has lost its socket. */
static bool is_stack_answer(const struct vdt_packet *packet)
{
	return packet->stack && (packet->proto == IPPROTO_TCP || is_icmp_error(packet));
}

/* Who has no address yet asks for one from the unspecified one (RFC 2131 4.1, RFC 4861 7.2.2). */
static bool is_own_source(const struct vdt_packet *packet)
{
	if (vdt_addr_is_loopback(&packet->src))
		return false;
	if (packet->own_src)
		return true;
	if (!is_unspecified(&packet->src))
		return false;
	return is_icmpv6_control(packet) || is_igmp(packet) ||
	       (packet->proto == IPPROTO_UDP && packet->src_port == DHCP_CLIENT &&
		packet->dst_port == DHCP_SERVER);
}

static bool is_transport(const struct vdt_egress_rule *rule, const struct vdt_packet *packet)
{
	if (!rule->proto)
		return true;
	if (rule->proto == IPPROTO_ICMP)
		return vdt_packet_is_echo_request(packet);
	return rule->proto == packet->proto && (!rule->port || rule->port == packet->dst_port);
}

static bool is_allowed(const struct vdt_policy *policy, int index, const struct vdt_packet *packet,
		       u64 sets)
{
	const struct vdt_egress_rule *rule = &policy->egress[index];

	if (rule->dns && !(packet->names & BIT_ULL(index)))
		return false;
	if (rule->to && !(rule->to & sets))
		return false;
	if (rule->exe != VDT_NO_EXE && !(packet->exes & BIT_ULL(rule->exe)))
		return false;
	return is_transport(rule, packet);
}

static struct vdt_verdict eval_rules(const struct vdt_rules *rules, const struct vdt_packet *packet)
{
	const struct vdt_policy *policy = rules->policy;
	u64 sets = vdt_prefix_lookup(rules->prefixes, &packet->dst);
	struct vdt_verdict verdict;
	int i;

	for (i = 0; i < policy->n_egress; i++) {
		if (!is_allowed(policy, i, packet, sets))
			continue;
		verdict = pass(VEDETTE_REASON_EGRESS_RULE);
		verdict.rule = i;
		return verdict;
	}
	return drop(VEDETTE_REASON_EGRESS);
}

struct vdt_verdict vdt_eval_out(const struct vdt_rules *rules, const struct vdt_packet *packet)
{
	if (packet->loopback)
		return pass(VEDETTE_REASON_LOOPBACK);
	if (packet->fault)
		return drop(packet->fault);
	if (!is_own_source(packet))
		return drop(VEDETTE_REASON_EGRESS_SOURCE);
	if (is_icmpv6_control(packet))
		return pass(VEDETTE_REASON_ICMPV6);
	if (is_igmp(packet))
		return pass(VEDETTE_REASON_IGMP);
	if (packet->answer || is_stack_answer(packet))
		return pass(VEDETTE_REASON_ANSWER);
	if (packet->flow)
		return pass(VEDETTE_REASON_FLOW);
	if (!rules->policy)
		return drop(VEDETTE_REASON_NO_POLICY);
	return eval_rules(rules, packet);
}
