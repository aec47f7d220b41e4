// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/control.h"
#include "kmod/eval.h"
#include "tests/unit/kmod/address.h"

#define ICM6   IPPROTO_ICMPV6
#define IGMP   IPPROTO_IGMP
#define PASS6  VEDETTE_REASON_ICMPV6
#define PASS4  VEDETTE_REASON_IGMP
#define FORGED VEDETTE_REASON_NEIGHBOUR

enum { OTHER };

static const struct {
	const char *src, *dst;
	u8 proto, type, code, hop_limit;
	u8 reason;
	const char *why;
} rows[] = {
	{"fe80::1", "ff02::2", ICM6, 133, 0, 255, PASS6, "router solicitation"},
	{"::", "ff02::2", ICM6, 133, 0, 255, PASS6, "from a node without an address"},
	{"fe80::1", "ff02::1", ICM6, 134, 0, 255, PASS6, "router advertisement"},
	{"fe80::1", "ff02::1", ICM6, 134, 0, 254, FORGED, "came over a router"},
	{"fe80::1", "ff02::1", ICM6, 134, 0, 0, FORGED, "came over 255 routers"},
	{"fe80::1", "ff02::1", ICM6, 134, 1, 255, FORGED, "code"},
	{"fd00::2", "ff02::1", ICM6, 134, 0, 255, FORGED, "routers speak from link-local"},
	{"::", "ff02::1", ICM6, 134, 0, 255, FORGED, "a router has an address"},
	{"::", "ff02::1:ff00:1", ICM6, 135, 0, 255, PASS6, "duplicate address detection"},
	{"::", "fd00::1", ICM6, 135, 0, 255, FORGED, "detection asks the group (RFC 4861 7.1.1)"},
	{"::", "ff02::1", ICM6, 135, 0, 255, FORGED, "detection asks the right group"},
	{"fd00::2", "ff02::1:ff00:1", ICM6, 135, 0, 255, PASS6, "neighbour solicitation"},
	{"fd00::2", "fd00::1", ICM6, 135, 0, 255, PASS6, "is the neighbour still there"},
	{"fd00::2", "fd00::1", ICM6, 135, 7, 255, FORGED, "code"},
	{"fd00::2", "fd00::1", ICM6, 135, 0, 64, FORGED, "came over a router"},
	{"fd00::2", "ff02::1", ICM6, 136, 0, 255, PASS6, "neighbour advertisement"},
	{"::", "ff02::1", ICM6, 136, 0, 255, FORGED, "advertises an address without having one"},
	{"fd00::2", "fd00::1", ICM6, 136, 0, 64, FORGED, "came over a router"},
	{"fe80::1", "fd00::1", ICM6, 137, 0, 255, PASS6, "redirect of the router"},
	{"fd00::2", "fd00::1", ICM6, 137, 0, 255, FORGED, "redirect of a stranger"},
	{"fe80::1", "fd00::1", ICM6, 137, 0, 254, FORGED, "redirect from elsewhere"},
	{"fe80::1", "ff02::1", ICM6, 130, 0, 1, PASS6, "multicast query"},
	{"fe80::1", "ff02::1", ICM6, 130, 0, 255, FORGED, "query with hop limit 255"},
	{"fd00::2", "ff02::1", ICM6, 130, 0, 1, FORGED, "a querier speaks from link-local"},
	{"::", "ff02::1", ICM6, 130, 0, 1, FORGED, "a querier has an address"},
	{"::", "ff02::16", ICM6, 143, 0, 1, PASS6, "report before the address is there"},
	{"fd00::2", "ff02::16", ICM6, 143, 0, 1, FORGED, "report from elsewhere"},
	{"fe80::1", "ff02::c", ICM6, 131, 0, 1, PASS6, "report, version 1"},
	{"fe80::1", "ff02::2", ICM6, 132, 0, 1, PASS6, "done"},
	{"2001:db8::1", "fd00::1", ICM6, 1, 4, 60, PASS6, "unreachable"},
	{"2001:db8::1", "fd00::1", ICM6, 2, 0, 60, PASS6, "packet too big"},
	{"2001:db8::1", "fd00::1", ICM6, 3, 0, 60, PASS6, "time exceeded"},
	{"2001:db8::1", "fd00::1", ICM6, 4, 1, 60, PASS6, "parameter problem"},
	{"::", "fd00::1", ICM6, 1, 0, 60, FORGED, "an error from nobody"},
	{"2001:db8::1", "fd00::1", ICM6, 0, 0, 60, OTHER, "reserved"},
	{"2001:db8::1", "fd00::1", ICM6, 5, 0, 60, OTHER, "unassigned error"},
	{"fe80::1", "fd00::1", ICM6, 128, 0, 64, OTHER, "ping"},
	{"fe80::1", "fd00::1", ICM6, 138, 0, 255, OTHER, "router renumbering"},
	{"fe80::1", "ff02::6a", ICM6, 151, 0, 1, OTHER, "router discovery for multicast"},
	{"10.0.0.2", "10.0.0.1", ICM6, 135, 0, 255, OTHER, "ICMPv6 in an IPv4 packet"},

	{"10.0.0.254", "224.0.0.1", IGMP, 0, 0, 1, PASS4, "query"},
	{"0.0.0.0", "224.0.0.1", IGMP, 0, 0, 1, PASS4, "query of a switch (RFC 4541)"},
	{"10.0.0.2", "239.255.255.250", IGMP, 0, 0, 1, PASS4, "report"},
	{"10.0.0.254", "224.0.0.1", IGMP, 0, 0, 64, FORGED, "came over a router"},
	{"10.0.0.254", "10.0.0.1", IGMP, 0, 0, 1, FORGED, "to one host"},
	{"fe80::1", "ff02::1", IGMP, 0, 0, 1, OTHER, "IGMP in an IPv6 packet"},
	{"10.0.0.2", "224.0.0.1", IPPROTO_UDP, 0, 0, 1, OTHER, "another protocol"},
};

Test(control, judges)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		bool ipv6 = strchr(rows[i].src, ':');
		struct vdt_packet packet = {
			.src = address(rows[i].src),
			.dst = address(rows[i].dst),
			.ipv6 = ipv6,
			.proto = rows[i].proto,
			.icmp_type = rows[i].type,
			.icmp_code = rows[i].code,
			.hop_limit = rows[i].hop_limit,
			.group_dst = !strncmp(rows[i].dst, ipv6 ? "ff" : "2", ipv6 ? 2 : 1),
		};
		u8 reason = vdt_control_judge(&packet);

		cr_expect_eq(reason, rows[i].reason, "%s: got %u", rows[i].why, reason);
	}
}
