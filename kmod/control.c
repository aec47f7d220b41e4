// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "control.h"
#include "core.h"
#include "eval.h"

/* Whom a message may come from. */
enum sender {
	ANYONE,
	ANYONE_OR_NONE, /* a node without an address sends from :: */
	LINK_LOCAL,
	LINK_LOCAL_OR_NONE,
	SOLICITOR, /* anyone, or none that asks whether an address is taken */
};

enum { ANY_CODE = -1 };

struct rule {
	u8 first, last; /* types */
	s16 code;
	u8 hop_limit; /* as it must arrive, 0: any */
	u8 sender;
};

/*
 * What IPv6 cannot work without, RFC 4890 4.4.1. A hop limit of 255 proves that no router forwarded
 * the message (RFC 4861), multicast listener discovery never leaves the link either (RFC 3810).
 */
static const struct rule rules[] = {
	{ICMPV6_DEST_UNREACH, ICMPV6_PARAMPROB, ANY_CODE, 0, ANYONE},
	{ICMPV6_MGM_QUERY, ICMPV6_MGM_QUERY, 0, 1, LINK_LOCAL},
	{ICMPV6_MGM_REPORT, ICMPV6_MGM_REDUCTION, 0, 1, LINK_LOCAL_OR_NONE},
	{133, 133, 0, 255, ANYONE_OR_NONE}, /* router solicitation */
	{134, 134, 0, 255, LINK_LOCAL},	    /* router advertisement */
	{135, 135, 0, 255, SOLICITOR},	    /* neighbour solicitation */
	{136, 136, 0, 255, ANYONE},	    /* neighbour advertisement */
	{137, 137, 0, 255, LINK_LOCAL},	    /* redirect */
	{ICMPV6_MLD2_REPORT, ICMPV6_MLD2_REPORT, 0, 1, LINK_LOCAL_OR_NONE},
};

/* ff02::1:ff00:0/104, RFC 4291 2.7.1 */
static bool is_solicited_node(const struct vdt_addr *addr)
{
	static const u8 group[13] = {0xff, 0x02, [11] = 0x01, [12] = 0xff};

	return !memcmp(addr->byte, group, sizeof(group));
}

static bool is_sender(u8 sender, const struct vdt_packet *packet)
{
	const struct vdt_addr *src = &packet->src;

	if (vdt_addr_is_any(src))
		return sender == ANYONE_OR_NONE || sender == LINK_LOCAL_OR_NONE ||
		       (sender == SOLICITOR && is_solicited_node(&packet->dst));
	if (sender == LINK_LOCAL || sender == LINK_LOCAL_OR_NONE)
		return vdt_addr_is_link_local6(src);
	return true;
}

static u8 judge_icmpv6(const struct vdt_packet *packet)
{
	const struct rule *rule;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		rule = &rules[i];
		if (packet->icmp_type < rule->first || packet->icmp_type > rule->last)
			continue;
		if ((rule->hop_limit && packet->hop_limit != rule->hop_limit) ||
		    (rule->code != ANY_CODE && packet->icmp_code != rule->code) ||
		    !is_sender(rule->sender, packet))
			return VEDETTE_REASON_NEIGHBOUR;
		return VEDETTE_REASON_ICMPV6;
	}
	return 0;
}

/*
 * RFC 3376 4. Not what the source is: queriers of switches send from whatever address they have, or
 * from none (RFC 4541 2.1.1).
 */
static u8 judge_igmp(const struct vdt_packet *packet)
{
	return packet->hop_limit == 1 && packet->group_dst ? VEDETTE_REASON_IGMP
							   : VEDETTE_REASON_NEIGHBOUR;
}

u8 vdt_control_judge(const struct vdt_packet *packet)
{
	if (packet->ipv6)
		return packet->proto == IPPROTO_ICMPV6 ? judge_icmpv6(packet) : 0;
	return packet->proto == IPPROTO_IGMP ? judge_igmp(packet) : 0;
}
