// SPDX-License-Identifier: BSD-3-Clause
#include "lib/crypto/digest.h"

#include <errno.h>
#include <pthread.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

static EVP_MD *sha256;

/* A fetch walks the providers each time, so it is done once. The configuration file is left alone:
 * what a camera computes must not depend on a file in /etc. */
static void fetch_digest(void)
{
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	sha256 = EVP_MD_fetch(NULL, "SHA2-256", NULL);
}

static const EVP_MD *get_digest(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, fetch_digest);
	return sha256;
}

int vdt_sha256(const void *data, size_t len, uint8_t ret_digest[VDT_SHA256])
{
	const EVP_MD *md = get_digest();

	if (!md || EVP_Digest(data, len, ret_digest, NULL, md, NULL) != 1)
		return -EIO;
	return 0;
}

int vdt_sha256_parts(const struct iovec *parts, unsigned int n, uint8_t ret_digest[VDT_SHA256])
{
	const EVP_MD *md = get_digest();
	EVP_MD_CTX *ctx = md ? EVP_MD_CTX_new() : NULL;
	int ok = ctx && EVP_DigestInit_ex2(ctx, md, NULL) == 1;

	for (unsigned int i = 0; ok && i < n; i++)
		ok = EVP_DigestUpdate(ctx, parts[i].iov_base, parts[i].iov_len) == 1;
	ok = ok && EVP_DigestFinal_ex(ctx, ret_digest, NULL) == 1;
	EVP_MD_CTX_free(ctx);
	return ok ? 0 : -EIO;
}

int vdt_hmac_sha256(const void *key, size_t key_len, const void *data, size_t len,
		    uint8_t ret_mac[VDT_SHA256])
{
	const EVP_MD *md = get_digest();

	if (!md || !HMAC(md, key, (int)key_len, data, len, ret_mac, NULL))
		return -EIO;
	return 0;
}
