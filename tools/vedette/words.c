// SPDX-License-Identifier: BSD-3-Clause
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>

#include <vedette/netlink.h>

#include "tools/vedette/words.h"

static const char *const reasons[] = {
	[VEDETTE_REASON_LOOPBACK] = "passed: it never left the device",
	[VEDETTE_REASON_ICMPV6] = "passed: IPv6 needs it",
	[VEDETTE_REASON_FLOW] = "passed: part of a connection of the device",
	[VEDETTE_REASON_SERVICE] = "passed: a service takes it from this source",
	[VEDETTE_REASON_DENY_SET] = "dropped: the source is in a deny set",
	[VEDETTE_REASON_NO_SERVICE] = "dropped: no service there by the policy",
	[VEDETTE_REASON_LOOPBACK_ONLY] = "dropped: the service is for loopback only",
	[VEDETTE_REASON_SOURCE] = "dropped: the service does not take this source",
	[VEDETTE_REASON_MALFORMED] = "dropped: malformed headers",
	[VEDETTE_REASON_NO_POLICY] = "dropped: no policy is loaded",
	[VEDETTE_REASON_FRAGMENT] = "dropped: an IPv6 fragment",
};
_Static_assert(sizeof(reasons) / sizeof(reasons[0]) == VEDETTE_REASON_MAX + 1,
	       "every reason has words");

const char *vdt_reason_words(unsigned int reason)
{
	return reason <= VEDETTE_REASON_MAX ? reasons[reason] : "a reason of a newer module";
}

const char *vdt_proto_words(uint8_t proto)
{
	switch (proto) {
	case IPPROTO_TCP:
		return "tcp";
	case IPPROTO_UDP:
		return "udp";
	case IPPROTO_ICMP:
		return "icmp";
	case IPPROTO_ICMPV6:
		return "icmpv6";
	default:
		return "other";
	}
}

const char *vdt_address_words(const uint8_t *address, size_t len, char text[VDT_ADDRESS_WORDS])
{
	int family = len == 4 ? AF_INET : AF_INET6;

	if ((len != 4 && len != 16) || !inet_ntop(family, address, text, VDT_ADDRESS_WORDS))
		snprintf(text, VDT_ADDRESS_WORDS, "?");
	return text;
}
