/* SPDX-License-Identifier: BSD-3-Clause */
/* Private keys and certificates from where people keep them. */
#ifndef VDT_KIT_SIGNER_H
#define VDT_KIT_SIGNER_H

#include <openssl/x509.h>
#include <stdbool.h>

/*
 * A private key by file name (PEM, may ask for a pass phrase) or by PKCS#11 URI (RFC 7512), the
 * caller's to free. Says on standard error why not; returns an exit code.
 */
int vdt_signer_key(const char *from, EVP_PKEY **ret_key);
/* A certificate by file name, PEM or DER. The same. */
int vdt_signer_cert(const char *path, X509 **ret_cert);
/* Both, and that they belong together. The same; on failure both are NULL. */
int vdt_signer_pair(const char *key, const char *cert, EVP_PKEY **ret_key, X509 **ret_cert);

/* Is it the URI of a key in a token? */
bool vdt_signer_is_token(const char *from);

#define VDT_SIGNER_SHOWN 256

/*
 * Where a key is from, as it may stand in a message: of a URI without the PIN, and cut to @room.
 * Returns @from or @room.
 */
const char *vdt_signer_shown(const char *from, char room[VDT_SIGNER_SHOWN]);

#endif /* VDT_KIT_SIGNER_H */
