// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/certificate.h"

#include <errno.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#define SERIAL_BITS 128 /* RFC 5280: positive, at most 20 bytes */
#define DAY	    86400L

static EVP_PKEY *make_key(const struct vdt_certificate_request *request)
{
	return request->rsa ? EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)request->rsa)
			    : EVP_PKEY_Q_keygen(NULL, NULL, "EC", request->curve);
}

static int set_serial(X509 *cert)
{
	BIGNUM *serial = BN_new();
	int ok = serial && BN_rand(serial, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) &&
		 BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(cert));

	BN_free(serial);
	return ok;
}

static int set_name(X509 *cert, const struct vdt_certificate_request *request)
{
	X509_NAME *name = X509_get_subject_name(cert);

	return X509_NAME_add_entry_by_txt(name, "OU", MBSTRING_UTF8,
					  (const unsigned char *)request->role, -1, -1, 0) &&
	       X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
					  (const unsigned char *)request->subject, -1, -1, 0) &&
	       X509_set_issuer_name(cert, name);
}

static int add_extension(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX ctx;
	int ok;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, cert, cert, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	ok = extension && X509_add_ext(cert, extension, -1);
	X509_EXTENSION_free(extension);
	return ok;
}

static int fill(X509 *cert, EVP_PKEY *key, const struct vdt_certificate_request *request)
{
	return X509_set_version(cert, X509_VERSION_3) && set_serial(cert) &&
	       X509_gmtime_adj(X509_getm_notBefore(cert), 0) &&
	       X509_gmtime_adj(X509_getm_notAfter(cert), (long)request->days * DAY) &&
	       set_name(cert, request) && X509_set_pubkey(cert, key) &&
	       add_extension(cert, NID_basic_constraints, "critical,CA:FALSE") &&
	       add_extension(cert, NID_key_usage, "critical,digitalSignature") &&
	       add_extension(cert, NID_subject_key_identifier, "hash") &&
	       X509_sign(cert, key, EVP_sha256());
}

int vdt_certificate_new(const struct vdt_certificate_request *request, EVP_PKEY **ret_key,
			X509 **ret_cert)
{
	EVP_PKEY *key = make_key(request);
	X509 *cert = key ? X509_new() : NULL;

	if (!cert || !fill(cert, key, request)) {
		X509_free(cert);
		EVP_PKEY_free(key);
		return -EIO;
	}
	*ret_key = key;
	*ret_cert = cert;
	return 0;
}
