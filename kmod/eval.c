// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "control.h"
#include "core.h"
#include "eval.h"
#include "policy_parse.h"
#include "prefix_set.h"
#include "rules.h"

enum { DHCP_SERVER = 67, NEIGHBOUR_SOLICITATION = 135, NEIGHBOUR_ADVERTISEMENT = 136 };

/* Other hosts look for a DHCP server or for who has an address before they have one themselves. */
static bool may_be_nobody(const struct vdt_packet *packet)
{
	return packet->proto == IPPROTO_ICMPV6 || packet->proto == IPPROTO_IGMP ||
	       (packet->proto == IPPROTO_UDP && packet->dst_port == DHCP_SERVER &&
		packet->group_dst);
}

/* Duplicate address detection must hear who else has our address. */
static bool may_be_namesake(const struct vdt_packet *packet)
{
	return packet->ipv6 && packet->proto == IPPROTO_ICMPV6 &&
	       (packet->icmp_type == NEIGHBOUR_SOLICITATION ||
		packet->icmp_type == NEIGHBOUR_ADVERTISEMENT);
}

/* What cannot be true on a wire. IPv4 addresses inside IPv6 would get round every rule for IPv4. */
static bool is_spoofed(const struct vdt_packet *packet)
{
	if (packet->ipv6 && (vdt_addr_is_v4(&packet->src) || vdt_addr_is_v4(&packet->dst)))
		return true;
	if (vdt_addr_is_nobody(&packet->src))
		return !may_be_nobody(packet);
	if (packet->own_src)
		return !may_be_namesake(packet);
	return vdt_addr_is_loopback(&packet->dst) || vdt_addr_is_no_source(&packet->src);
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
		return drop(packet->group_dst ? VEDETTE_REASON_GROUP : VEDETTE_REASON_NO_SERVICE,
			    -1);
	service = &policy->services[index];
	if (service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY)
		return drop(VEDETTE_REASON_LOOPBACK_ONLY, index);
	if (service->from && !(service->from & sets))
		return drop(VEDETTE_REASON_SOURCE, index);
	return pass(VEDETTE_REASON_SERVICE, index);
}

/* Returns the reason to drop whatever comes from this source, or 0. *ret_sets: that hold it. */
static u8 judge_source(const struct vdt_rules *rules, const struct vdt_packet *packet,
		       u64 *ret_sets)
{
	*ret_sets = 0;
	if (packet->banned)
		return VEDETTE_REASON_BAN;
	if (!rules->policy)
		return 0;
	*ret_sets = vdt_prefix_lookup(rules->prefixes, &packet->src);
	return *ret_sets & rules->policy->deny ? VEDETTE_REASON_DENY_SET : 0;
}

/*
 * A wish for a new connection proves itself to the services, whatever socket it hits. What a UDP
 * service takes keeps to its limits and is credited to the peer, whatever we have asked the peer.
 */
static bool asks_no_flow(const struct vdt_packet *packet, const struct vdt_verdict *verdict)
{
	return packet->syn || (packet->proto == IPPROTO_UDP && verdict->pass);
}

static struct vdt_verdict eval_stranger(const struct vdt_rules *rules,
					const struct vdt_packet *packet, u64 sets)
{
	struct vdt_verdict verdict = drop(VEDETTE_REASON_NO_POLICY, -1);

	if (rules->policy)
		verdict = eval_service(rules->policy, packet, sets);
	if (!packet->find_flow || asks_no_flow(packet, &verdict))
		return verdict;
	return packet->find_flow(packet) ? pass(VEDETTE_REASON_FLOW, -1) : verdict;
}

struct vdt_verdict vdt_eval_in(const struct vdt_rules *rules, const struct vdt_packet *packet)
{
	u8 reason;
	u64 sets;

	if (packet->loopback)
		return pass(VEDETTE_REASON_LOOPBACK, -1);
	if (packet->fault)
		return drop(packet->fault, -1);
	if (is_spoofed(packet))
		return drop(VEDETTE_REASON_SPOOFED, -1);
	reason = vdt_control_judge(packet);
	if (reason == VEDETTE_REASON_NEIGHBOUR)
		return drop(reason, -1);
	if (reason)
		return pass(reason, -1);
	reason = judge_source(rules, packet, &sets);
	if (reason)
		return drop(reason, -1);
	/* Nobody but UDP talks to a group (RFC 1122 4.2.3.10; 3.2.2 for errors about it). */
	if (packet->group_dst && packet->proto != IPPROTO_UDP)
		return drop(VEDETTE_REASON_GROUP, -1);
	if (is_icmp_error(packet) || (packet->flow && !packet->syn))
		return pass(VEDETTE_REASON_FLOW, -1);
	return eval_stranger(rules, packet, sets);
}

u8 vdt_eval_fragment(const struct vdt_rules *rules, const struct vdt_packet *packet)
{
	u64 sets;

	if (packet->loopback)
		return 0;
	if (is_spoofed(packet))
		return VEDETTE_REASON_SPOOFED;
	if (!rules->policy || rules->policy->fragments == VEDETTE_FRAGMENTS_DROP)
		return VEDETTE_REASON_FRAGMENT;
	return judge_source(rules, packet, &sets);
}
