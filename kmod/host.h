/* SPDX-License-Identifier: GPL-2.0-only */
/* Which addresses are the device's own. */
#ifndef VDT_HOST_H
#define VDT_HOST_H

#include <linux/types.h>

struct net;
struct net_device;
struct vdt_addr;

/*
 * Whether packets to the address stay in the namespace. device: of an IPv6 address, which
 * may be link-local; NULL: any. Under RCU.
 */
bool vdt_host_has(const struct vdt_addr *addr, struct net *net, const struct net_device *device);

#endif /* VDT_HOST_H */
