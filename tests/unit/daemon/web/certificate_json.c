// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/certificate_json.h"

#include <criterion/criterion.h>
#include <string.h>

#include <openssl/x509v3.h>

static uint8_t der[2048];
static int der_len;

static void set_up(void)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = X509_new();
	X509_NAME *name = X509_get_subject_name(cert);
	X509_EXTENSION *names = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name,
						    "DNS:camera.local,IP:10.0.0.1,IP:fd00::1");
	uint8_t *at = der;

	X509_set_version(cert, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), 0x1234);
	ASN1_TIME_set_string(X509_getm_notBefore(cert), "20260102030405Z");
	ASN1_TIME_set_string(X509_getm_notAfter(cert), "20360102030405Z");
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const uint8_t *)"gate\n<b>", -1, -1,
				   0);
	X509_set_issuer_name(cert, name);
	X509_set_pubkey(cert, key);
	X509_add_ext(cert, names, -1);
	cr_assert_gt(X509_sign(cert, key, EVP_sha256()), 0);
	der_len = i2d_X509(cert, &at);
	cr_assert_gt(der_len, 0);
	X509_EXTENSION_free(names);
	X509_free(cert);
	EVP_PKEY_free(key);
}

TestSuite(certificate_json, .init = set_up);

Test(certificate_json, told)
{
	json_t *json = vdt_certificate_json(der, der_len);
	const char *fingerprint = json_string_value(json_object_get(json, "fingerprint"));
	char *text;

	cr_assert_eq(strspn(fingerprint, "0123456789abcdef"), 64);
	json_object_del(json, "fingerprint");
	text = json_dumps(json, JSON_COMPACT);
	cr_assert_str_eq(text,
			 "{\"subject\":\"CN=gate\\\\0A\\\\<b\\\\>\",\"issuer\":"
			 "\"CN=gate\\\\0A\\\\<b\\\\>\",\"serial\":\"1234\",\"names\":"
			 "[\"camera.local\",\"10.0.0.1\",\"fd00::1\"],"
			 "\"not_before\":\"2026-01-02T03:04:05Z\","
			 "\"not_after\":\"2036-01-02T03:04:05Z\",\"self_signed\":true}",
			 "%s", text);
	free(text);
	json_decref(json);
}

Test(certificate_json, what_is_none)
{
	cr_assert_null(vdt_certificate_json(der, der_len - 1));
	cr_assert_null(vdt_certificate_json((const uint8_t *)"x", 1));
	cr_assert_null(vdt_certificate_json(der, 0));
}
