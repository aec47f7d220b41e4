// SPDX-License-Identifier: BSD-3-Clause

#include <criterion/criterion.h>
#include <openssl/x509v3.h>

#include "tools/vedette-kit/certificate.h"

static const struct {
	unsigned int rsa;
	int bits;
} keys[] = {{2048, 2048}, {3072, 3072}, {0, 256}};

Test(certificate, says_what_it_is_for)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		struct vdt_certificate_request request = {.subject = "test",
							  .role = "policy",
							  .days = 1,
							  .rsa = keys[i].rsa,
							  .curve = "P-256"};
		EVP_PKEY *key;
		X509 *cert;

		cr_assert_eq(vdt_certificate_new(&request, &key, &cert), 0);
		cr_expect_eq(EVP_PKEY_get_bits(key), keys[i].bits);
		cr_expect_eq(X509_get_key_usage(cert), KU_DIGITAL_SIGNATURE);
		cr_expect_not_null(X509_get0_subject_key_id(cert));
		cr_expect_eq(X509_check_ca(cert), 0);
		cr_expect_eq(X509_verify(cert, key), 1);
		cr_expect_eq(X509_cmp_current_time(X509_get0_notAfter(cert)), 1);
		X509_free(cert);
		EVP_PKEY_free(key);
	}
}
