/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VDT_NETLINK_HOOKS_H
#define VDT_NETLINK_HOOKS_H

struct sk_buff;

/* Adds the parts of the enforcement to a status. Returns 0 or -EMSGSIZE. */
int vdt_netlink_put_enforcement(struct sk_buff *msg);

#endif /* VDT_NETLINK_HOOKS_H */
