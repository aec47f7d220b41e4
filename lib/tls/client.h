/* SPDX-License-Identifier: BSD-3-Clause */
/* The client's side of TLS: of what a process of ours sends elsewhere. */
#ifndef VDT_TLS_CLIENT_H
#define VDT_TLS_CLIENT_H

#include <openssl/ssl.h>

/*
 * TLS 1.2 and 1.3 with ECDHE and AEAD only, for a server whose certificate one in the file @ca
 * (PEM) vouches for. Returns 0; -ENOENT: there is no such file, or no certificate in it; -ENOMEM.
 */
int vdt_tls_client_new(const char *ca, SSL_CTX **ret_ctx);
/*
 * Have the handshake of @ssl fail unless the certificate of the server says @name in its
 * subjectAltName, or, if @name is empty, @address. Its subject does not count (RFC 9525). Returns 0
 * or -EINVAL.
 */
int vdt_tls_client_expect(SSL *ssl, const char *name, const char *address);

#endif /* VDT_TLS_CLIENT_H */
