// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/app_key.h"

#include <openssl/x509v3.h>
#include <string.h>

#include "tools/vedette-kit/command.h"
#include "tools/vedette-kit/openssl_error.h"
#include "tools/vedette-kit/signer.h"

#define SHA1_LEN  20
#define RSA_LEAST 2048
#define RSA_MOST  4096

/* The last four bytes of an identifier. */
static uint32_t id_of(const uint8_t *bytes, size_t len)
{
	const uint8_t *last = bytes + len - 4;

	return (uint32_t)last[0] << 24 | (uint32_t)last[1] << 16 | (uint32_t)last[2] << 8 | last[3];
}

static int id_from_key(EVP_PKEY *key, uint32_t *ret_id)
{
	uint8_t digest[SHA1_LEN];
	const uint8_t *bits = NULL;
	X509_PUBKEY *info = NULL;
	int len = 0;
	bool ok = X509_PUBKEY_set(&info, key) &&
		  X509_PUBKEY_get0_param(NULL, &bits, &len, NULL, info) &&
		  EVP_Digest(bits, (size_t)len, digest, NULL, EVP_sha1(), NULL);

	X509_PUBKEY_free(info);
	if (!ok)
		return vdt_openssl_fail("no id can be made of the key");
	*ret_id = id_of(digest, sizeof(digest));
	return KIT_DONE;
}

/* The kernel finds keys by nothing but this extension. */
static int id_from_cert(X509 *cert, const char *path, uint32_t *ret_id)
{
	const ASN1_OCTET_STRING *skid = X509_get0_subject_key_id(cert);

	if (!skid || ASN1_STRING_length(skid) < 4)
		return vdt_kit_fail(KIT_REFUSED,
				    "certificate %s has no subject key identifier, by which a "
				    "camera finds it; make it with 'vedette-kit key new' or "
				    "'openssl req -addext subjectKeyIdentifier=hash'",
				    path);
	*ret_id = id_of(ASN1_STRING_get0_data(skid), (size_t)ASN1_STRING_length(skid));
	return KIT_DONE;
}

static bool is_rsa(EVP_PKEY *key)
{
	int bits = EVP_PKEY_get_bits(key);

	return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA && bits >= RSA_LEAST && bits <= RSA_MOST;
}

static bool is_ecdsa(EVP_PKEY *key)
{
	char curve[32];
	size_t len;

	return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
	       EVP_PKEY_get_group_name(key, curve, sizeof(curve), &len) &&
	       (!strcmp(curve, "prime256v1") || !strcmp(curve, "secp384r1"));
}

/* What kernels can check: include/crypto/akcipher.h has no other keys in 6.1 and 6.12. */
static int check_kind(EVP_PKEY *key, const char *from)
{
	char shown[VDT_SIGNER_SHOWN];

	if (is_rsa(key) || is_ecdsa(key))
		return KIT_DONE;
	return vdt_kit_fail(KIT_REFUSED,
			    "%s: no camera can check signatures of such a key; take RSA of %d to "
			    "%d bits, or ECDSA on P-256 or P-384",
			    vdt_signer_shown(from, shown), RSA_LEAST, RSA_MOST);
}

int vdt_app_key_private(const char *from, const char *cert, struct vdt_app_key *ret_key)
{
	X509 *x509 = NULL;
	int code;

	*ret_key = (struct vdt_app_key){.is_token = vdt_signer_is_token(from)};
	code = cert ? vdt_signer_pair(from, cert, &ret_key->key, &x509)
		    : vdt_signer_key(from, &ret_key->key);
	if (!code)
		code = check_kind(ret_key->key, from);
	if (!code)
		code = x509 ? id_from_cert(x509, cert, &ret_key->id)
			    : id_from_key(ret_key->key, &ret_key->id);
	X509_free(x509);
	if (code)
		vdt_app_key_done(ret_key);
	return code;
}

void vdt_app_key_done(struct vdt_app_key *key)
{
	EVP_PKEY_free(key->key);
	key->key = NULL;
}

int vdt_app_keys_add(struct vdt_app_keys *keys, const char *path)
{
	struct vdt_app_key key = {0};
	X509 *cert = NULL;
	int code;

	if (keys->count == VDT_APP_KEYS)
		return vdt_kit_fail(KIT_USAGE, "more than %u --cert", VDT_APP_KEYS);
	code = vdt_signer_cert(path, &cert);
	if (code)
		return code;
	key.key = X509_get_pubkey(cert);
	code = key.key ? check_kind(key.key, path) : vdt_openssl_fail("certificate %s", path);
	if (!code)
		code = id_from_cert(cert, path, &key.id);
	X509_free(cert);
	if (code)
		vdt_app_key_done(&key);
	else
		keys->list[keys->count++] = key;
	return code;
}

const struct vdt_app_key *vdt_app_keys_find(const struct vdt_app_keys *keys, uint32_t id)
{
	for (size_t i = 0; i < keys->count; i++)
		if (keys->list[i].id == id)
			return &keys->list[i];
	return NULL;
}

void vdt_app_keys_done(struct vdt_app_keys *keys)
{
	while (keys->count)
		vdt_app_key_done(&keys->list[--keys->count]);
}
