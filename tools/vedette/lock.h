/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_CLI_LOCK_H
#define VDT_CLI_LOCK_H

#include <jansson.h>

struct vdt_nl;
struct vdt_table;

/* Adds what the lock holds, or would hold, to a table of two columns. Returns as vdt_nl_status().
 */
int vdt_lock_add(struct vdt_table *table, struct vdt_nl *nl);

/* The same as an array, which is the caller's. */
int vdt_lock_json(struct vdt_nl *nl, json_t **ret_items);

#endif /* VDT_CLI_LOCK_H */
