/* SPDX-License-Identifier: BSD-3-Clause */
/* What of a file is signed: the digest of its bytes, or that of its fs-verity tree. */
#ifndef VDT_KIT_APP_DIGEST_H
#define VDT_KIT_APP_DIGEST_H

#include <openssl/evp.h>
#include <stdatomic.h>

#include "lib/kshim/core.h"
#include "kmod/ima_sig.h"

/* By its name, "sha256"; NONE: a camera takes no such hash. */
enum vdt_hash vdt_app_hash_named(const char *name);
/* NULL for NONE. */
const EVP_MD *vdt_app_hash_md(enum vdt_hash hash);

struct vdt_app_digest {
	enum vdt_hash hash;
	bool verity;
	uint8_t bytes[VDT_DIGEST_MAX];
};

/*
 * The digest of all of @fd, by ret_digest->hash and ret_digest->verity, which the caller has set;
 * an fs-verity digest is that of blocks of 4096 bytes without salt. The position of @fd stays. Adds
 * the bytes read to *@progress as it goes. Memory does not grow with the file. Returns 0, -ESTALE
 * (the file changed meanwhile), -EIO (or OpenSSL refused), -ENOMEM, -EOPNOTSUPP (fs-verity has no
 * such hash), or the errno of pread(2).
 */
int vdt_app_digest(int fd, atomic_ullong *progress, struct vdt_app_digest *ret_digest);

#endif /* VDT_KIT_APP_DIGEST_H */
