/* SPDX-License-Identifier: BSD-3-Clause */
/* SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104) on OpenSSL. */
#ifndef VDT_CRYPTO_DIGEST_H
#define VDT_CRYPTO_DIGEST_H

#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#define VDT_SHA256 32

/* Returns 0, or -EIO if OpenSSL refuses. */
int vdt_sha256(const void *data, size_t len, uint8_t ret_digest[VDT_SHA256]);
/* The digest of @n parts, one behind the other. Returns 0, or -EIO if OpenSSL refuses. */
int vdt_sha256_parts(const struct iovec *parts, unsigned int n, uint8_t ret_digest[VDT_SHA256]);
/* Returns 0, or -EIO if OpenSSL refuses. */
int vdt_hmac_sha256(const void *key, size_t key_len, const void *data, size_t len,
		    uint8_t ret_mac[VDT_SHA256]);

#endif /* VDT_CRYPTO_DIGEST_H */
