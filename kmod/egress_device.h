/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The last gate on the way out, at every network device: for frames of packet sockets, which do not
 * come by the hooks of IP. NF_NETDEV_EGRESS sees them also with PACKET_QDISC_BYPASS; AF_XDP goes
 * around it.
 */
#ifndef VDT_EGRESS_DEVICE_H
#define VDT_EGRESS_DEVICE_H

#include <linux/types.h>

/* Returns 0 also where the kernel has no such hook, or the error of a registration. May sleep. */
int vdt_egress_device_init(void);
void vdt_egress_device_exit(void);

/* Returns why frames of packet sockets are not seen, a text that lasts, or NULL: they are. */
const char *vdt_egress_device_missing(void);

#endif /* VDT_EGRESS_DEVICE_H */
