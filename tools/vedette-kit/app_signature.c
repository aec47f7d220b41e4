// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/app_signature.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <pthread.h>
#include <string.h>

/* A session with a token does one thing at a time. */
static pthread_mutex_t token_lock = PTHREAD_MUTEX_INITIALIZER;

/* What the key signs: the digest itself, or for fs-verity one by which the two are told apart. */
static bool to_sign(const struct vdt_app_digest *digest, uint8_t ret[VDT_DIGEST_MAX])
{
	uint8_t id[VDT_IMA_VERITY_MAX];

	if (digest->verity)
		return EVP_Digest(id, vdt_ima_verity_id(digest->hash, digest->bytes, id), ret, NULL,
				  vdt_app_hash_md(digest->hash), NULL);
	memcpy(ret, digest->bytes, sizeof(digest->bytes));
	return true;
}

/* PKCS#1 v1.5 is the default for RSA, but a default may change. */
static bool set_up(EVP_PKEY_CTX *ctx, enum vdt_hash hash)
{
	EVP_PKEY *key = EVP_PKEY_CTX_get0_pkey(ctx);

	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) <= 0)
		return false;
	return EVP_PKEY_CTX_set_signature_md(ctx, vdt_app_hash_md(hash)) > 0;
}

static bool sign(EVP_PKEY *key, const struct vdt_app_digest *digest, uint8_t *ret, size_t *len)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	uint8_t data[VDT_DIGEST_MAX];
	bool ok = ctx && to_sign(digest, data) && EVP_PKEY_sign_init(ctx) > 0 &&
		  set_up(ctx, digest->hash) &&
		  EVP_PKEY_sign(ctx, ret, len, data, vdt_hash_size(digest->hash)) > 0;

	EVP_PKEY_CTX_free(ctx);
	return ok;
}

int vdt_app_signature_make(const struct vdt_app_key *key, const struct vdt_app_digest *digest,
			   struct vdt_app_signature *ret_signature)
{
	struct vdt_ima_sig sig = {
		.hash = digest->hash, .verity = digest->verity, .key_id = key->id};
	size_t len = sizeof(ret_signature->bytes) - VDT_IMA_SIG_HEAD;
	bool ok;

	if (key->is_token)
		pthread_mutex_lock(&token_lock);
	ok = sign(key->key, digest, ret_signature->bytes + VDT_IMA_SIG_HEAD, &len);
	if (key->is_token)
		pthread_mutex_unlock(&token_lock);
	if (!ok)
		return -EIO;
	sig.sig_size = (uint16_t)len;
	vdt_ima_sig_head(&sig, ret_signature->bytes);
	ret_signature->len = VDT_IMA_SIG_HEAD + len;
	return 0;
}

bool vdt_app_signature_holds(const struct vdt_ima_sig *sig, const struct vdt_app_key *key,
			     const struct vdt_app_digest *digest)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key->key, NULL);
	uint8_t data[VDT_DIGEST_MAX];
	bool ok = ctx && to_sign(digest, data) && EVP_PKEY_verify_init(ctx) > 0 &&
		  set_up(ctx, digest->hash) &&
		  EVP_PKEY_verify(ctx, sig->sig, sig->sig_size, data, vdt_hash_size(digest->hash)) >
			  0;

	EVP_PKEY_CTX_free(ctx);
	ERR_clear_error();
	return ok;
}
