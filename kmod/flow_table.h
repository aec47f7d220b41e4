/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * The UDP and ICMP echo flows that the device itself began, so that the answers pass. A table of
 * fixed size: where it is full a flow of the user who has most of the place makes room, the one
 * that ends first.
 */
#ifndef VDT_FLOW_TABLE_H
#define VDT_FLOW_TABLE_H

#include "core.h"
#include "addr.h"

struct vdt_flow_table;

/* The device's own address is left out: a DHCP client asks before it has one. */
struct vdt_flow {
	u64 net;		     /* network namespace */
	struct vdt_addr remote;	     /* the unspecified address: anyone, for what went to a group */
	u32 ifindex;		     /* device that a group was asked by, otherwise 0 */
	u16 local_port, remote_port; /* host order; local_port is the identifier of an ICMP echo */
	u8 proto;
};

/* Who began a flow, and by which policy he was allowed to. */
struct vdt_flow_owner {
	u64 socket, policy; /* both unique while it matters */
	u32 user;	    /* shares the table with the others: takes no room from who has less */
};

/* Returns an empty table, or NULL when there is no memory. The key makes the places unpredictable.
 */
struct vdt_flow_table *vdt_flow_table_new(const siphash_key_t *key);
void vdt_flow_table_free(struct vdt_flow_table *table);

/* All below: any context. */

/*
 * Remembers the flow until the time deadline, at most VDT_FLOW_UDP_NS from now, whoever began it
 * before.
 */
void vdt_flow_add(struct vdt_flow_table *table, const struct vdt_flow *flow,
		  const struct vdt_flow_owner *owner, u64 now, u64 deadline);

/*
 * Returns whether the flow is remembered as one of the same socket, begun by the same policy; if so
 * prolongs it.
 */
bool vdt_flow_renew(struct vdt_flow_table *table, const struct vdt_flow *flow,
		    const struct vdt_flow_owner *owner, u64 now, u64 deadline);

/* Returns false when no flow of the local port can be remembered, which takes no search. */
bool vdt_flow_may_be(struct vdt_flow_table *table, u16 local_port, u64 now);

/* Returns whether the flow is remembered. */
bool vdt_flow_has(struct vdt_flow_table *table, const struct vdt_flow *flow, u64 now);

/* Number of flows that have not ended. */
u32 vdt_flow_count(struct vdt_flow_table *table, u64 now);

#endif /* VDT_FLOW_TABLE_H */
