/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * A feed: the prefixes of one set in a file of their own, with a version of their own, so that a
 * list that changes every day needs no new policy. Signed as a policy is. All numbers are
 * big-endian:
 *
 *   bytes  0..7	"VDTFEED" and a NUL
 *	    8..11	format, 1
 *	   12..15	reserved, zero
 *	   16..47	name of the set, filled up with NULs, of which there is at least one
 *	   48..55	version, 1 to 2^63 - 1
 *	   56..59	number of IPv4 prefixes
 *	   60..63	number of IPv6 prefixes
 *
 * then the IPv4 prefixes, 5 bytes each, and the IPv6 prefixes, 17 bytes each: address and length,
 * strictly ascending by address, then length; nothing behind.
 */
#ifndef VDT_FEED_H
#define VDT_FEED_H

#include "core.h"
#include "prefix_cursor.h"

#define VDT_FEED_MAGIC	"VDTFEED" /* with its NUL */
#define VDT_FEED_FORMAT 1

struct vdt_feed_header {
	u8 magic[8], format[4], reserved[4];
	char name[32];
	u8 version[8], n4[4], n6[4];
};

static_assert(sizeof(struct vdt_feed_header) == 64);

struct vdt_feed {
	const char *name; /* in the blob */
	u64 version;
	struct vdt_prefixes prefixes; /* in the blob, checked */
};

/*
 * Reads blob[0..len), which must outlive *ret_feed; takes O(len) time and no memory, and may sleep.
 * On failure *ret_why is a text for people that lasts as long as the program.
 * Returns 0 or
 *   -E2BIG	 more than VDT_FEED_MAX bytes, or VDT_FEED_PREFIXES_MAX prefixes
 *   -ENODATA	 cut off
 *   -EMSGSIZE	 bytes behind the last prefix
 *   -EOPNOTSUPP a format that this module does not know
 *   -EINVAL	 no feed, or any wrong value
 */
int vdt_feed_parse(const void *blob, size_t len, struct vdt_feed *ret_feed, const char **ret_why);

#endif /* VDT_FEED_H */
