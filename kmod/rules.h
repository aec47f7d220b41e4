/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* What decides on packets: a policy and the database of all its sets, feeds included. */
#ifndef VDT_RULES_H
#define VDT_RULES_H

#include "core.h"
#include "limits.h"

struct vdt_feed;
struct vdt_policy;
struct vdt_prefix_db;

enum { VDT_FEED_DIGEST = 32 }; /* bytes of SHA-256 */

/* Which feed stands for a set. */
struct vdt_feed_identity {
	u64 version; /* 0: the set is not a feed */
	u32 prefixes;
	u8 digest[VDT_FEED_DIGEST]; /* of the header */
};

/* Never changed once they are made. */
struct vdt_rules {
	const struct vdt_policy *policy; /* NULL: none is loaded */
	struct vdt_prefix_db
		*prefixes; /* owned; bit i is set i of the policy; NULL without policy */
	struct vdt_feed_identity feeds[VDT_SETS_MAX]; /* by set */
};

/* What is handed over together with a policy, or in the place of one of its feeds. */
struct vdt_rules_feed {
	const struct vdt_feed *feed;
	const u8 *digest; /* VDT_FEED_DIGEST bytes */
};

/*
 * Builds the rules of a policy, which must outlive them. Its feeds are taken from feeds[0..n),
 * those not among them from the rules `before` (NULL: none). The rules are the caller's and are
 * ended by vdt_rules_done(). On failure *ret_why is a text for people or NULL, and there is nothing
 * to end. Returns 0 or -ENOENT	a feed of the policy is in neither place, or the policy does not
 * name one of the feeds -EEXIST	a feed is given twice -ESTALE	a feed is older than the
 * policy asks for, or than the one in `before` -E2BIG	too many prefixes, or combinations of sets,
 * or too much memory, see prefix_build.h -ENOMEM
 */
int vdt_rules_init(struct vdt_rules *rules, const struct vdt_policy *policy,
		   const struct vdt_rules_feed *feeds, unsigned int n,
		   const struct vdt_rules *before, const char **ret_why);
void vdt_rules_done(struct vdt_rules *rules);

/* Bytes that the policy and its sets take, without the blob. */
size_t vdt_rules_memory(const struct vdt_rules *rules);

#endif /* VDT_RULES_H */
