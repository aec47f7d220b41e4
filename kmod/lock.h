/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lock: from when it is set until the device boots again, nobody takes the enforcement back.
 * Root asks for it, or the policy, once it is confirmed. It comes about only when all holds that it
 * stands on; the module keeps itself from being unloaded then.
 */
#ifndef VDT_LOCK_H
#define VDT_LOCK_H

#include <linux/types.h>

struct vdt_image;

int vdt_lock_init(void); /* always 0 */
void vdt_lock_exit(void);

/* Any context. */
bool vdt_locked(void);

/*
 * Locks the device; nothing to do if it is. *ret_why names what is wrong, and lasts until the next
 * call. Returns 0 or -EBUSY. Sleeps, and leaves an event.
 */
int vdt_lock(const char **ret_why);

/* Locks if the policy that is active and confirmed asks for it. Not while that is held. Sleeps. */
void vdt_lock_if_wanted(void);
/* The same in a moment. Any context. */
void vdt_lock_later(void);

/* Whether modules need a signature by the policy. image is held by RCU, or NULL. */
bool vdt_lock_judges_modules(const struct vdt_image *image);

struct vdt_lock_item {
	const char *name;
	u8 state;	  /* enum vedette_enforcement_state, of a device that is locked */
	const char *text; /* what is missing, or NULL */
};

/*
 * Calls each() for everything that the lock holds, or would hold, until it returns other than 0,
 * and returns that. The strings are for as long as each() runs. Sleeps.
 */
int vdt_lock_each(int (*each)(const struct vdt_lock_item *item, void *ctx), void *ctx);

#endif /* VDT_LOCK_H */
