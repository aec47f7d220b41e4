/* SPDX-License-Identifier: BSD-3-Clause */
/* Detached CMS signatures (RFC 5652), as `openssl cms -sign -binary -outform DER` makes them. */
#ifndef VDT_KIT_CMS_H
#define VDT_KIT_CMS_H

#include <openssl/x509.h>
#include <stdint.h>

/*
 * Sign @data: SHA-256, signed attributes, the signer named by issuer and serial, its certificate
 * left out (the kernel has it). @ret_der is the caller's, OPENSSL_free() it. Returns 0, or -EIO
 * with the reason in OpenSSL's error queue.
 */
int vdt_cms_sign(const uint8_t *data, size_t len, EVP_PKEY *key, X509 *cert, uint8_t **ret_der,
		 size_t *ret_der_len);

/*
 * Was @data signed by the key of @cert, in a way that the kernel takes? Returns 0, -EINVAL (@der is
 * no CMS), -EOPNOTSUPP (it has S/MIME capabilities), -EKEYREJECTED (it was not; the reason in
 * OpenSSL's error queue).
 */
int vdt_cms_verify(const uint8_t *data, size_t len, const uint8_t *der, size_t der_len, X509 *cert);

#endif /* VDT_KIT_CMS_H */
