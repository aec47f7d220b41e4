/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * How fast a source makes connections to a service: a token bucket for each. Only connections that
 * were made cost a token, so nobody can spend those of another. A table of fixed size: where it is
 * full the source that was quiet longest is forgotten. The caller keeps out others while it calls.
 */
#ifndef VDT_CONN_RATE_H
#define VDT_CONN_RATE_H

#include "core.h"
#include "bucket.h"
#include "conn_group.h"
#include "limits.h"

struct vdt_service;

struct vdt_rate_entry {
	struct vdt_group_key key;
	struct vdt_bucket bucket;
	u64 seen; /* time of the last connection; 0: never used */
};

struct vdt_rate_table {
	siphash_key_t key; /* never changes */
	struct vdt_rate_entry sets[VDT_RATE_SETS][VDT_RATE_WAYS];
};

/* Returns whether the source may make one more connection; true for a service without a rate. */
bool vdt_rate_allows(const struct vdt_rate_table *table, const struct vdt_service *service,
		     const struct vdt_addr *source, u64 now);

/* The same, and takes the token. */
bool vdt_rate_take(struct vdt_rate_table *table, const struct vdt_service *service,
		   const struct vdt_addr *source, u64 now);

#endif /* VDT_CONN_RATE_H */
