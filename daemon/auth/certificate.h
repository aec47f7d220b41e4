/* SPDX-License-Identifier: BSD-3-Clause */
/* The certificate that a unit makes for itself. */
#ifndef VDT_AUTH_CERTIFICATE_H
#define VDT_AUTH_CERTIFICATE_H

#include <openssl/x509.h>

/*
 * A self-signed server certificate (RFC 5280) for @key. It names what the device is called and
 * every address it has now, besides localhost, and is valid from 2020 to the end of time (section
 * 4.1.2.5): a camera without a clock must not refuse itself. Returns 0, -ENOMEM or -EIO; the
 * caller frees it.
 */
int vdt_certificate_make(EVP_PKEY *key, X509 **ret_certificate);
/*
 * A request (PKCS #10, RFC 2986) for another certificate of @key, for the names in @present. Its
 * subject is the common name @subject, or that of @present if that is empty. Returns 0, -ENOMEM,
 * -EINVAL (@subject does not fit: RFC 5280 allows 64 characters), or -EIO; the caller frees it.
 */
int vdt_certificate_request(EVP_PKEY *key, const X509 *present, const char *subject,
			    X509_REQ **ret_request);

#endif /* VDT_AUTH_CERTIFICATE_H */
