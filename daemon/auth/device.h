/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Device cookies: what a browser gets at a good login, and shows at the next one, so that nobody
 * else can lock it out. It says for which account, and proves nothing else: the password is asked
 * for all the same.
 */
#ifndef VDT_AUTH_DEVICE_H
#define VDT_AUTH_DEVICE_H

#include <stdint.h>

#include "daemon/auth/lockout.h"
#include "lib/ipc/msgs.h"

#define VDT_DEVICE_KEY 32

/* A new one for account @id. Returns 0, -EIO, or a negative errno of vdt_random(). */
int vdt_device_make(const uint8_t key[VDT_DEVICE_KEY], uint32_t id, char ret_text[VDT_TOKEN_ROOM]);
/* Which device @text names. Returns 0, -EACCES (not made here for account @id), or -EIO. */
int vdt_device_check(const uint8_t key[VDT_DEVICE_KEY], uint32_t id, const char *text,
		     uint8_t ret_device[VDT_LOCK_DEVICE]);

#endif /* VDT_AUTH_DEVICE_H */
