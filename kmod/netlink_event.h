/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VDT_NETLINK_EVENT_H
#define VDT_NETLINK_EVENT_H

struct vdt_event;

/* Sends to the group in the initial network namespace. Any context; silent without memory. */
void vdt_netlink_event_send(const struct vdt_event *event);

#endif /* VDT_NETLINK_EVENT_H */
