/* SPDX-License-Identifier: BSD-3-Clause */
/* The part of the lockout that outlasts a reboot, in a sealed file: who is locked, who is known,
 * and the key that names and devices are told by. Whoever restarts the camera gains no guesses by
 * it. */
#ifndef VDT_AUTH_LOCKOUT_FILE_H
#define VDT_AUTH_LOCKOUT_FILE_H

#include "daemon/auth/device.h"
#include "daemon/auth/lockout.h"
#include "lib/crypto/sealed.h"

#define VDT_LOCKOUT_KEPT 64 /* entries of each list of vdt_lockout_list() */
/* Locks are written at once, so many in a row and then one more every so many seconds; all else,
 * and what is beyond that, at most once in so many seconds. In all at most 1600 writes a day. */
#define VDT_LOCKOUT_BURST 64
#define VDT_LOCKOUT_EVERY 900
#define VDT_LOCKOUT_PAUSE 60

struct vdt_lockout_file {
	struct vdt_sealed sealed;
	uint8_t key[VDT_DEVICE_KEY];
};

/*
 * Fill @lockout, which is empty, from the sealed file @path. A file that was never written, or is
 * damaged in both slots, means a new key and nobody locked; @ret_lost tells the second case.
 * Returns 0, -ENOMEM, or a negative errno of vdt_random(), vdt_sealed_read() and
 * vdt_sealed_write().
 */
int vdt_lockout_load(struct vdt_lockout_file *file, const char *path, const uint8_t *seal_key,
		     struct vdt_lockout *lockout, uint64_t now, bool *ret_lost);
/* Write it back. Returns 0, -ENOMEM, or a negative errno of vdt_sealed_write(). */
int vdt_lockout_save(struct vdt_lockout_file *file, struct vdt_lockout *lockout, uint64_t now);
/* How the lockout calls the account of that name, which has one form only, or would. Returns 0 or
 * -EIO. */
int vdt_lockout_name(const struct vdt_lockout_file *file, const char *name,
		     uint8_t ret_name[VDT_LOCK_NAME]);

#endif /* VDT_AUTH_LOCKOUT_FILE_H */
