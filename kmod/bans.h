/* SPDX-License-Identifier: GPL-2.0-only */
/* The bans of this device. They do not depend on the policy, and outlast every change of it. */
#ifndef VDT_BANS_H
#define VDT_BANS_H

#include <linux/types.h>

struct vdt_addr;
struct vdt_ban;
struct vdt_ban_wish;

int vdt_bans_init(void);
void vdt_bans_exit(void);

/*
 * Returns whether a packet from this source is to be dropped, and counts it then. While there is
 * no ban this is one load. Any context but a hard interrupt.
 */
bool vdt_bans_drop(const struct vdt_addr *source);

/*
 * Bans a source and cuts the TCP connections that it made. *ret_ban and *ret_why as vdt_ban_add(),
 * whose errors it returns, or -EBUSY when the wish spares sources with a session and this one has
 * one. May sleep.
 */
int vdt_bans_add(const struct vdt_ban_wish *wish, struct vdt_ban *ret_ban, const char **ret_why);

/* Lifts all bans that the source is under; *ret_ban is the widest. Returns 0, or -ENOENT when there
 * is none. Process context. */
int vdt_bans_lift(const struct vdt_addr *source, struct vdt_ban *ret_ban);

/* Copies the first ban in a place from *place on, and moves *place behind it. Returns whether there
 * was one. */
bool vdt_bans_next(u32 *place, struct vdt_ban *ret_ban);

/* Whole seconds until the end of the ban, rounded up. */
u32 vdt_bans_left(const struct vdt_ban *ban);

#endif /* VDT_BANS_H */
