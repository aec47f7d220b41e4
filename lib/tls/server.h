/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_TLS_SERVER_H
#define VDT_TLS_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include <openssl/ssl.h>

struct vdt_signer;

/*
 * Have OpenSSL load now, while system calls are not filtered, what it would load on first use; its
 * configuration file has no say here. Returns 0 or -ENOMEM.
 */
int vdt_tls_start(void);
/*
 * The server's side of TLS 1.2 and 1.3 with ECDHE and AEAD only (RFC 9325), for the certificate
 * @der whose key @signer reaches. Returns 0; -EBADMSG if @der is no certificate of a P-256 key;
 * -ENOMEM.
 */
int vdt_tls_new(const uint8_t *der, size_t len, struct vdt_signer *signer, SSL_CTX **ret_ctx);
/* New ticket keys; tickets made before are good for nothing. Returns 0 or as vdt_random(). */
int vdt_tls_rotate(SSL_CTX *ctx);

#endif /* VDT_TLS_SERVER_H */
