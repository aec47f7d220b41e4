/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * Sources (IPv4 address, IPv6 /64, link-local address) that have an authenticated session, each
 * until a time. A table of fixed size: where it is full the one that ends first makes room, and
 * loses no more than the preference.
 */
#ifndef VDT_TRUST_TABLE_H
#define VDT_TRUST_TABLE_H

#include "core.h"
#include "addr.h"

struct vdt_trust_table;

/* Returns an empty table, or NULL when there is no memory. The key makes the places unpredictable.
 */
struct vdt_trust_table *vdt_trust_table_new(const siphash_key_t *key);
void vdt_trust_table_free(struct vdt_trust_table *table);

/* Remembers the source until then, from now on; the past forgets it. Any context. */
void vdt_trust_set(struct vdt_trust_table *table, const struct vdt_addr *source, u64 until);

/* Any context but a hard interrupt. Takes no lock. */
bool vdt_trust_holds(const struct vdt_trust_table *table, const struct vdt_addr *source, u64 now);

#endif /* VDT_TRUST_TABLE_H */
