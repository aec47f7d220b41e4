// SPDX-License-Identifier: GPL-2.0-only
#include <linux/crypto.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/key.h>
#include <linux/string.h>
#include <crypto/public_key.h>
#include <keys/asymmetric-subtype.h>
#include <keys/asymmetric-type.h>

#include "app_sig.h"
#include "keyring.h"

/*
 * Written by init only. To ask for an algorithm makes the kernel load and build it, which is done
 * before anything waits for a verdict: modprobe would, for just that.
 */
static struct scheme {
	const char *name;
	const char *key;      /* the algorithm of the key */
	enum vdt_hash hash;   /* NONE: any */
	const char *encoding; /* of the signature */
	const char *algorithm;
	bool available;
} schemes[] = {
	{"rsa-sha256", "rsa", VDT_HASH_SHA256, "pkcs1", "pkcs1pad(rsa,sha256)"},
	{"rsa-sha384", "rsa", VDT_HASH_SHA384, "pkcs1", "pkcs1pad(rsa,sha384)"},
	{"rsa-sha512", "rsa", VDT_HASH_SHA512, "pkcs1", "pkcs1pad(rsa,sha512)"},
	{"ecdsa-p256", "ecdsa-nist-p256", VDT_HASH_NONE, "x962", "ecdsa-nist-p256"},
	{"ecdsa-p384", "ecdsa-nist-p384", VDT_HASH_NONE, "x962", "ecdsa-nist-p384"},
};

void vdt_app_sig_init(void)
{
	struct scheme *scheme;

	for (scheme = schemes; scheme < schemes + ARRAY_SIZE(schemes); scheme++)
		scheme->available = crypto_has_alg(scheme->algorithm, 0, 0);
}

bool vdt_app_sig_scheme(unsigned int index, const char **ret_name, bool *ret_available)
{
	if (index >= ARRAY_SIZE(schemes))
		return false;
	*ret_name = schemes[index].name;
	*ret_available = schemes[index].available;
	return true;
}

enum vedette_integrity_reason vdt_app_sig_key(u32 key_id, struct key **ret_key)
{
	char name[sizeof("id:01234567")];
	key_ref_t key;

	/* A description of this form means a key whose id ends so. */
	snprintf(name, sizeof(name), "id:%08x", key_id);
	key = keyring_search(make_key_ref(vdt_keyring(VDT_ROLE_APPLICATION), true),
			     &key_type_asymmetric, name, true);
	if (IS_ERR(key))
		return PTR_ERR(key) == -ENOMEM ? VEDETTE_INTEGRITY_REASON_NO_MEMORY
					       : VEDETTE_INTEGRITY_REASON_UNKNOWN_KEY;
	*ret_key = key_ref_to_ptr(key);
	return VEDETTE_INTEGRITY_REASON_NONE;
}

static const struct scheme *find_scheme(const struct public_key *key, enum vdt_hash hash)
{
	const struct scheme *scheme;

	for (scheme = schemes; scheme < schemes + ARRAY_SIZE(schemes); scheme++)
		if (!strcmp(key->pkey_algo, scheme->key) &&
		    (scheme->hash == hash || scheme->hash == VDT_HASH_NONE))
			return scheme->available ? scheme : NULL;
	return NULL;
}

static enum vedette_integrity_reason explain(int err)
{
	switch (err) {
	case 0:
		return VEDETTE_INTEGRITY_REASON_NONE;
	case -ENOENT:
	case -ENOPKG:
	case -ENOTSUPP:
		return VEDETTE_INTEGRITY_REASON_UNSUPPORTED;
	case -ENOMEM:
		return VEDETTE_INTEGRITY_REASON_NO_MEMORY;
	case -EINTR:
		return VEDETTE_INTEGRITY_REASON_INTERRUPTED;
	}
	return VEDETTE_INTEGRITY_REASON_BAD_SIGNATURE;
}

/* As asymmetric_verify() of the kernel's security/integrity does it. */
enum vedette_integrity_reason vdt_app_sig_verify(const struct key *key,
						 const struct vdt_ima_sig *sig, u8 *digest,
						 bool *ret_doubtful)
{
	const struct public_key *public_key = asymmetric_key_public_key(key);
	struct public_key_signature signature = {};
	const struct scheme *scheme;
	int err;

	scheme = public_key ? find_scheme(public_key, sig->hash) : NULL;
	if (!scheme)
		return VEDETTE_INTEGRITY_REASON_UNSUPPORTED;
	signature.s = (u8 *)sig->sig;
	signature.s_size = sig->sig_size;
	signature.digest = digest;
	signature.digest_size = vdt_hash_size(sig->hash);
	signature.pkey_algo = public_key->pkey_algo;
	signature.hash_algo = vdt_hash_name(sig->hash);
	signature.encoding = scheme->encoding;
	err = verify_signature(key, &signature);
	*ret_doubtful = err == -EINVAL;
	return explain(err);
}
