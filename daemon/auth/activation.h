/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The activation: who holds the unit code, which was drawn for this unit and printed once, makes
 * the first administrator. Until there is one the unit does nothing else.
 *
 * The digest of the code lies in a file of its own, not sealed: it has to survive the end of all
 * keys, so that a unit that was taken out of service can be activated again, and 99 random bits
 * cannot be guessed from their digest.
 */
#ifndef VDT_AUTH_ACTIVATION_H
#define VDT_AUTH_ACTIVATION_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/auth/accounts.h"

#define VDT_UNIT_CODE_ROOM   VDT_PASSWORD_MADE
#define VDT_UNIT_CODE_DIGEST 32

#define VDT_ACTIVATION_TRIES 5	 /* before a wait */
#define VDT_ACTIVATION_WAIT  60	 /* seconds after that many, doubled by each further one */
#define VDT_ACTIVATION_MOST  900 /* seconds */

struct vdt_activation {
	char path[PATH_MAX];
	bool has_code;
	uint8_t digest[VDT_UNIT_CODE_DIGEST];
	uint64_t not_before; /* CLOCK_BOOTTIME, nanoseconds: no try is looked at until then */
};

/* Seconds to wait after so many wrong codes. */
unsigned int vdt_activation_wait(uint32_t failures);
/*
 * Read the digest in the file @path, which may be missing. A wait that was going on before a
 * restart begins anew at @now. Returns 0, -ENAMETOOLONG, -EBADMSG (not a digest), or a negative
 * errno of vdt_file_read().
 */
int vdt_activation_load(struct vdt_activation *activation, const char *path,
			const struct vdt_accounts *accounts, uint64_t now);
/* Draw a code, to be printed; only its digest stays. Returns 0, -EIO, or a negative errno of
 * vdt_random() and vdt_file_write(). */
int vdt_activation_draw(struct vdt_activation *activation, char ret_code[VDT_UNIT_CODE_ROOM]);
/*
 * Try @code at @now; case, blanks and dashes do not matter. A wrong one is counted, which is saved.
 * Returns 0; -EEXIST (the unit is activated); -EAGAIN (not looked at, too many wrong ones before);
 * -EACCES (wrong, or there is no code at all); -EIO.
 */
int vdt_activation_try(struct vdt_activation *activation, struct vdt_accounts *accounts,
		       const char *code, uint64_t now);

#endif /* VDT_AUTH_ACTIVATION_H */
