/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * Which addresses stand for the DNS names of the egress rules, by the answers that the device's own
 * resolver got. An address counts for its time to live, VDT_NAME_MIN_NS at least, and as long as a
 * connection that was allowed by it lives. A name keeps VDT_DNS_ADDRESSES_MAX addresses; when one
 * more comes, the one that ends first makes room.
 *
 * A name is kept as a keyed hash of 64 bits, so the table outlives the policy that it was filled
 * for.
 */
#ifndef VDT_NAMES_H
#define VDT_NAMES_H

#include "core.h"
#include "addr.h"

struct vdt_names;
struct vdt_policy;

/* Returns an empty table, or NULL when there is no memory. */
struct vdt_names *vdt_names_new(const siphash_key_t *key);
void vdt_names_free(struct vdt_names *names);

/* All below: any context. */

/* Returns the hash of a name in lower case. */
u64 vdt_names_hash(const struct vdt_names *names, const char *text);

/* Returns the egress rules, as bits, that have this name. */
u64 vdt_names_wanted(const struct vdt_names *names, const struct vdt_policy *policy, u64 name);

/* Returns the egress rules, as bits, whose name stands for the address now. */
u64 vdt_names_rules(struct vdt_names *names, const struct vdt_policy *policy,
		    const struct vdt_addr *addr, u64 now);

/* A question on its way to a resolver; the answer has to fit in every field. */
struct vdt_name_question {
	u64 net; /* network namespace */
	struct vdt_addr resolver;
	u64 name;
	u16 local_port;
	u16 id, type; /* of the message, of the records that are asked for */
};

/* Remembers the question; where there is no room the oldest is forgotten. */
void vdt_names_ask(struct vdt_names *names, const struct vdt_name_question *question, u64 now);

/* Returns whether the question waits for its answer; it does not any more afterwards. */
bool vdt_names_answer(struct vdt_names *names, const struct vdt_name_question *question, u64 now);

/* The name stands for the address, for so many seconds. */
void vdt_names_add(struct vdt_names *names, u64 name, const struct vdt_addr *addr, u32 seconds,
		   u64 now);

/* Keep the address for a connection that was allowed by it, and let it go VDT_NAME_MIN_NS after. */
void vdt_names_hold(struct vdt_names *names, u64 name, const struct vdt_addr *addr);
void vdt_names_release(struct vdt_names *names, u64 name, const struct vdt_addr *addr, u64 now);

#endif /* VDT_NAMES_H */
