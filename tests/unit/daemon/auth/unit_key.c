// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/unit_key.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/x509v3.h>

static char dir[] = "/tmp/vdt-key-XXXXXX";
static char path[64], slot[64];
static const uint8_t seal_key[32] = {9};
static struct vdt_unit_key *key;
static X509 *certificate;

static void load(int expect_made)
{
	const uint8_t *der;
	size_t len;
	int made;

	vdt_unit_key_free(key);
	X509_free(certificate);
	cr_assert_eq(vdt_unit_key_load(path, seal_key, &key, &made), 0);
	cr_assert_eq(made, expect_made);
	der = vdt_unit_key_certificate(key, &len);
	certificate = d2i_X509(NULL, &der, (long)len);
	cr_assert_not_null(certificate);
}

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/unit", dir);
	snprintf(slot, sizeof(slot), "%s/unit.0", dir);
	load(1);
}

static void tear_down(void)
{
	vdt_unit_key_free(key);
	X509_free(certificate);
	unlink(slot);
	rmdir(dir);
}

TestSuite(unit_key, .init = set_up, .fini = tear_down);

Test(unit_key, signatures_verify_under_the_certificate)
{
	static const size_t lens[] = {32, 48, 64};
	uint8_t digest[65] = {1, 2, 3}, signature[VDT_SIGNATURE_MAX];
	EVP_PKEY *public = X509_get0_pubkey(certificate);

	for (size_t i = 0; i < 3; i++) {
		int len = vdt_unit_key_sign(key, digest, lens[i], signature);
		EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(public, NULL);

		cr_assert_gt(len, 0);
		cr_assert_eq(EVP_PKEY_verify_init(ctx), 1);
		cr_assert_eq(EVP_PKEY_verify(ctx, signature, len, digest, lens[i]), 1);
		digest[0] ^= 1;
		cr_assert_eq(EVP_PKEY_verify(ctx, signature, len, digest, lens[i]), 0);
		EVP_PKEY_CTX_free(ctx);
	}
	for (size_t len = 0; len <= sizeof(digest); len++)
		if (len != 32 && len != 48 && len != 64)
			cr_assert_eq(vdt_unit_key_sign(key, digest, len, signature), -EINVAL);
}

Test(unit_key, is_kept)
{
	EVP_PKEY *before = X509_get_pubkey(certificate);

	load(0);
	cr_assert_eq(EVP_PKEY_eq(before, X509_get0_pubkey(certificate)), 1);
	EVP_PKEY_free(before);
}

Test(unit_key, damage_is_an_error_never_a_new_key)
{
	struct vdt_unit_key *other;
	int made;

	cr_assert_eq(truncate(slot, 100), 0);
	cr_assert_eq(vdt_unit_key_load(path, seal_key, &other, &made), -EBADMSG);
}

Test(unit_key, certificate_serves_tls)
{
	char text[64];

	cr_assert_eq(X509_verify(certificate, X509_get0_pubkey(certificate)), 1);
	cr_assert_eq(X509_check_host(certificate, "localhost", 0, 0, NULL), 1);
	cr_assert_eq(X509_check_ip_asc(certificate, "127.0.0.1", 0), 1);
	cr_assert_eq(X509_check_ip_asc(certificate, "::1", 0), 1);
	cr_assert_eq(X509_check_ip_asc(certificate, "192.0.2.1", 0), 0);
	cr_assert_eq(X509_check_purpose(certificate, X509_PURPOSE_SSL_SERVER, 0), 1);
	cr_assert_eq(X509_check_ca(certificate), 0);
	cr_assert_eq(X509_get_version(certificate), X509_VERSION_3);
	cr_assert_eq(ASN1_TIME_cmp_time_t(X509_get0_notBefore(certificate), 1577836800), 0);
	snprintf(text, sizeof(text), "%s",
		 (const char *)ASN1_STRING_get0_data(X509_get0_notAfter(certificate)));
	cr_assert_str_eq(text, "99991231235959Z", "RFC 5280, 4.1.2.5");
}

/* What an authority makes of a request: @from is the first second in which it is valid. */
static X509 *issue(const uint8_t *der, int len, EVP_PKEY *authority)
{
	X509_REQ *request = d2i_X509_REQ(NULL, &der, len);
	X509 *issued = X509_new();

	cr_assert_eq(X509_REQ_verify(request, X509_REQ_get0_pubkey(request)), 1);
	X509_set_version(issued, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(issued), 5);
	X509_gmtime_adj(X509_getm_notBefore(issued), 0);
	X509_gmtime_adj(X509_getm_notAfter(issued), 3600);
	X509_set_subject_name(issued, X509_REQ_get_subject_name(request));
	X509_NAME_add_entry_by_txt(X509_get_issuer_name(issued), "CN", MBSTRING_ASC,
				   (const uint8_t *)"Authority", -1, -1, 0);
	X509_set_pubkey(issued, X509_REQ_get0_pubkey(request));
	cr_assert_gt(X509_sign(issued, authority, EVP_sha256()), 0);
	X509_REQ_free(request);
	return issued;
}

Test(unit_key, another_certificate_of_the_same_key_is_kept)
{
	EVP_PKEY *authority = EVP_EC_gen("P-256");
	uint8_t request[VDT_CERTIFICATE_MAX], *der = NULL;
	const uint8_t *kept;
	X509 *issued;
	size_t kept_len;
	char name[64];
	int len;

	len = vdt_unit_key_request(key, "gate 3", request);
	cr_assert_gt(len, 0);
	issued = issue(request, len, authority);
	len = i2d_X509(issued, &der);
	cr_assert_eq(vdt_unit_key_certify(key, der, len), 0);
	load(0);
	kept = vdt_unit_key_certificate(key, &kept_len);
	cr_assert_eq(kept_len, len);
	cr_assert_arr_eq(kept, der, len);
	X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name,
				  sizeof(name));
	cr_assert_str_eq(name, "gate 3");
	OPENSSL_free(der);
	X509_free(issued);
	EVP_PKEY_free(authority);
}

Test(unit_key, requests_are_for_the_names_there_are)
{
	uint8_t request[VDT_CERTIFICATE_MAX];
	const uint8_t *at = request;
	STACK_OF(X509_EXTENSION) * extensions;
	X509_REQ *parsed;
	int len;

	len = vdt_unit_key_request(key, "", request);
	parsed = d2i_X509_REQ(NULL, &at, len);
	cr_assert_eq(X509_NAME_cmp(X509_REQ_get_subject_name(parsed),
				   X509_get_subject_name(certificate)),
		     0);
	extensions = X509_REQ_get_extensions(parsed);
	cr_assert_geq(X509v3_get_ext_by_NID(extensions, NID_subject_alt_name, -1), 0);
	sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
	X509_REQ_free(parsed);
	cr_assert_eq(vdt_unit_key_request(key,
					  "a common name that is longer than the sixty-four "
					  "characters of RFC 5280",
					  request),
		     -EINVAL);
}

Test(unit_key, certificates_that_are_not_of_this_key)
{
	EVP_PKEY *other = EVP_EC_gen("P-256");
	uint8_t *der = NULL;
	const uint8_t *own;
	size_t own_len;
	int len;

	cr_assert_eq(vdt_unit_key_certify(key, (const uint8_t *)"x", 1), -EBADMSG);
	cr_assert_eq(vdt_unit_key_certify(key, NULL, 0), -EBADMSG);
	own = vdt_unit_key_certificate(key, &own_len);
	cr_assert_eq(vdt_unit_key_certify(key, own, own_len - 1), -EBADMSG);
	X509_set_pubkey(certificate, other);
	cr_assert_gt(X509_sign(certificate, other, EVP_sha256()), 0);
	len = i2d_X509(certificate, &der);
	cr_assert_eq(vdt_unit_key_certify(key, der, len), -EINVAL);
	OPENSSL_free(der);
	EVP_PKEY_free(other);
}
