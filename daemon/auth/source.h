/* SPDX-License-Identifier: BSD-3-Clause */
/* Who is behind an address, as far as limits go: one IPv4 address, or one IPv6 network of /64,
 * which any host there may fill with addresses of its own; but one link-local address, for
 * fe80::/64 is everybody on the link. The kernel sees it the same way. */
#ifndef VDT_AUTH_SOURCE_H
#define VDT_AUTH_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

/* An IPv6 address, zero where it does not count, or a whole IPv4 address mapped into IPv6. */
struct vdt_source {
	uint8_t key[16];
};

/* From "[address]:port", "address:port" or "address". What is none of these is one source, all
 * zero: it can only come from a bug of ours. */
struct vdt_source vdt_source_parse(const char *text);
/* The /48 that the source is in, if there may be one owner to it: not of IPv4, of link-local
 * addresses, nor of unique local ones, whose /48 is the whole site (RFC 4193). */
bool vdt_source_site(const struct vdt_source *source, struct vdt_source *ret_site);
bool vdt_source_same(const struct vdt_source *a, const struct vdt_source *b);

#endif /* VDT_AUTH_SOURCE_H */
