// SPDX-License-Identifier: GPL-2.0-only
#include <linux/in6.h>
#include <linux/rtnetlink.h>
#include <linux/string.h>
#include <net/addrconf.h>
#include <net/route.h>

#include "addr.h"
#include "host.h"

bool vdt_host_has(const struct vdt_addr *addr, struct net *net, const struct net_device *device)
{
	struct in6_addr six;
	__be32 four;

	if (vdt_addr_is_loopback(addr))
		return true;
	if (vdt_addr_is_v4(addr)) {
		memcpy(&four, addr->byte + VDT_ADDR_MAPPED, sizeof(four));
		return inet_addr_type(net, four) == RTN_LOCAL;
	}
	memcpy(&six, addr->byte, sizeof(six));
	return IS_ENABLED(CONFIG_IPV6) && ipv6_chk_addr(net, &six, device, 0);
}
