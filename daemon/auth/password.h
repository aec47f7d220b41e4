/* SPDX-License-Identifier: BSD-3-Clause */
/* Passwords: made, hashed with argon2id (RFC 9106) and verified. */
#ifndef VDT_AUTH_PASSWORD_H
#define VDT_AUTH_PASSWORD_H

/*
 * Cost of a hash: 19 MiB and two passes, the least that OWASP recommends for argon2id. A camera has
 * that for a moment, and one hash at a time is computed.
 */
#define VDT_PASSWORD_MEMORY 19456 /* KiB */
#define VDT_PASSWORD_PASSES 2
#define VDT_PASSWORD_LANES  1

#define VDT_PASSWORD_HASH 128 /* room for an encoded hash with NUL */

/* No look-alikes (0 o, 1 i l) and one case only: it is read from a label or a console. */
#define VDT_PASSWORD_ALPHABET "abcdefghjkmnpqrstuvwxyz23456789"
#define VDT_PASSWORD_GROUPS   4
#define VDT_PASSWORD_GROUP    5
#define VDT_PASSWORD_MADE     (VDT_PASSWORD_GROUPS * (VDT_PASSWORD_GROUP + 1)) /* with NUL */

/* A hash that costs as much to verify as any and that no password has. */
extern const char vdt_password_dummy[];

/* Make a random password, "xxxxx-xxxxx-xxxxx-xxxxx": 20 letters of 31, 99 bits. Returns 0 or a
 * negative errno of vdt_random(). */
int vdt_password_make(char ret_password[VDT_PASSWORD_MADE]);
/* Hash @password with a salt of its own. Returns 0, -ENOMEM, or a negative errno of vdt_random().
 */
int vdt_password_hash(const char *password, char ret_hash[VDT_PASSWORD_HASH]);
/* Returns 0 if @password has @hash, -EACCES if not, -ENOMEM, -EINVAL (not an encoded hash). Takes
 * as long either way. */
int vdt_password_verify(const char *hash, const char *password);

#endif /* VDT_AUTH_PASSWORD_H */
