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

/* Nor may what OpenSSL loads say it. */
Test(signer, tells_nobody_a_wrong_pin)
{
	char folder[32], said[4096] = "";
	EVP_PKEY *key;
	FILE *file;

	cr_redirect_stdout();
	enter_folder(folder);
	X509_free(make_key());
	make_token("key.pem");
	cr_assert(freopen("said", "w", stderr));
	cr_expect_eq(vdt_signer_key("pkcs11:token=kit;object=policy;pin-value=9876", &key),
		     KIT_REFUSED);
	fflush(stderr);
	file = fopen("said", "r");
	cr_assert_gt(fread(said, 1, sizeof(said) - 1, file), 0);
	fclose(file);
	cr_expect_not_null(strstr(said, "pin-value=...: "), "%s", said);
	cr_expect_null(strstr(said, "9876"), "%s", said);
	leave_folder(folder);
}

static const struct {
	const char *from, *shown;
} shown[] = {
	{"key.pem", "key.pem"},
	{"pin-value=1234", "pin-value=1234"}, /* a file */
	{"pkcs11:token=kit;object=policy", "pkcs11:token=kit;object=policy"},
	{"pkcs11:pin-value=1234", "pkcs11:pin-value=..."},
	{"pkcs11:token=kit;pin-value=1234;object=a", "pkcs11:token=kit;pin-value=...;object=a"},
	{"pkcs11:object=a?pin-value=12%3b34&module-name=b",
	 "pkcs11:object=a?pin-value=...&module-name=b"},
	{"pkcs11:pin-value=1?pin-value=2", "pkcs11:pin-value=...?pin-value=..."},
	{"pkcs11:pin-value=", "pkcs11:pin-value=..."},
};

Test(signer, shows_no_pin)
{
	char room[VDT_SIGNER_SHOWN];

	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++)
		cr_expect_str_eq(vdt_signer_shown(shown[i].from, room), shown[i].shown);
}

/* Around every place where it may be cut. */
Test(signer, shows_no_pin_of_a_long_uri)
{
	char from[2 * VDT_SIGNER_SHOWN], room[VDT_SIGNER_SHOWN];

	for (int len = VDT_SIGNER_SHOWN - 40; len < VDT_SIGNER_SHOWN + 8; len++) {
		snprintf(from, sizeof(from), "pkcs11:object=%0*d;pin-value=9999", len, 0);
		cr_expect_null(strchr(vdt_signer_shown(from, room), '9'));
		cr_expect_lt(strlen(room), VDT_SIGNER_SHOWN);
	}
}
