/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * Connections counted by group: all, those to a service, those of a source, those of a source to a
 * service. A service is its port, so that the counts stay right when a policy changes. The caller
 * keeps out others while it calls.
 */
#ifndef VDT_CONN_GROUP_H
#define VDT_CONN_GROUP_H

#include "core.h"
#include "addr.h"
#include "limits.h"

/* How much of an address is one source. */
enum {
	VDT_GROUP_ALL = 0,
	VDT_GROUP_SITE6 = 48, /* what a provider gives a site */
	VDT_GROUP_NET6 = 64,  /* what a host can choose its addresses from */
	VDT_GROUP_HOST4 = 128,
};

struct vdt_group_key {
	struct vdt_addr source; /* zero behind the bits that count */
	u16 port;		/* of the service; 0: any */
	u8 bits;
};

struct vdt_group {
	struct vdt_group *next;
	struct vdt_group_key key;
	u32 connections;
	u32 nets; /* of a site: its /64s that have connections */
	u32 half_open;
	u64 refused; /* wishes; only of groups without a source */
};

struct vdt_group_table {
	siphash_key_t key; /* never changes */
	struct vdt_group *heads[VDT_GROUP_BUCKETS];
};

/* Frees every group. */
void vdt_group_table_done(struct vdt_group_table *table);

/* The group of the source to the port, or any port when that is 0: the /32 of an IPv4 address, the
 * /64 of an IPv6 address. */
struct vdt_group_key vdt_group_source(const struct vdt_addr *source, u16 port);

/* The same for the /48 of an IPv6 address. */
struct vdt_group_key vdt_group_site(const struct vdt_addr *source, u16 port);

/* Every source to the port, or to any when that is 0. */
struct vdt_group_key vdt_group_port(u16 port);

/* Returns the group, or NULL when nothing is counted in it. */
struct vdt_group *vdt_group_find(const struct vdt_group_table *table,
				 const struct vdt_group_key *key);

/* Returns the group, made when it is not there, or NULL without memory. Atomic. */
struct vdt_group *vdt_group_get(struct vdt_group_table *table, const struct vdt_group_key *key);

/* Frees the group of a source if nothing is counted in it any more; NULL is accepted. */
void vdt_group_put(struct vdt_group_table *table, struct vdt_group *group);

#endif /* VDT_CONN_GROUP_H */
