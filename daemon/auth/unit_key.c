// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/unit_key.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "daemon/auth/certificate.h"
#include "lib/crypto/sealed.h"
#include "lib/crypto/secret.h"

#define FORMAT	1
#define PURPOSE "unit-key"

struct vdt_unit_key {
	struct vdt_sealed file;
	EVP_PKEY *pkey;
	X509 *certificate;
	uint8_t *der;
	int der_len;
};

void vdt_unit_key_free(struct vdt_unit_key *key)
{
	if (!key)
		return;
	EVP_PKEY_free(key->pkey);
	X509_free(key->certificate);
	OPENSSL_free(key->der);
	free(key);
}

/* The text of a memory BIO, to be freed with vdt_wipe_free(). */
static char *take_text(BIO *bio)
{
	char *data, *text;
	long len = BIO_get_mem_data(bio, &data);

	text = len > 0 ? calloc(1, (size_t)len + 1) : NULL;
	if (text)
		memcpy(text, data, (size_t)len);
	return text;
}

static char *print_pem(const struct vdt_unit_key *key, bool private)
{
	BIO *bio = BIO_new(BIO_s_secmem());
	char *text = NULL;

	if (bio &&
	    (private ? PEM_write_bio_PKCS8PrivateKey(bio, key->pkey, NULL, NULL, 0, NULL, NULL)
		     : PEM_write_bio_X509(bio, key->certificate)) == 1)
		text = take_text(bio);
	BIO_free(bio);
	return text;
}

static int save_key(struct vdt_unit_key *key)
{
	char *private = print_pem(key, true), *certificate = print_pem(key, false), *text = NULL;
	json_t *root = NULL;
	int err = -ENOMEM;

	if (private && certificate)
		root = json_pack("{s:i, s:s, s:s}", "version", FORMAT, "key", private,
				 "certificate", certificate);
	if (root)
		text = json_dumps(root, JSON_COMPACT);
	if (text)
		err = vdt_sealed_write(&key->file, text, strlen(text));
	json_decref(root);
	vdt_wipe_free(text);
	vdt_wipe_free(private);
	vdt_wipe_free(certificate);
	return err;
}

static int parse_pem(struct vdt_unit_key *key, const char *private, const char *certificate)
{
	BIO *a = BIO_new_mem_buf(private, -1), *b = BIO_new_mem_buf(certificate, -1);

	if (a)
		key->pkey = PEM_read_bio_PrivateKey(a, NULL, NULL, NULL);
	if (b)
		key->certificate = PEM_read_bio_X509(b, NULL, NULL, NULL);
	BIO_free(a);
	BIO_free(b);
	if (!key->pkey || !key->certificate ||
	    X509_check_private_key(key->certificate, key->pkey) != 1)
		return -EBADMSG;
	return 0;
}

static int parse_key(struct vdt_unit_key *key, const uint8_t *data, size_t len)
{
	json_t *root = json_loadb((const char *)data, len, JSON_REJECT_DUPLICATES, NULL);
	const char *private, *certificate;
	int format, err = -EBADMSG;

	if (root &&
	    !json_unpack(root, "{s:i, s:s, s:s !}", "version", &format, "key", &private,
			 "certificate", &certificate) &&
	    format == FORMAT)
		err = parse_pem(key, private, certificate);
	json_decref(root);
	return err;
}

static int make_key(struct vdt_unit_key *key)
{
	int err;

	key->pkey = EVP_EC_gen("P-256");
	if (!key->pkey)
		return -EIO;
	err = vdt_certificate_make(key->pkey, &key->certificate);
	return err ? err : save_key(key);
}

/* Signs once: a key that cannot is found now, and OpenSSL has set itself up before the system call
 * filter is in force. */
static int check_key(struct vdt_unit_key *key)
{
	uint8_t digest[VDT_SHA256] = {0}, signature[VDT_SIGNATURE_MAX];
	int len;

	if (!EVP_PKEY_is_a(key->pkey, "EC") || EVP_PKEY_get_bits(key->pkey) != 256)
		return -EBADMSG;
	key->der_len = i2d_X509(key->certificate, &key->der);
	if (key->der_len <= 0 || key->der_len > VDT_CERTIFICATE_MAX)
		return -EBADMSG;
	len = vdt_unit_key_sign(key, digest, sizeof(digest), signature);
	return len < 0 ? len : 0;
}

static int load_key(struct vdt_unit_key *key, int *ret_made)
{
	uint8_t *data;
	size_t len;
	int err;

	err = vdt_sealed_read(&key->file, &data, &len);
	*ret_made = err == -ENOENT;
	if (err == -ENOENT) {
		err = make_key(key);
	} else if (!err) {
		err = parse_key(key, data, len);
		vdt_wipe_free(data);
	}
	return err ? err : check_key(key);
}

int vdt_unit_key_load(const char *path, const uint8_t *seal_key, struct vdt_unit_key **ret_key,
		      int *ret_made)
{
	struct vdt_unit_key *key = calloc(1, sizeof(*key));
	int err;

	if (!key)
		return -ENOMEM;
	err = vdt_sealed_init(&key->file, path, PURPOSE, seal_key);
	if (!err)
		err = load_key(key, ret_made);
	if (err) {
		vdt_unit_key_free(key);
		return err;
	}
	*ret_key = key;
	return 0;
}

const uint8_t *vdt_unit_key_certificate(const struct vdt_unit_key *key, size_t *ret_len)
{
	*ret_len = (size_t)key->der_len;
	return key->der;
}

int vdt_unit_key_sign(struct vdt_unit_key *key, const uint8_t *digest, size_t len,
		      uint8_t ret_signature[VDT_SIGNATURE_MAX])
{
	size_t signature_len = VDT_SIGNATURE_MAX;
	EVP_PKEY_CTX *ctx;
	bool ok;

	if (len != 32 && len != 48 && len != 64)
		return -EINVAL;
	ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key->pkey, NULL);
	ok = ctx && EVP_PKEY_sign_init(ctx) == 1 &&
	     EVP_PKEY_sign(ctx, ret_signature, &signature_len, digest, len) == 1;
	EVP_PKEY_CTX_free(ctx);
	return ok ? (int)signature_len : -EIO;
}

int vdt_unit_key_request(const struct vdt_unit_key *key, const char *subject,
			 uint8_t ret_der[VDT_CERTIFICATE_MAX])
{
	X509_REQ *request;
	int len, err;

	err = vdt_certificate_request(key->pkey, key->certificate, subject, &request);
	if (err)
		return err;
	len = i2d_X509_REQ(request, NULL);
	if (len > 0 && len <= VDT_CERTIFICATE_MAX)
		i2d_X509_REQ(request, &ret_der);
	else
		len = -EIO;
	X509_REQ_free(request);
	return len;
}

/* Exchange what stands in @key with what is in the arguments. */
static void swap_certificate(struct vdt_unit_key *key, X509 **certificate, uint8_t **der, int *len)
{
	struct vdt_unit_key old = *key;

	key->certificate = *certificate;
	key->der = *der;
	key->der_len = *len;
	*certificate = old.certificate;
	*der = old.der;
	*len = old.der_len;
}

static int check_certificate(const struct vdt_unit_key *key, X509 *certificate, uint8_t **ret_der,
			     int *ret_len)
{
	if (!certificate)
		return -EBADMSG;
	*ret_len = i2d_X509(certificate, ret_der);
	if (*ret_len <= 0 || *ret_len > VDT_CERTIFICATE_MAX)
		return -EBADMSG;
	return X509_check_private_key(certificate, key->pkey) == 1 ? 0 : -EINVAL;
}

int vdt_unit_key_certify(struct vdt_unit_key *key, const uint8_t *der, size_t len)
{
	const uint8_t *at = der;
	X509 *certificate = d2i_X509(NULL, &at, (long)len);
	uint8_t *copy = NULL;
	int copy_len = 0, err;

	err = at == der + len ? check_certificate(key, certificate, &copy, &copy_len) : -EBADMSG;
	if (!err) {
		swap_certificate(key, &certificate, &copy, &copy_len);
		err = save_key(key);
		if (err)
			swap_certificate(key, &certificate, &copy, &copy_len);
	}
	X509_free(certificate);
	OPENSSL_free(copy);
	return err;
}
