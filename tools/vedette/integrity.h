/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_CLI_INTEGRITY_H
#define VDT_CLI_INTEGRITY_H

struct vdt_nl_integrity;
struct vdt_table;

/* Adds which kinds of code are judged to a table of two columns. */
void vdt_integrity_add(struct vdt_table *table, const struct vdt_nl_integrity *state);

#endif /* VDT_CLI_INTEGRITY_H */
