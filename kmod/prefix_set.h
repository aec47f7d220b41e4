/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * The sets of address prefixes of one policy. One lookup answers for all of them. Built once, then
 * never changed: readers need no lock, the owner frees it when no reader is left.
 */
#ifndef VDT_PREFIX_SET_H
#define VDT_PREFIX_SET_H

#include "core.h"
#include "addr.h"

struct vdt_prefix_db;

/* The packed prefixes of a set, as they stand in the policy blob. */
struct vdt_prefixes {
	const u8 *ipv4, *ipv6;	   /* 5 and 17 bytes each: address in network order, length */
	size_t ipv4_len, ipv6_len; /* bytes */
};

/* Returns an empty database, or NULL when there is no memory. */
struct vdt_prefix_db *vdt_prefix_db_new(void);
void vdt_prefix_db_free(struct vdt_prefix_db *db);

/*
 * Appends a set; the first gets bit 0 in the answer of vdt_prefix_lookup(), the next bit 1. The
 * prefixes are copied. On failure *ret_why is a text for people and the database is only good for
 * vdt_prefix_db_free().
 * Returns 0, -E2BIG too many sets or prefixes, -EINVAL length of the array or of a prefix, bits
 * behind a prefix, order not strictly ascending, IPv4-mapped; -ENOMEM.
 */
int vdt_prefix_db_add(struct vdt_prefix_db *db, const struct vdt_prefixes *prefixes,
		      const char **ret_why);

/* Returns the mask of the sets that contain the address. */
u64 vdt_prefix_lookup(const struct vdt_prefix_db *db, const struct vdt_addr *addr);

/* Bytes taken. */
size_t vdt_prefix_db_memory(const struct vdt_prefix_db *db);

#endif /* VDT_PREFIX_SET_H */
