// SPDX-License-Identifier: BSD-3-Clause
#include "lib/crypto/gcm.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

static EVP_CIPHER *aes;

static void fetch_cipher(void)
{
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	aes = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
}

static EVP_CIPHER_CTX *start_cipher(const struct vdt_gcm *gcm, int encrypt)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	EVP_CIPHER_CTX *ctx;
	int n;

	pthread_once(&once, fetch_cipher);
	ctx = aes ? EVP_CIPHER_CTX_new() : NULL;
	if (ctx && EVP_CipherInit_ex(ctx, aes, NULL, gcm->key, gcm->nonce, encrypt) == 1 &&
	    EVP_CipherUpdate(ctx, NULL, &n, gcm->aad, (int)gcm->aad_len) == 1)
		return ctx;
	EVP_CIPHER_CTX_free(ctx);
	return NULL;
}

int vdt_gcm_seal(const struct vdt_gcm *gcm, const uint8_t *from, size_t len, uint8_t *to)
{
	EVP_CIPHER_CTX *ctx = len <= INT_MAX ? start_cipher(gcm, 1) : NULL;
	int n, ok;

	if (!ctx)
		return -EIO;
	ok = EVP_EncryptUpdate(ctx, to, &n, from, (int)len) == 1 &&
	     EVP_EncryptFinal_ex(ctx, to + len, &n) == 1 &&
	     EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, VDT_GCM_TAG, to + len) == 1;
	EVP_CIPHER_CTX_free(ctx);
	return ok ? 0 : -EIO;
}

int vdt_gcm_open(const struct vdt_gcm *gcm, const uint8_t *from, size_t len, uint8_t *to)
{
	EVP_CIPHER_CTX *ctx = len <= INT_MAX ? start_cipher(gcm, 0) : NULL;
	uint8_t tag[VDT_GCM_TAG];
	int n, ok;

	if (!ctx)
		return -EIO;
	memcpy(tag, from + len, VDT_GCM_TAG);
	ok = EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, VDT_GCM_TAG, tag) == 1 &&
	     EVP_DecryptUpdate(ctx, to, &n, from, (int)len) == 1 &&
	     EVP_DecryptFinal_ex(ctx, to + len, &n) == 1;
	EVP_CIPHER_CTX_free(ctx);
	if (ok)
		return 0;
	explicit_bzero(to, len);
	return -EBADMSG;
}
