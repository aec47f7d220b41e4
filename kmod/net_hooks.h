/* SPDX-License-Identifier: GPL-2.0-only */
/* The hooks into the network stack, in every network namespace. */
#ifndef VDT_NET_HOOKS_H
#define VDT_NET_HOOKS_H

int vdt_net_hooks_init(void);
/* When it returns no packet is in a hook any more. */
void vdt_net_hooks_exit(void);

#endif /* VDT_NET_HOOKS_H */
