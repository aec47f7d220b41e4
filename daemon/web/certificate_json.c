// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/certificate_json.h"

#include <arpa/inet.h>
#include <time.h>

#include <openssl/x509v3.h>

#include "daemon/web/answer.h"
#include "lib/crypto/digest.h"

#define NAMES_MAX 64

/* RFC 2253, with everything that is no plain character escaped. */
static json_t *name_json(const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	json_t *json = NULL;
	char *data;
	long len;

	if (!bio)
		return NULL;
	if (X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_UTF8_CONVERT) >= 0) {
		len = BIO_get_mem_data(bio, &data);
		json = json_stringn(data, len);
	}
	BIO_free(bio);
	return json;
}

static json_t *time_json(const ASN1_TIME *time)
{
	char text[sizeof("2026-01-01T00:00:00Z")];
	struct tm tm;

	if (!ASN1_TIME_to_tm(time, &tm) ||
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm) != sizeof(text) - 1)
		return NULL;
	return json_string(text);
}

static json_t *address_json(const ASN1_OCTET_STRING *address)
{
	int len = ASN1_STRING_length(address);
	char text[INET6_ADDRSTRLEN];

	if (len != 4 && len != 16)
		return NULL;
	inet_ntop(len == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(address), text,
		  sizeof(text));
	return json_string(text);
}

static json_t *names_json(const X509 *cert)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
	json_t *list = json_array();

	for (int i = 0; i < sk_GENERAL_NAME_num(names) && i < NAMES_MAX; i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		/* What is no text in UTF-8 makes NULL, which is not appended. */
		if (name->type == GEN_DNS)
			json_array_append_new(
				list,
				json_stringn((const char *)ASN1_STRING_get0_data(name->d.dNSName),
					     ASN1_STRING_length(name->d.dNSName)));
		else if (name->type == GEN_IPADD)
			json_array_append_new(list, address_json(name->d.iPAddress));
	}
	GENERAL_NAMES_free(names);
	return list;
}

static json_t *serial_json(const X509 *cert)
{
	const ASN1_INTEGER *serial = X509_get0_serialNumber(cert);

	return vdt_answer_hex(ASN1_STRING_get0_data(serial), ASN1_STRING_length(serial));
}

json_t *vdt_certificate_json(const uint8_t *der, size_t len)
{
	uint8_t digest[VDT_SHA256];
	const uint8_t *at = der;
	X509 *cert = d2i_X509(NULL, &at, (long)len);
	json_t *json = NULL;

	if (cert && !vdt_sha256(der, len, digest))
		json = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "fingerprint",
				 vdt_answer_hex(digest, sizeof(digest)), "subject",
				 name_json(X509_get_subject_name(cert)), "issuer",
				 name_json(X509_get_issuer_name(cert)), "serial", serial_json(cert),
				 "names", names_json(cert), "not_before",
				 time_json(X509_get0_notBefore(cert)), "not_after",
				 time_json(X509_get0_notAfter(cert)), "self_signed",
				 X509_check_issued(cert, cert) == X509_V_OK);
	X509_free(cert);
	return json;
}
