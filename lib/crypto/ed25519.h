/* SPDX-License-Identifier: BSD-3-Clause */
/* Ed25519 signatures (RFC 8032) on OpenSSL. */
#ifndef VDT_CRYPTO_ED25519_H
#define VDT_CRYPTO_ED25519_H

#include <stddef.h>
#include <stdint.h>

#define VDT_ED25519_SEED      32 /* the private key: bytes drawn at random */
#define VDT_ED25519_KEY	      32 /* the public key */
#define VDT_ED25519_SIGNATURE 64

/* The public key that belongs to @seed. Returns 0 or -EIO. */
int vdt_ed25519_key(const uint8_t seed[VDT_ED25519_SEED], uint8_t ret_key[VDT_ED25519_KEY]);
/* Returns 0 or -EIO. */
int vdt_ed25519_sign(const uint8_t seed[VDT_ED25519_SEED], const void *data, size_t len,
		     uint8_t ret_signature[VDT_ED25519_SIGNATURE]);
/* Returns 0, -EBADMSG (not the signature of @data by @key, or @key is none) or -EIO. */
int vdt_ed25519_verify(const uint8_t key[VDT_ED25519_KEY], const void *data, size_t len,
		       const uint8_t signature[VDT_ED25519_SIGNATURE]);

#endif /* VDT_CRYPTO_ED25519_H */
