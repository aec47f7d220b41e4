// SPDX-License-Identifier: BSD-3-Clause
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>

#include "tools/vedette/words.h"

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
