// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/cms.h"

#include <errno.h>
#include <openssl/cms.h>
#include <stdbool.h>

#define HOW (CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP | CMS_NOCERTS)

int vdt_cms_sign(const uint8_t *data, size_t len, EVP_PKEY *key, X509 *cert, uint8_t **ret_der,
		 size_t *ret_der_len)
{
	BIO *in = BIO_new_mem_buf(data, (int)len);
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, HOW | CMS_PARTIAL);
	uint8_t *der = NULL;
	int der_len = -1;

	if (in && cms && CMS_add1_signer(cms, cert, key, EVP_sha256(), HOW) &&
	    CMS_final(cms, in, NULL, HOW))
		der_len = i2d_CMS_ContentInfo(cms, &der);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	if (der_len < 0)
		return -EIO;
	*ret_der = der;
	*ret_der_len = (size_t)der_len;
	return 0;
}

/*
 * The kernel takes S/MIME capabilities in Authenticode only (crypto/asymmetric_keys/pkcs7_parser.c,
 * pkcs7_sig_note_authenticated_attr()).
 */
static bool has_capabilities(CMS_ContentInfo *cms)
{
	STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);

	for (int i = 0; i < sk_CMS_SignerInfo_num(signers); i++)
		if (CMS_signed_get_attr_by_NID(sk_CMS_SignerInfo_value(signers, i),
					       NID_SMIMECapabilities, -1) >= 0)
			return true;
	return false;
}

/* Only by @cert, which is trusted for being named: no chain, no dates, as on the camera. */
static int verify(CMS_ContentInfo *cms, BIO *in, X509 *cert)
{
	STACK_OF(X509) *signers = sk_X509_new_null();
	int ok = signers && sk_X509_push(signers, cert) &&
		 CMS_verify(cms, signers, NULL, in, NULL,
			    CMS_BINARY | CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY);

	sk_X509_free(signers);
	return ok ? 0 : -EKEYREJECTED;
}

int vdt_cms_verify(const uint8_t *data, size_t len, const uint8_t *der, size_t der_len, X509 *cert)
{
	const uint8_t *at = der;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)der_len);
	BIO *in = BIO_new_mem_buf(data, (int)len);
	int err = -EINVAL;

	if (in && cms && at == der + der_len)
		err = has_capabilities(cms) ? -EOPNOTSUPP : verify(cms, in, cert);
	BIO_free(in);
	CMS_ContentInfo_free(cms);
	return err;
}
