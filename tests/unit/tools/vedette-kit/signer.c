// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/token.h"

#include <criterion/redirect.h>
#include <openssl/pem.h>
#include <stdio.h>

#include "tools/vedette-kit/certificate.h"
#include "tools/vedette-kit/command.h"
#include "tools/vedette-kit/signer.h"

static X509 *make_key(void)
{
	struct vdt_certificate_request request = {
		.subject = "test", .role = "policy", .days = 1, .rsa = 2048};
	EVP_PKEY *key;
	FILE *file;
	X509 *cert;

	cr_assert_eq(vdt_certificate_new(&request, &key, &cert), 0);
	file = fopen("key.pem", "w");
	PEM_write_PKCS8PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
	fclose(file);
	EVP_PKEY_free(key);
	return cert;
}

Test(signer, finds_keys_in_files_and_tokens)
{
	char folder[32];
	EVP_PKEY *key;
	X509 *cert;

	cr_redirect_stdout();
	cr_redirect_stderr();
	enter_folder(folder);
	cert = make_key();
	make_token("key.pem");
	cr_assert_eq(vdt_signer_key("key.pem", &key), KIT_DONE);
	cr_expect_eq(X509_check_private_key(cert, key), 1);
	EVP_PKEY_free(key);
	cr_assert_eq(vdt_signer_key(TOKEN_KEY, &key), KIT_DONE);
	cr_expect_eq(X509_check_private_key(cert, key), 1);
	EVP_PKEY_free(key);
	cr_expect_eq(vdt_signer_key("pkcs11:token=kit;object=none;pin-value=1234", &key),
		     KIT_REFUSED);
	cr_expect_eq(vdt_signer_key("none.pem", &key), KIT_REFUSED);
	cr_expect_eq(vdt_signer_key("softhsm.conf", &key), KIT_REFUSED);
	X509_free(cert);
	leave_folder(folder);
}
