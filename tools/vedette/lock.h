/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_CLI_LOCK_H
#define VDT_CLI_LOCK_H

struct vdt_nl;
struct vdt_table;

/* Adds what the lock holds, or would hold, to a table of two columns. Returns as vdt_nl_status().
 */
int vdt_lock_add(struct vdt_table *table, struct vdt_nl *nl);

#endif /* VDT_CLI_LOCK_H */
