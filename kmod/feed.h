/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * A feed: the prefixes of one set in a file of their own, with a version of their own, so that a
 * list that changes every day needs no new policy. What is signed is the header, as a policy is,
 * and the header answers for the rest, so that megabytes are hashed once. All numbers are
 * big-endian:
 *
 *   bytes  0..7	"VDTFEED" and a NUL
 *	    8..11	format, 1
 *	   12..15	reserved, zero
 *	   16..47	name of the set, filled up with NULs, of which there is at least one
 *	   48..55	version, 1 to 2^63 - 1
 *	   56..59	number of IPv4 prefixes
 *	   60..63	number of IPv6 prefixes
 *	   64..95	SHA-256 of all that follows
 *
 * then the IPv4 prefixes, 5 bytes each, and the IPv6 prefixes, 17 bytes each: address and length,
 * strictly ascending by address, then length; nothing behind.
 */
#ifndef VDT_FEED_H
#define VDT_FEED_H

#include "core.h"
#include "limits.h"
#include "prefix_cursor.h"

#define VDT_FEED_MAGIC	"VDTFEED" /* with its NUL */
#define VDT_FEED_FORMAT 1

struct vdt_feed_header {
	u8 magic[8], format[4], reserved[4];
	char name[32];
	u8 version[8], n4[4], n6[4], digest[32];
};

static_assert(sizeof(struct vdt_feed_header) == VDT_FEED_HEADER);

struct vdt_feed {
	const char *name; /* in the blob */
	u64 version;
	struct vdt_prefixes prefixes; /* in the blob, as many as the header says */
	const u8 *digest;	      /* in the blob: the SHA-256 that they must have */
};

/*
 * Reads blob[0..len), which must outlive *ret_feed; takes no memory. The prefixes are not looked
 * at, vdt_prefix_db_build() checks what it merges; nor is their digest, which is the caller's to
 * compare. On failure *ret_why is a text for people that lasts as long as the program.
 * Returns 0 or
 *   -E2BIG	 more than VDT_FEED_MAX bytes, or VDT_FEED_PREFIXES_MAX prefixes
 *   -ENODATA	 cut off
 *   -EMSGSIZE	 bytes behind the last prefix
 *   -EOPNOTSUPP a format that this module does not know
 *   -EINVAL	 no feed, or any wrong value in the header
 */
int vdt_feed_parse(const void *blob, size_t len, struct vdt_feed *ret_feed, const char **ret_why);

#endif /* VDT_FEED_H */
