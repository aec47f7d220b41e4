/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * Which sets of address prefixes hold an address: one lookup answers for all sets. A database is
 * built once (prefix_build.h) and never changed: readers need no lock, the owner frees it when no
 * reader is left.
 */
#ifndef VDT_PREFIX_SET_H
#define VDT_PREFIX_SET_H

#include "core.h"
#include "addr.h"

struct vdt_prefix_db;

/* Returns the mask of the sets that contain the address. Constant time, takes no lock. */
u64 vdt_prefix_lookup(const struct vdt_prefix_db *db, const struct vdt_addr *addr);

/* Bytes taken. */
size_t vdt_prefix_db_memory(const struct vdt_prefix_db *db);

void vdt_prefix_db_free(struct vdt_prefix_db *db);

#endif /* VDT_PREFIX_SET_H */
