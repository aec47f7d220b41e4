/* SPDX-License-Identifier: GPL-2.0-only */
/* What the device's resolver asks and hears, for the egress rules by DNS name. */
#ifndef VDT_EGRESS_NAMES_H
#define VDT_EGRESS_NAMES_H

#include <linux/types.h>

struct sk_buff;
struct vdt_addr;
struct vdt_packet;
struct vdt_policy;

int vdt_egress_names_init(void);
void vdt_egress_names_exit(void);

/* See names.h. policy is the active one. Any context. */
u64 vdt_egress_names_hash(const char *name);
u64 vdt_egress_names_rules(const struct vdt_policy *policy, const struct vdt_addr *addr);
u64 vdt_egress_names_wanted(const struct vdt_policy *policy, u64 name);
void vdt_egress_names_hold(u64 name, const struct vdt_addr *addr);
void vdt_egress_names_release(u64 name, const struct vdt_addr *addr);

/* Looks at a UDP packet that goes out, and notes the name of a rule that it asks a resolver for. */
void vdt_egress_names_ask(const struct vdt_policy *policy, const struct vdt_packet *packet,
			  const struct sk_buff *skb);

/*
 * Looks at a UDP packet that comes in, before any socket gets it. What answers a question of ours
 * gives the name its addresses.
 */
void vdt_egress_names_hear(const struct vdt_policy *policy, const struct vdt_packet *packet,
			   const struct sk_buff *skb);

#endif /* VDT_EGRESS_NAMES_H */
