/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The feeds of the next boot: a folder of pairs, each named by the SHA-256 of its feed's header.
 * One that the kernel has not taken yet may be broken, so it stands beside one of the same name
 * that it took, as NAME.new.
 */
#ifndef VDT_STORE_FEEDS_H
#define VDT_STORE_FEEDS_H

#include <stdbool.h>

#include "lib/store/pair.h"

#define VDT_FEEDS_FOLDER VDT_PAIR_FOLDER "/feeds"

/* A feed that was put there. Nothing is swept until vdt_feeds_settle() ends it. */
struct vdt_feeds_put {
	uint8_t digest[VDT_PAIR_DIGEST];
	bool is_new;
	int lock;
};

/*
 * Put a feed into the folder, make it if it is not there, and give it to the owner of the folder
 * above. Root calls it. Returns 0, -ENOENT (nobody keeps anything here), -EIO (OpenSSL refuses), as
 * vdt_pair_write(), or an errno of flock(2).
 */
int vdt_feeds_put(const char *folder, const struct vdt_pair *feed, struct vdt_feeds_put *ret_put);

/*
 * The kernel took it, then it replaces the one of the same name; or refused it, then it goes.
 * Returns 0 or an errno of renameat(2) and unlinkat(2).
 */
int vdt_feeds_settle(const char *folder, const struct vdt_feeds_put *put, bool taken);

/* Read a feed; one that nobody settled for want of another. Errors are those of vdt_pair_read(). */
int vdt_feeds_read(const char *folder, const uint8_t digest[VDT_PAIR_DIGEST],
		   struct vdt_pair *ret_feed);

/* Remove what has none of these digests. 0, or -EAGAIN while somebody puts one there. */
int vdt_feeds_sweep(const char *folder, const uint8_t (*digests)[VDT_PAIR_DIGEST], unsigned int n);

#endif /* VDT_STORE_FEEDS_H */
