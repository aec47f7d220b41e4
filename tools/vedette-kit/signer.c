// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/signer.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/provider.h>
#include <openssl/store.h>
#include <stdio.h>
#include <string.h>

#include "tools/vedette-kit/command.h"
#include "tools/vedette-kit/engine.h"
#include "tools/vedette-kit/openssl_error.h"

#define PIN "pin-value=" /* RFC 7512, section 2.4 */

static int key_from_file(const char *path, EVP_PKEY **ret_key)
{
	BIO *file = BIO_new_file(path, "r");

	*ret_key = file ? PEM_read_bio_PrivateKey(file, NULL, NULL, NULL) : NULL;
	BIO_free(file);
	return *ret_key ? KIT_DONE : vdt_openssl_fail("private key %s", path);
}

/* The first private key that the URI names, through whichever provider knows the scheme. */
static EVP_PKEY *key_from_store(const char *uri)
{
	OSSL_STORE_CTX *store = OSSL_STORE_open(uri, NULL, NULL, NULL, NULL);
	EVP_PKEY *key = NULL;

	while (store && !key && !OSSL_STORE_eof(store)) {
		OSSL_STORE_INFO *info = OSSL_STORE_load(store);

		if (info && OSSL_STORE_INFO_get_type(info) == OSSL_STORE_INFO_PKEY)
			key = OSSL_STORE_INFO_get1_PKEY(info);
		OSSL_STORE_INFO_free(info);
	}
	OSSL_STORE_close(store);
	return key;
}

static int key_from_token(const char *uri, EVP_PKEY **ret_key)
{
	char shown[VDT_SIGNER_SHOWN];
	bool provider = OSSL_PROVIDER_try_load(NULL, "pkcs11", 1);

	ERR_clear_error();
	if (!provider && !vdt_engine_available())
		return vdt_kit_fail(KIT_REFUSED,
				    "%s: OpenSSL cannot talk to tokens; install the package "
				    "pkcs11-provider or libengine-pkcs11-openssl",
				    vdt_signer_shown(uri, shown));
	*ret_key = provider ? key_from_store(uri) : vdt_engine_key(uri);
	return *ret_key ? KIT_DONE
			: vdt_openssl_fail("private key %s", vdt_signer_shown(uri, shown));
}

int vdt_signer_key(const char *from, EVP_PKEY **ret_key)
{
	return vdt_signer_is_token(from) ? key_from_token(from, ret_key)
					 : key_from_file(from, ret_key);
}

bool vdt_signer_is_token(const char *from)
{
	return !strncmp(from, "pkcs11:", strlen("pkcs11:"));
}

const char *vdt_signer_shown(const char *from, char room[VDT_SIGNER_SHOWN])
{
	size_t used = 0;

	if (!vdt_signer_is_token(from))
		return from;
	while (*from && used < VDT_SIGNER_SHOWN - 1) {
		if (!strncmp(from, PIN, strlen(PIN))) {
			used += snprintf(room + used, VDT_SIGNER_SHOWN - used, PIN "...");
			from += strcspn(from, ";&?");
		} else {
			room[used++] = *from++;
		}
	}
	room[used < VDT_SIGNER_SHOWN ? used : VDT_SIGNER_SHOWN - 1] = '\0';
	return room;
}

int vdt_signer_cert(const char *path, X509 **ret_cert)
{
	BIO *file = BIO_new_file(path, "r");
	X509 *cert = file ? PEM_read_bio_X509(file, NULL, NULL, NULL) : NULL;

	if (file && !cert) {
		ERR_clear_error();
		BIO_seek(file, 0);
		cert = d2i_X509_bio(file, NULL);
	}
	BIO_free(file);
	*ret_cert = cert;
	return cert ? KIT_DONE : vdt_openssl_fail("certificate %s", path);
}

int vdt_signer_pair(const char *key, const char *cert, EVP_PKEY **ret_key, X509 **ret_cert)
{
	int code;

	*ret_key = NULL;
	code = vdt_signer_cert(cert, ret_cert);
	if (!code)
		code = vdt_signer_key(key, ret_key);
	if (!code && !X509_check_private_key(*ret_cert, *ret_key))
		code = vdt_openssl_fail("the certificate does not belong to the private key");
	if (!code)
		return KIT_DONE;
	X509_free(*ret_cert);
	EVP_PKEY_free(*ret_key);
	*ret_cert = NULL;
	*ret_key = NULL;
	return code;
}
