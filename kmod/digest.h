/* SPDX-License-Identifier: GPL-2.0-only */
/* The bytes of files, as they are on the file system and whoever asks, and their digests. */
#ifndef VDT_DIGEST_H
#define VDT_DIGEST_H

#include <linux/fs.h>

#include "ima_sig.h"

/* Finds out which hashes the kernel has. Returns 0 or -ENOMEM. */
int vdt_digest_init(void);
void vdt_digest_exit(void);

bool vdt_digest_has(enum vdt_hash hash);

/*
 * Opens the file again, for reading through the page cache: the caller's may be without that, or
 * only for writing. Closed by fput(). Returns an ERR_PTR of what opening gives.
 */
struct file *vdt_digest_open(struct file *file);

/* Whether a file comes from vdt_digest_open(), already while it is being opened. */
bool vdt_digest_is_own(const struct file *file);

/* From then on the current task reads with the rights of the kernel. Ended by revert_creds(). */
const struct cred *vdt_digest_override_creds(void);

/*
 * The digest of all that is in the file, which is one of vdt_digest_open(). Returns
 * VEDETTE_INTEGRITY_REASON_ with NONE, UNSUPPORTED, TOO_LARGE, CHANGED (in its size), IO_ERROR,
 * NO_MEMORY, INTERRUPTED (the task is killed). Nobody may write to the file.
 */
enum vedette_integrity_reason vdt_digest_of_file(struct file *file, enum vdt_hash hash,
						 u8 *ret_digest);

/* The digest of the bytes. Returns as above, UNSUPPORTED or NO_MEMORY. */
enum vedette_integrity_reason vdt_digest_of_bytes(const u8 *bytes, size_t len, enum vdt_hash hash,
						  u8 *ret_digest);

#endif /* VDT_DIGEST_H */
