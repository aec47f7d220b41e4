// SPDX-License-Identifier: BSD-3-Clause
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lib/view/words.h"

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

const char *vdt_time_words(uint64_t seconds, char text[VDT_TIME_WORDS])
{
	static const struct {
		unsigned int seconds;
		const char *unit, *rest;
		unsigned int rest_seconds;
	} steps[] = {
		{86400, "d", "h", 3600},
		{3600, "h", "min", 60},
		{60, "min", "s", 1},
	};

	for (unsigned int i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (seconds < steps[i].seconds)
			continue;
		snprintf(text, VDT_TIME_WORDS, "%" PRIu64 " %s %" PRIu64 " %s",
			 seconds / steps[i].seconds, steps[i].unit,
			 seconds % steps[i].seconds / steps[i].rest_seconds, steps[i].rest);
		return text;
	}
	snprintf(text, VDT_TIME_WORDS, "%" PRIu64 " s", seconds);
	return text;
}

const char *vdt_network_words(const uint8_t *address, size_t len, unsigned int bits,
			      char text[VDT_ADDRESS_WORDS])
{
	size_t at;

	vdt_address_words(address, len, text);
	at = strlen(text);
	if (bits && bits != 8 * len)
		snprintf(text + at, VDT_ADDRESS_WORDS - at, "/%u", bits);
	return text;
}
