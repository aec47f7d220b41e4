/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Puts fragments together before the port is judged, where the policy says so. For IPv4 the stack
 * does it ahead of the local-in hook; for IPv6 it does it only behind, so while a policy wants it
 * we hold the module nf_defrag_ipv6 and switch it on in every network namespace.
 */
#ifndef VDT_DEFRAG_H
#define VDT_DEFRAG_H

#include <linux/types.h>

int vdt_defrag_init(void);
void vdt_defrag_exit(void);

/* Under the policy's lock, in process context; may load a module. */
void vdt_defrag_want(bool want);

/* What is wanted and this kernel does not have, a text that lasts; or NULL. */
const char *vdt_defrag_missing(void);

#endif /* VDT_DEFRAG_H */
