// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/spawn.h"

#include <criterion/redirect.h>
#include <openssl/pem.h>
#include <stdio.h>

#include "tools/vedette-kit/certificate.h"
#include "tools/vedette-kit/command.h"
#include "tools/vedette-kit/signer.h"

/* A token in software that holds the private key of the certificate. */
static X509 *make_token(void)
{
	struct vdt_certificate_request request = {
		.subject = "test", .role = "policy", .days = 1, .rsa = 2048};
	EVP_PKEY *key;
	FILE *file;
	X509 *cert;

	file = fopen("softhsm.conf", "w");
	fprintf(file, "directories.tokendir = .\n");
	fclose(file);
	setenv("SOFTHSM2_CONF", "softhsm.conf", 1);
	setenv("PKCS11_MODULE_PATH", "/usr/lib/softhsm/libsofthsm2.so", 1);
	cr_assert_eq(vdt_certificate_new(&request, &key, &cert), 0);
	file = fopen("key.pem", "w");
	PEM_write_PKCS8PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
	fclose(file);
	EVP_PKEY_free(key);
	cr_assert_eq(RUN("softhsm2-util", "--init-token", "--free", "--label", "kit", "--pin",
			 "1234", "--so-pin", "5678"),
		     0);
	cr_assert_eq(RUN("softhsm2-util", "--import", "key.pem", "--token", "kit", "--label",
			 "policy", "--id", "01", "--pin", "1234"),
		     0);
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
	cert = make_token();
	cr_assert_eq(vdt_signer_key("key.pem", &key), KIT_DONE);
	cr_expect_eq(X509_check_private_key(cert, key), 1);
	EVP_PKEY_free(key);
	cr_assert_eq(vdt_signer_key("pkcs11:token=kit;object=policy;pin-value=1234", &key),
		     KIT_DONE);
	cr_expect_eq(X509_check_private_key(cert, key), 1);
	EVP_PKEY_free(key);
	cr_expect_eq(vdt_signer_key("pkcs11:token=kit;object=none;pin-value=1234", &key),
		     KIT_REFUSED);
	cr_expect_eq(vdt_signer_key("none.pem", &key), KIT_REFUSED);
	cr_expect_eq(vdt_signer_key("softhsm.conf", &key), KIT_REFUSED);
	X509_free(cert);
	leave_folder(folder);
}
