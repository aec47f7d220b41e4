/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * The places where one set begins and ends, in ascending order, whatever form the set comes in.
 */
#ifndef VDT_PREFIX_CURSOR_H
#define VDT_PREFIX_CURSOR_H

#include "core.h"
#include "prefix_key.h"

enum vdt_prefix_family { VDT_PREFIX_IPV4, VDT_PREFIX_IPV6, VDT_PREFIX_FAMILIES };

enum { VDT_PREFIX_PACKED4 = 5, VDT_PREFIX_PACKED6 = 17 }; /* bytes */

struct vdt_prefix_db;

/* The packed prefixes of a set, as they stand in a policy blob or a feed. */
struct vdt_prefixes {
	const u8 *ipv4, *ipv6;	   /* 5 and 17 bytes each: address in network order, length */
	size_t ipv4_len, ipv6_len; /* bytes */
};

/* One set: packed prefixes or, where db is not NULL, a set of that database. */
struct vdt_prefix_source {
	struct vdt_prefixes packed;
	const struct vdt_prefix_db *db;
	unsigned int set; /* its bit in the answers of db */
};

/* A walk over the slots of one family in a database. */
struct vdt_prefix_walk {
	const struct vdt_prefix_db *db;
	u32 slot;  /* the last one */
	u32 chunk; /* IPv4: of its key */
	u32 side;  /* IPv6: slots of the run at hand that are behind us */
};

struct vdt_prefix_cursor {
	/* Where the set begins (inside) or ends (not inside); nothing is left when done. */
	struct vdt_prefix_key key;
	bool inside, done;

	enum vdt_prefix_family family;
	const u8 *next, *behind; /* packed prefixes that were not yet read */
	bool ahead;		 /* the next prefix was read: */
	struct vdt_prefix_key first, end;
	u8 len; /* of the next prefix */

	struct vdt_prefix_walk walk; /* if walk.db is set */
	u64 bit;
	u32 rounds; /* of its loops */
};

/*
 * Start, and move on to the next place. Packed prefixes are checked as they are read, all of them
 * by the time the cursor is done.
 * Returns 0 or -EINVAL with *ret_why, a text for people that lasts as long as the program: length
 * of the array or of a prefix, bits behind a prefix, order not strictly ascending, IPv4-mapped.
 */
int vdt_prefix_cursor_init(struct vdt_prefix_cursor *cursor, const struct vdt_prefix_source *source,
			   enum vdt_prefix_family family, const char **ret_why);
int vdt_prefix_cursor_next(struct vdt_prefix_cursor *cursor, const char **ret_why);

/*
 * Reads packed prefixes of both families to the end. O(n), no memory.
 * Returns 0, or -EINVAL as above.
 */
int vdt_prefixes_check(const struct vdt_prefixes *prefixes, const char **ret_why);

/* How many prefixes a source has, both families. */
u64 vdt_prefix_source_count(const struct vdt_prefix_source *source);

#endif /* VDT_PREFIX_CURSOR_H */
