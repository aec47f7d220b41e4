/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * An IP address of either family. IPv4 is held in its IPv4-mapped IPv6 form (RFC 4291 2.5.5.2), so
 * that ::ffff:192.0.2.1 cannot get round a rule for 192.0.2.1: they are the same value.
 */
#ifndef VDT_ADDR_H
#define VDT_ADDR_H

#include "core.h"

struct vdt_addr {
	u8 byte[16]; /* network order */
};

enum { VDT_ADDR_MAPPED = 12 }; /* bytes before the IPv4 address in the mapped form */

static inline struct vdt_addr vdt_addr_from_v4(const void *four)
{
	struct vdt_addr addr = {.byte = {[10] = 0xff, [11] = 0xff}};

	memcpy(addr.byte + VDT_ADDR_MAPPED, four, 4);
	return addr;
}

static inline struct vdt_addr vdt_addr_from_v6(const void *sixteen)
{
	struct vdt_addr addr;

	memcpy(addr.byte, sixteen, sizeof(addr.byte));
	return addr;
}

static inline bool vdt_addr_equal(const struct vdt_addr *a, const struct vdt_addr *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static inline bool vdt_addr_is_v4(const struct vdt_addr *addr)
{
	static const u8 mapped[VDT_ADDR_MAPPED] = {[10] = 0xff, [11] = 0xff};

	return !memcmp(addr->byte, mapped, sizeof(mapped));
}

static inline bool vdt_addr_is_any(const struct vdt_addr *addr)
{
	static const struct vdt_addr any;

	return vdt_addr_equal(addr, &any);
}

static inline bool vdt_addr_is_loopback(const struct vdt_addr *addr)
{
	static const struct vdt_addr one = {.byte = {[15] = 1}};

	return vdt_addr_is_v4(addr) ? addr->byte[VDT_ADDR_MAPPED] == 127
				    : vdt_addr_equal(addr, &one);
}

/* :: or 0.0.0.0 */
static inline bool vdt_addr_is_nobody(const struct vdt_addr *addr)
{
	static const u8 none[4];

	return vdt_addr_is_v4(addr) ? !memcmp(addr->byte + VDT_ADDR_MAPPED, none, sizeof(none))
				    : vdt_addr_is_any(addr);
}

/*
 * Addresses that no packet on a wire may come from (RFC 1122 3.2.1.3, RFC 4291 2.5 and 2.7, RFC
 * 6890): this network, loopback, groups, the reserved 240/4 and broadcast; of IPv6 also
 * IPv4-compatible ones, and IPv4-translated ones (RFC 7915), which name an IPv4 host without being
 * equal to it.
 */
static inline bool vdt_addr_is_no_source(const struct vdt_addr *addr)
{
	static const u8 compatible[VDT_ADDR_MAPPED];
	static const u8 translated[VDT_ADDR_MAPPED] = {[8] = 0xff, [9] = 0xff};
	u8 first = addr->byte[VDT_ADDR_MAPPED];

	if (vdt_addr_is_v4(addr))
		return first == 0 || first == 127 || first >= 224;
	return addr->byte[0] == 0xff || !memcmp(addr->byte, compatible, sizeof(compatible)) ||
	       !memcmp(addr->byte, translated, sizeof(translated));
}

/* fe80::/10 */
static inline bool vdt_addr_is_link_local6(const struct vdt_addr *addr)
{
	return addr->byte[0] == 0xfe && (addr->byte[1] & 0xc0) == 0x80;
}

/* The network of the first `bytes` bytes; an IPv4 address stays whole. */
static inline struct vdt_addr vdt_addr_net(const struct vdt_addr *addr, size_t bytes)
{
	struct vdt_addr net = *addr;

	if (!vdt_addr_is_v4(addr))
		memset(net.byte + bytes, 0, sizeof(net.byte) - bytes);
	return net;
}

/*
 * Who is behind an address, as far as limits and bans go: one IPv4 address, or the /64 that an IPv6
 * host has to itself. A link-local address counts whole, for fe80::/64 is everybody on every link.
 */
static inline struct vdt_addr vdt_addr_source(const struct vdt_addr *addr)
{
	return vdt_addr_net(addr, vdt_addr_is_link_local6(addr) ? 16 : 8);
}

#endif /* VDT_ADDR_H */
