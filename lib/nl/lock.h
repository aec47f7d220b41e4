/* SPDX-License-Identifier: BSD-3-Clause */
/* The requests about the lock. As in client.h. */
#ifndef VDT_NL_LOCK_H
#define VDT_NL_LOCK_H

struct vdt_nl;
struct vdt_nl_part;

/* Locks the device until it boots again. -EBUSY when something that the lock stands on is missing.
 */
int vdt_nl_lock(struct vdt_nl *nl);

/* What the lock holds or, of a device that is not locked, would hold. */
int vdt_nl_lock_items(struct vdt_nl *nl, void (*each)(const struct vdt_nl_part *item, void *ctx),
		      void *ctx);

#endif /* VDT_NL_LOCK_H */
