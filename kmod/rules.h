/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* What decides on packets: a policy and the database of all its sets. */
#ifndef VDT_RULES_H
#define VDT_RULES_H

#include "core.h"

struct vdt_policy;
struct vdt_prefix_db;

struct vdt_rules {
	const struct vdt_policy *policy; /* NULL: none is loaded */
	struct vdt_prefix_db
		*prefixes; /* owned; bit i is set i of the policy; NULL without policy */
};

/*
 * Builds the database of the policy's sets; a feed that nobody brought is empty. The policy must
 * outlive the rules, which are ended by vdt_rules_done(). On failure *ret_why is a text for people
 * or NULL, and there is nothing to end. Returns 0, -E2BIG, -EINVAL, -ENOMEM.
 */
int vdt_rules_init(struct vdt_rules *rules, const struct vdt_policy *policy, const char **ret_why);
void vdt_rules_done(struct vdt_rules *rules);

/* Bytes that the policy and its sets take, without the blob. */
size_t vdt_rules_memory(const struct vdt_rules *rules);

#endif /* VDT_RULES_H */
