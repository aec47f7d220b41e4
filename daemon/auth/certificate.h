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

#endif /* VDT_AUTH_CERTIFICATE_H */
