/* SPDX-License-Identifier: BSD-3-Clause */
/* The server's side of TLS, as every process that strangers reach has it. */
#ifndef VDT_TLS_SERVER_H
#define VDT_TLS_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include <openssl/ssl.h>

#include "lib/tls/remote_key.h"

/*
 * Have OpenSSL load now, while system calls are not filtered, what it would load on first use; its
 * configuration file has no say here. Returns 0 or -ENOMEM.
 */
int vdt_tls_start(void);
/*
 * TLS 1.2 and 1.3 with ECDHE and AEAD only (RFC 9325; the suites of the ONVIF Security Baseline
 * 26.06 for P-256); no renegotiation, no compression; the state of a session in tickets only.
 * Returns 0 or -ENOMEM.
 */
int vdt_tls_policy(SSL_CTX *ctx);
/*
 * Be the one whom the certificate @der names, whose private key is @key; also again. Returns 0, or
 * -EBADMSG if @der is no certificate of a P-256 key.
 */
int vdt_tls_identify(SSL_CTX *ctx, const uint8_t *der, size_t len, struct vdt_remote_key *key);
/* Both of the above. Returns 0, -EBADMSG, -ENOMEM. */
int vdt_tls_new(const uint8_t *der, size_t len, struct vdt_remote_key *key, SSL_CTX **ret_ctx);
/* New ticket keys; tickets made before are good for nothing. Returns 0 or as vdt_random(). */
int vdt_tls_rotate(SSL_CTX *ctx);

#endif /* VDT_TLS_SERVER_H */
