// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/unit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

struct vdt_unit {
	EVP_PKEY *pkey;
	uint8_t key_id[VDT_NOTE_KEY_ID];
};

static X509 *parse_certificate(const uint8_t *bytes, size_t len)
{
	const uint8_t *at = bytes;
	X509 *certificate = len < (1u << 20) ? d2i_X509(NULL, &at, (long)len) : NULL;
	BIO *bio;

	if (certificate || len >= (1u << 20))
		return certificate;
	bio = BIO_new_mem_buf(bytes, (int)len);
	if (bio)
		certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	BIO_free(bio);
	return certificate;
}

static int take_key(struct vdt_unit *unit, X509 *certificate)
{
	uint8_t *spki = NULL;
	int len, err;

	unit->pkey = X509_get_pubkey(certificate);
	if (!unit->pkey || !EVP_PKEY_is_a(unit->pkey, "EC"))
		return -EBADMSG;
	len = i2d_PUBKEY(unit->pkey, &spki);
	if (len <= 0)
		return -EBADMSG;
	err = vdt_note_ecdsa_id(spki, (size_t)len, unit->key_id);
	OPENSSL_free(spki);
	return err;
}

int vdt_unit_new(const uint8_t *certificate, size_t len, struct vdt_unit **ret_unit)
{
	struct vdt_unit *unit = calloc(1, sizeof(*unit));
	X509 *parsed = parse_certificate(certificate, len);
	int err = -ENOMEM;

	if (unit)
		err = parsed ? take_key(unit, parsed) : -EBADMSG;
	X509_free(parsed);
	if (err) {
		vdt_unit_free(unit);
		return err;
	}
	*ret_unit = unit;
	return 0;
}

void vdt_unit_free(struct vdt_unit *unit)
{
	if (!unit)
		return;
	EVP_PKEY_free(unit->pkey);
	free(unit);
}

int vdt_unit_key_id(const uint8_t *certificate, size_t len, uint8_t ret_id[VDT_NOTE_KEY_ID])
{
	struct vdt_unit *unit;
	int err = vdt_unit_new(certificate, len, &unit);

	if (err)
		return err;
	memcpy(ret_id, unit->key_id, VDT_NOTE_KEY_ID);
	vdt_unit_free(unit);
	return 0;
}

int vdt_unit_check(const struct vdt_unit *unit, const struct vdt_note *note,
		   const struct vdt_note_signature *signature)
{
	EVP_MD_CTX *ctx;
	int err = -EIO;

	if (memcmp(signature->key_id, unit->key_id, VDT_NOTE_KEY_ID))
		return -ENOKEY;
	ctx = EVP_MD_CTX_new();
	if (ctx && EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, unit->pkey) == 1)
		err = EVP_DigestVerify(ctx, signature->bytes, signature->len,
				       (const uint8_t *)note->text, note->len) == 1
			      ? 0
			      : -EBADMSG;
	EVP_MD_CTX_free(ctx);
	return err;
}
