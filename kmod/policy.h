/* SPDX-License-Identifier: GPL-2.0-only */
/* The life of the active policy: load, confirm, revert. */
#ifndef VDT_POLICY_H
#define VDT_POLICY_H

#include <linux/types.h>

#include "image.h"

struct vdt_identity {
	char name[VDT_NAME_MAX + 1];
	u64 version;
	u8 digest[SHA256_DIGEST_SIZE];
};

struct vdt_load {
	struct vdt_fds fds;
	struct vdt_fds feeds[VDT_FEEDS_MAX]; /* of a policy: feeds that come with it */
	unsigned int n_feeds;
	u32 confirm; /* seconds until it reverts by itself, 0: at once confirmed */
	u32 portid;  /* netlink socket that asks */
	bool dry;    /* of a policy: only say whether it would be taken */
};

int vdt_policy_init(void); /* always 0 */
void vdt_policy_exit(void);

/* The active policy or NULL, for as long as the caller stays in its RCU read side. */
const struct vdt_image *vdt_policy_rcu(void);

/* The active policy with a reference, put with vdt_policy_file_put(); or NULL. Any context. */
struct vdt_policy_file *vdt_policy_get(void);

/* Keeps the active policy, or NULL, from changing until vdt_policy_release(). May sleep. */
const struct vdt_image *vdt_policy_hold(void);
void vdt_policy_release(void);

/* Only between vdt_policy_hold() and vdt_policy_release(). */
u8 vdt_policy_state(void);	   /* enum vedette_policy_state */
u32 vdt_policy_confirm_left(void); /* seconds, rounded up */

/*
 * Makes a signed policy the active one, together with its feeds; the refused leaves all as it is.
 * *ret_why as vdt_image_new(). Returns 0, the errors of vdt_policy_file_new(), vdt_feed_batch_new()
 * and vdt_image_new(), or -ESTALE a version that is not above every one before.
 */
int vdt_policy_load(const struct vdt_load *load, struct vdt_identity *ret_identity,
		    const char **ret_why);

/*
 * Puts a signed feed in the place of the one of its name, under the active policy. Returns as
 * vdt_policy_load(), and -ENOENT when there is no policy that names it.
 */
int vdt_feed_load(const struct vdt_load *load, struct vdt_identity *ret_identity,
		  const char **ret_why);

/*
 * Keeps the unconfirmed policy; version 0 means whichever it is.
 * Returns 0, -ENOENT nothing to confirm, -ESTALE another version is active, -EPERM asked on the
 * socket that loaded it, which proves nothing about reaching the device with a new connection.
 */
int vdt_policy_confirm(u64 version, u32 portid, struct vdt_identity *ret_identity,
		       const char **ret_why);

void vdt_identity_fill(struct vdt_identity *identity, const struct vdt_policy_file *source);

#endif /* VDT_POLICY_H */
