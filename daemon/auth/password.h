/* SPDX-License-Identifier: BSD-3-Clause */
/* Passwords: made, hashed with argon2id (RFC 9106) and verified. */
#ifndef VDT_AUTH_PASSWORD_H
#define VDT_AUTH_PASSWORD_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/ipc/msgs.h"

/* What a hash costs. Each hash carries its own; this is for new ones. */
struct vdt_cost {
	uint32_t memory; /* KiB */
	uint32_t passes;
};

/* 19 MiB and two passes, the least that OWASP recommends for argon2id, until calibrated. */
#define VDT_COST_DEFAULT ((struct vdt_cost){.memory = 19456, .passes = 2})

#define VDT_PASSWORD_HASH 128 /* room for an encoded hash with NUL */
#define VDT_PASSWORD_USED 6   /* the present hash and those before it */

/* No look-alikes (0 o, 1 i l) and one case only: it is read from a label or a console. */
#define VDT_PASSWORD_ALPHABET "abcdefghjkmnpqrstuvwxyz23456789"
#define VDT_PASSWORD_GROUPS   4
#define VDT_PASSWORD_GROUP    5
#define VDT_PASSWORD_MADE     (VDT_PASSWORD_GROUPS * (VDT_PASSWORD_GROUP + 1)) /* with NUL */

/* Work with passwords that takes long, in this order; "" leaves a step out. */
struct vdt_password_job {
	struct vdt_cost cost;
	char hash[VDT_PASSWORD_HASH]; /* which @current must have */
	char current[VDT_PASSWORD_ROOM];
	bool upgrade; /* hash @current anew if @hash has another cost */
	char used[VDT_PASSWORD_USED][VDT_PASSWORD_HASH]; /* which @password must not have */
	char password[VDT_PASSWORD_ROOM];		 /* to be hashed */
};

/* Make a random password, "xxxxx-xxxxx-xxxxx-xxxxx": 20 letters of 31, 99 bits. Returns 0 or a
 * negative errno of vdt_random(). */
int vdt_password_make(char ret_password[VDT_PASSWORD_MADE]);
/* Hash @password with a salt of its own. Returns 0, -ENOMEM, -EINVAL (not a cost), or a negative
 * errno of vdt_random(). */
int vdt_password_hash(const char *password, const struct vdt_cost *cost,
		      char ret_hash[VDT_PASSWORD_HASH]);
/* Returns 0 if @password has @hash, -EACCES if not, -ENOMEM, -EINVAL (not an encoded hash). Takes
 * as long either way. */
int vdt_password_verify(const char *hash, const char *password);
/* A hash that costs as much to verify as one of @cost and that no password has. */
void vdt_password_dummy(const struct vdt_cost *cost, char ret_hash[VDT_PASSWORD_HASH]);
/* Whether @hash costs something else than @cost. */
bool vdt_password_is_old(const char *hash, const struct vdt_cost *cost);
/*
 * Do @job. @ret_hash is "" if nothing had to be hashed. Returns 0, -EACCES (not the current
 * password), -EEXIST (the new one was used before), or as the functions above.
 */
int vdt_password_do(const struct vdt_password_job *job, char ret_hash[VDT_PASSWORD_HASH]);

#endif /* VDT_AUTH_PASSWORD_H */
