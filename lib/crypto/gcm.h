/* SPDX-License-Identifier: BSD-3-Clause */
/* AES-256-GCM (NIST SP 800-38D) on OpenSSL. */
#ifndef VDT_CRYPTO_GCM_H
#define VDT_CRYPTO_GCM_H

#include <stddef.h>
#include <stdint.h>

#define VDT_GCM_KEY   32
#define VDT_GCM_NONCE 12
#define VDT_GCM_TAG   16

/* What is encrypted with which key and nonce, and what is only authenticated. */
struct vdt_gcm {
	const uint8_t *key, *nonce;
	const uint8_t *aad;
	size_t aad_len;
};

/* Encrypt @len bytes to @to and append the tag. Returns 0or -EIO. */
int vdt_gcm_seal(const struct vdt_gcm *gcm, const uint8_t *from, size_t len, uint8_t *to);
/* Decrypt @len bytes, which the tag follows, to @to. Returns 0; -EBADMSG, with @to wiped, if
 * anything differs from what was sealed; -EIO. */
int vdt_gcm_open(const struct vdt_gcm *gcm, const uint8_t *from, size_t len, uint8_t *to);

#endif /* VDT_CRYPTO_GCM_H */
