// SPDX-License-Identifier: BSD-3-Clause

#include <criterion/criterion.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "tools/vedette-kit/openssl_error.h"

/* The first cause is the one to tell, also when it was the system's and not OpenSSL's. */
Test(openssl_error, tells_the_first_cause_once)
{
	BIO *file = BIO_new_file("/none", "r");

	cr_assert_null(file);
	cr_expect_str_eq(vdt_openssl_reason(), "No such file or directory");
	cr_expect_str_eq(vdt_openssl_reason(), "OpenSSL gave no reason");
	file = BIO_new_mem_buf("no PEM", -1);
	cr_expect_null(PEM_read_bio_X509(file, NULL, NULL, NULL));
	cr_expect_str_eq(vdt_openssl_reason(), "no start line");
	cr_expect_eq(ERR_peek_error(), 0);
	BIO_free(file);
}
