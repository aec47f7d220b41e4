/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * The headers of a packet, from its bytes. The same code reads what the netfilter hooks get, what
 * an XDP program is asked about, and what the tests and the fuzzer make up.
 */
#ifndef VDT_HEADERS_H
#define VDT_HEADERS_H

#include "core.h"

struct vdt_packet;

/* The bytes of a packet, counted from the first of its IP header. */
struct vdt_bytes {
	const u8 *head;
	u32 head_len; /* that lie together at head */
	u32 len;      /* that there are; may end in padding of the link */

	/*
	 * Returns bytes [offset, offset + len), which lie within `len` above but beyond the head,
	 * in buf or elsewhere; or NULL. May be NULL itself when all lie together.
	 */
	const u8 *(*fetch)(const struct vdt_bytes *bytes, u32 offset, u32 len, u8 *buf);
	const void *source; /* for fetch() */
};

/*
 * Fills in what the headers say: version, addresses, protocol, ports, TCP flags, ICMP type and
 * code; the rest of the packet stays as it is. What the headers show against the packet is its
 * `fault`:
 *   malformed	 they contradict each other or the length
 *   ext-headers an IPv6 extension header or an IPv4 option that has no business here, or too many
 *   fragment	 it is one; an atomic one (RFC 6946) is a whole packet
 *   tcp-flags	 a combination that no stack sends
 * What stands behind the fault is not read. Reads at most VDT_EXTENSION_HEADERS_MAX + 2 headers.
 */
void vdt_headers_read(struct vdt_packet *packet, const struct vdt_bytes *bytes);

#endif /* VDT_HEADERS_H */
