// SPDX-License-Identifier: BSD-3-Clause

#include <criterion/criterion.h>
#include <errno.h>
#include <openssl/cms.h>

#include "tools/vedette-kit/certificate.h"
#include "tools/vedette-kit/cms.h"

static const uint8_t data[] = "what the camera shall enforce";

struct signer {
	EVP_PKEY *key;
	X509 *cert;
};

static struct signer make_signer(unsigned int rsa)
{
	struct vdt_certificate_request request = {
		.subject = "test", .role = "policy", .days = 1, .rsa = rsa, .curve = "P-256"};
	struct signer signer;

	cr_assert_eq(vdt_certificate_new(&request, &signer.key, &signer.cert), 0);
	return signer;
}

static void free_signer(struct signer *signer)
{
	EVP_PKEY_free(signer->key);
	X509_free(signer->cert);
}

Test(cms, verifies_what_it_signs_and_nothing_else)
{
	static const unsigned int keys[] = {2048, 0};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		struct signer signer = make_signer(keys[i]), other = make_signer(keys[i]);
		uint8_t tampered[sizeof(data)], *der;
		size_t len;

		memcpy(tampered, data, sizeof(data));
		tampered[3] ^= 1;
		cr_assert_eq(vdt_cms_sign(data, sizeof(data), signer.key, signer.cert, &der, &len),
			     0);
		cr_expect_eq(vdt_cms_verify(data, sizeof(data), der, len, signer.cert), 0);
		cr_expect_eq(vdt_cms_verify(data, sizeof(data), der, len, other.cert),
			     -EKEYREJECTED);
		cr_expect_eq(vdt_cms_verify(tampered, sizeof(data), der, len, signer.cert),
			     -EKEYREJECTED);
		cr_expect_eq(vdt_cms_verify(data, sizeof(data), der, len - 1, signer.cert),
			     -EINVAL);
		OPENSSL_free(der);
		free_signer(&signer);
		free_signer(&other);
	}
}

/* What the kernel's pkcs7_verify() relies on, seen from outside. */
Test(cms, is_the_form_that_the_kernel_takes)
{
	struct signer signer = make_signer(2048);
	CMS_SignerInfo *info;
	CMS_ContentInfo *cms;
	const uint8_t *at;
	X509_ALGOR *digest;
	X509_NAME *issuer;
	uint8_t *der;
	size_t len;

	cr_assert_eq(vdt_cms_sign(data, sizeof(data), signer.key, signer.cert, &der, &len), 0);
	at = der;
	cms = d2i_CMS_ContentInfo(NULL, &at, (long)len);
	cr_assert(cms);
	cr_expect_eq(CMS_is_detached(cms), 1);
	cr_expect_null(CMS_get1_certs(cms), "the certificate is on the camera");
	cr_assert_eq(sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms)), 1);
	info = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
	CMS_SignerInfo_get0_algs(info, NULL, NULL, &digest, NULL);
	cr_expect_eq(OBJ_obj2nid(digest->algorithm), NID_sha256);
	cr_expect_eq(CMS_SignerInfo_get0_signer_id(info, NULL, &issuer, NULL), 1);
	cr_expect_not_null(issuer, "named by issuer and serial");
	cr_expect_geq(CMS_signed_get_attr_by_NID(info, NID_pkcs9_messageDigest, -1), 0);
	cr_expect_eq(CMS_signed_get_attr_by_NID(info, NID_SMIMECapabilities, -1), -1);
	CMS_ContentInfo_free(cms);
	OPENSSL_free(der);
	free_signer(&signer);
}

static int verify_stock(const struct signer *signer, unsigned int flags)
{
	BIO *in = BIO_new_mem_buf(data, sizeof(data));
	CMS_ContentInfo *cms =
		CMS_sign(signer->cert, signer->key, NULL, in, CMS_DETACHED | CMS_BINARY | flags);
	uint8_t *der = NULL;
	int len = i2d_CMS_ContentInfo(cms, &der);
	int err = vdt_cms_verify(data, sizeof(data), der, (size_t)len, signer->cert);

	OPENSSL_free(der);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	return err;
}

static const struct {
	unsigned int flags;
	int expected;
	const char *why;
} stock[] = {
	{CMS_NOSMIMECAP, 0, "the certificate may be inside"},
	{CMS_NOSMIMECAP | CMS_NOCERTS, 0, "and may be left out"},
	{CMS_NOATTR, 0, "signed attributes are not needed"},
	{0, -EOPNOTSUPP, "S/MIME capabilities are what the kernel refuses"},
};

Test(cms, judges_stock_signatures_as_the_kernel_does)
{
	struct signer signer = make_signer(2048);

	for (size_t i = 0; i < sizeof(stock) / sizeof(*stock); i++)
		cr_expect_eq(verify_stock(&signer, stock[i].flags), stock[i].expected, "%s",
			     stock[i].why);
	free_signer(&signer);
}
