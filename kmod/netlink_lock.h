/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VDT_NETLINK_LOCK_H
#define VDT_NETLINK_LOCK_H

struct genl_info;

/* For requests that weaken: returns 0, or -EACCES if the device is locked and guard does not ask.
 */
int vdt_netlink_check_lock(struct genl_info *info);

#endif /* VDT_NETLINK_LOCK_H */
