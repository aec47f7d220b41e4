/* SPDX-License-Identifier: BSD-3-Clause */
/* A private key that is in another process: OpenSSL uses it as any key, and each signature is asked
 * for there. */
#ifndef VDT_TLS_REMOTE_KEY_H
#define VDT_TLS_REMOTE_KEY_H

#include <stddef.h>
#include <stdint.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

struct vdt_remote_key;

/*
 * Have @digest signed. The signature (ECDSA, DER) goes to @ret_der, which has @room bytes. Returns
 * its length, or a negative errno: the handshake fails.
 */
typedef int (*vdt_remote_sign)(void *ctx, const uint8_t *digest, size_t len, uint8_t *ret_der,
			       size_t room);

/* Returns 0 or -ENOMEM. */
int vdt_remote_key_new(vdt_remote_sign sign, void *ctx, struct vdt_remote_key **ret_key);
/* After all that vdt_remote_key_for() gave; NULL is fine. */
void vdt_remote_key_free(struct vdt_remote_key *key);
/* The private half to @cert; the caller frees it. NULL unless it is P-256, or without memory. */
EVP_PKEY *vdt_remote_key_for(struct vdt_remote_key *key, X509 *cert);

#endif /* VDT_TLS_REMOTE_KEY_H */
