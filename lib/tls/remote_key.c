// SPDX-License-Identifier: BSD-3-Clause
/* A provider would be the new way to a key that is elsewhere, at ten times the code. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <errno.h>
#include <stdlib.h>

#include <openssl/ec.h>

#include "lib/tls/remote_key.h"

struct vdt_remote_key {
	EC_KEY_METHOD *method;
	vdt_remote_sign sign;
	void *ctx;
};

static int slot = -1; /* of ex_data: one per process, as OpenSSL counts them */

static int sign(int type, const unsigned char *digest, int len, unsigned char *sig,
		unsigned int *sig_len, const BIGNUM *kinv, const BIGNUM *r, EC_KEY *ec)
{
	const struct vdt_remote_key *key = EC_KEY_get_ex_data(ec, slot);
	int got;

	if (!key || len <= 0)
		return 0;
	got = key->sign(key->ctx, digest, (size_t)len, sig, (size_t)ECDSA_size(ec));
	if (got <= 0)
		return 0;
	*sig_len = (unsigned int)got;
	return 1;
}

int vdt_remote_key_new(vdt_remote_sign sign_with, void *ctx, struct vdt_remote_key **ret_key)
{
	struct vdt_remote_key *key = calloc(1, sizeof(*key));

	if (slot < 0)
		slot = EC_KEY_get_ex_new_index(0, NULL, NULL, NULL, NULL);
	if (key)
		key->method = EC_KEY_METHOD_new(EC_KEY_OpenSSL());
	if (slot < 0 || !key || !key->method) {
		vdt_remote_key_free(key);
		return -ENOMEM;
	}
	EC_KEY_METHOD_set_sign(key->method, sign, NULL, NULL);
	key->sign = sign_with;
	key->ctx = ctx;
	*ret_key = key;
	return 0;
}

void vdt_remote_key_free(struct vdt_remote_key *key)
{
	if (!key)
		return;
	EC_KEY_METHOD_free(key->method);
	free(key);
}

EVP_PKEY *vdt_remote_key_for(struct vdt_remote_key *key, X509 *cert)
{
	EVP_PKEY *public = X509_get0_pubkey(cert), *pkey = EVP_PKEY_new();
	const EC_KEY *half = public ? EVP_PKEY_get0_EC_KEY(public) : NULL;
	EC_KEY *ec = half ? EC_KEY_dup(half) : NULL;

	if (!pkey || !ec ||
	    EC_GROUP_get_curve_name(EC_KEY_get0_group(ec)) != NID_X9_62_prime256v1 ||
	    !EC_KEY_set_method(ec, key->method) || !EC_KEY_set_ex_data(ec, slot, key) ||
	    !EVP_PKEY_assign_EC_KEY(pkey, ec)) {
		EC_KEY_free(ec);
		EVP_PKEY_free(pkey);
		return NULL;
	}
	return pkey;
}
