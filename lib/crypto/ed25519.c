// SPDX-License-Identifier: BSD-3-Clause
#include "lib/crypto/ed25519.h"

#include <errno.h>

#include <openssl/evp.h>

static EVP_PKEY *load_seed(const uint8_t *seed)
{
	return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, VDT_ED25519_SEED);
}

int vdt_ed25519_key(const uint8_t seed[VDT_ED25519_SEED], uint8_t ret_key[VDT_ED25519_KEY])
{
	size_t len = VDT_ED25519_KEY;
	EVP_PKEY *pkey = load_seed(seed);
	int ok = pkey && EVP_PKEY_get_raw_public_key(pkey, ret_key, &len) == 1;

	EVP_PKEY_free(pkey);
	return ok ? 0 : -EIO;
}

int vdt_ed25519_sign(const uint8_t seed[VDT_ED25519_SEED], const void *data, size_t len,
		     uint8_t ret_signature[VDT_ED25519_SIGNATURE])
{
	size_t signature_len = VDT_ED25519_SIGNATURE;
	EVP_PKEY *pkey = load_seed(seed);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int ok;

	ok = pkey && ctx && EVP_DigestSignInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
	     EVP_DigestSign(ctx, ret_signature, &signature_len, data, len) == 1;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	return ok ? 0 : -EIO;
}

int vdt_ed25519_verify(const uint8_t key[VDT_ED25519_KEY], const void *data, size_t len,
		       const uint8_t signature[VDT_ED25519_SIGNATURE])
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, VDT_ED25519_KEY);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int err = -EIO;

	if (pkey && ctx && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1)
		err = EVP_DigestVerify(ctx, signature, VDT_ED25519_SIGNATURE, data, len) == 1
			      ? 0
			      : -EBADMSG;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	return err;
}
