/* SPDX-License-Identifier: BSD-3-Clause */
/* Signatures as they stand in security.ima, made and checked; kmod/ima_sig.h reads them. */
#ifndef VDT_KIT_APP_SIGNATURE_H
#define VDT_KIT_APP_SIGNATURE_H

#include "tools/vedette-kit/app_digest.h"
#include "tools/vedette-kit/app_key.h"

#define VDT_APP_SIGNATURE_MAX 1024 /* whole attribute; RSA of 4096 bits takes 521 */

struct vdt_app_signature {
	uint8_t bytes[VDT_APP_SIGNATURE_MAX];
	size_t len; /* 0: none */
};

/* Sign @digest. Returns 0, or -EIO with the reason in OpenSSL's error queue of this thread. */
int vdt_app_signature_make(const struct vdt_app_key *key, const struct vdt_app_digest *digest,
			   struct vdt_app_signature *ret_signature);

/* Did @key sign @digest, which is of the kind that @sig says? */
bool vdt_app_signature_holds(const struct vdt_ima_sig *sig, const struct vdt_app_key *key,
			     const struct vdt_app_digest *digest);

#endif /* VDT_KIT_APP_SIGNATURE_H */
