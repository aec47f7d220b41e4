/* SPDX-License-Identifier: BSD-3-Clause */
/* Key pairs and the self-signed certificates that the module is built with. */
#ifndef VDT_KIT_CERTIFICATE_H
#define VDT_KIT_CERTIFICATE_H

#include <openssl/x509.h>

struct vdt_certificate_request {
	const char *subject; /* common name */
	const char *role;    /* organizational unit */
	unsigned int days;   /* validity, from now */
	unsigned int rsa;    /* bits; 0: the curve */
	const char *curve;
};

/*
 * Make a key and a certificate that signs itself: SHA-256, subject key identifier, digital
 * signatures only. Both are the caller's to free. Returns 0, or -EIO with the reason in OpenSSL's
 * error queue.
 */
int vdt_certificate_new(const struct vdt_certificate_request *request, EVP_PKEY **ret_key,
			X509 **ret_cert);

#endif /* VDT_KIT_CERTIFICATE_H */
