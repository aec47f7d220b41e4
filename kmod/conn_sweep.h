/* SPDX-License-Identifier: GPL-2.0-only */
/* A walk over all TCP sockets of all covered network namespaces. */
#ifndef VDT_CONN_SWEEP_H
#define VDT_CONN_SWEEP_H

struct vdt_conn_table;

/*
 * Shows the table every connection; one that it did not know came in if somebody listens on its
 * port. Begins and ends no sweep. May sleep.
 */
void vdt_conn_sweep_sockets(struct vdt_conn_table *table);

#endif /* VDT_CONN_SWEEP_H */
