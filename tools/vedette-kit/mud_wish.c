// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/mud_wish.h"

#include <errno.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <netinet/in.h>

enum { NO_RULE = 0, WISH = 1 };

static int refuse(const char **ret_why, const char *why)
{
	*ret_why = why;
	return -EINVAL;
}

static bool has_ports(const struct vdt_mud_ace *ace)
{
	return ace->has_proto && (ace->proto == IPPROTO_TCP || ace->proto == IPPROTO_UDP);
}

static bool is_icmp(const struct vdt_mud_ace *ace)
{
	return ace->has_proto && (ace->proto == IPPROTO_ICMP || ace->proto == IPPROTO_ICMPV6);
}

static int check_range(const struct vdt_mud_ports *ports, const char **ret_why)
{
	if (ports->last - ports->first < VDT_MUD_RANGE)
		return WISH;
	return refuse(ret_why, "a range of more than 16 ports");
}

static bool is_echo(const struct vdt_mud_ace *ace, uint8_t v4, uint8_t v6)
{
	return ace->has_icmp_type && ace->icmp_type == (ace->proto == IPPROTO_ICMP ? v4 : v6);
}

static int wish_icmp_out(const struct vdt_mud_ace *ace, struct vdt_mud_wish *wish,
			 const char **ret_why, const char **ret_note)
{
	if (wish->families != (ace->proto == IPPROTO_ICMP ? VDT_MUD_V4 : VDT_MUD_V6))
		return refuse(ret_why, "ICMP of the other IP version, or of none");
	if (ace->has_icmp_type && !is_echo(ace, ICMP_ECHO, ICMPV6_ECHO_REQUEST))
		return NO_RULE; /* answers, errors and what IPv6 needs go out anyway */
	if (!ace->has_icmp_type)
		*ret_note = "of ICMP only echo requests, and what the network itself needs";
	wish->proto = IPPROTO_ICMP;
	return WISH;
}

static int wish_out(const struct vdt_mud_ace *ace, bool any_own_port, struct vdt_mud_wish *wish,
		    const char **ret_why, const char **ret_note)
{
	if (ace->initiated == VDT_MUD_BY_PEER)
		return NO_RULE;
	if (ace->own_ports.first && !ace->peer_ports.first)
		return NO_RULE; /* the answers of a service */
	if (ace->own_ports.first && !any_own_port)
		return refuse(ret_why,
			      "it asks for a port of the device's own; --any-own-port lets it "
			      "send from every one");
	if (ace->own_ports.first)
		*ret_note = "from every port of the device, as --any-own-port says";
	if (ace->has_proto && ace->proto == IPPROTO_IGMP && (ace->families & VDT_MUD_V4))
		return NO_RULE;
	if (is_icmp(ace))
		return wish_icmp_out(ace, wish, ret_why, ret_note);
	if (ace->has_proto && !has_ports(ace))
		return refuse(ret_why, "a protocol that a policy does not know");
	wish->proto = ace->has_proto ? ace->proto : 0;
	wish->ports = ace->peer_ports;
	if (ace->peer.kind != VDT_MUD_DNS)
		return check_range(&wish->ports, ret_why);
	if (!wish->ports.first)
		return refuse(ret_why, "a name without a port");
	return check_range(&wish->ports, ret_why);
}

static int wish_icmp_in(const struct vdt_mud_ace *ace, const char **ret_why, const char **ret_note)
{
	if (is_echo(ace, ICMP_ECHO, ICMPV6_ECHO_REQUEST))
		return refuse(ret_why, "echo requests, which the device does not answer");
	if (!ace->has_icmp_type)
		*ret_note = "of ICMP only answers, and what the network itself needs";
	return NO_RULE;
}

static int wish_in(const struct vdt_mud_ace *ace, struct vdt_mud_wish *wish, const char **ret_why,
		   const char **ret_note)
{
	if (ace->initiated == VDT_MUD_BY_DEVICE)
		return NO_RULE;
	if (is_icmp(ace))
		return wish_icmp_in(ace, ret_why, ret_note);
	if (ace->has_proto && ace->proto == IPPROTO_IGMP)
		return NO_RULE;
	if (!has_ports(ace))
		return refuse(ret_why, "a service is TCP or UDP");
	if (ace->peer_ports.first && ace->initiated == VDT_MUD_BY_PEER)
		return refuse(ret_why, "a service does not look at the port of the peer");
	if (ace->peer_ports.first) {
		if (ace->own_ports.first)
			*ret_note = "taken for answers to what the device sends";
		return NO_RULE;
	}
	if (!ace->own_ports.first)
		return refuse(ret_why, "a service without a port");
	if (ace->peer.kind == VDT_MUD_DNS)
		return refuse(ret_why, "a service takes addresses, not names");
	wish->proto = ace->proto;
	wish->ports = ace->own_ports;
	return check_range(&wish->ports, ret_why);
}

int vdt_mud_wish(const struct vdt_mud_ace *ace, bool from_device, bool any_own_port,
		 struct vdt_mud_wish *ret_wish, const char **ret_why, const char **ret_note)
{
	*ret_note = NULL;
	*ret_wish = (struct vdt_mud_wish){
		.service = !from_device, .families = ace->families, .peer = ace->peer};
	if (from_device)
		return wish_out(ace, any_own_port, ret_wish, ret_why, ret_note);
	return wish_in(ace, ret_wish, ret_why, ret_note);
}
