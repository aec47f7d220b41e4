/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * The UDP and ICMP echo flows that the device itself began, so that the answers pass. A table of
 * fixed size: where it is full the flow that ends first makes room.
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
	u16 local_port, remote_port; /* host order; local_port is the identifier of an ICMP echo */
	u8 proto;
};

/* Returns an empty table, or NULL when there is no memory. The key makes the places unpredictable.
 */
struct vdt_flow_table *vdt_flow_table_new(const siphash_key_t *key);
void vdt_flow_table_free(struct vdt_flow_table *table);

/* Remembers the flow, or prolongs it, until the time deadline. Any context. */
void vdt_flow_add(struct vdt_flow_table *table, const struct vdt_flow *flow, u64 deadline);

/* Returns whether the flow, or the same to a group, is remembered. Any context. */
bool vdt_flow_has(struct vdt_flow_table *table, const struct vdt_flow *flow, u64 now);

/* Number of flows that have not ended. */
u32 vdt_flow_count(struct vdt_flow_table *table, u64 now);

#endif /* VDT_FLOW_TABLE_H */
