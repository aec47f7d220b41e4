// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/certificate.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#define NOT_BEFORE "20200101000000Z"
#define NOT_AFTER  "99991231235959Z"
#define NAMES	   32 /* in a certificate; a device with more is found under the first */
#define SERIAL	   16 /* bytes; RFC 5280 allows 20 */

static bool has_address(GENERAL_NAMES *names, const void *address, int len)
{
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_IPADD && ASN1_STRING_length(name->d.iPAddress) == len &&
		    !memcmp(ASN1_STRING_get0_data(name->d.iPAddress), address, len))
			return true;
	}
	return false;
}

static bool add_name(GENERAL_NAMES *names, int type, const void *data, int len)
{
	ASN1_STRING *value;
	GENERAL_NAME *name;

	if (sk_GENERAL_NAME_num(names) >= NAMES)
		return true;
	value = ASN1_STRING_type_new(type == GEN_DNS ? V_ASN1_IA5STRING : V_ASN1_OCTET_STRING);
	name = GENERAL_NAME_new();
	if (!value || !name || !ASN1_STRING_set(value, data, len)) {
		ASN1_STRING_free(value);
		GENERAL_NAME_free(name);
		return false;
	}
	GENERAL_NAME_set0_value(name, type, value);
	if (sk_GENERAL_NAME_push(names, name))
		return true;
	GENERAL_NAME_free(name);
	return false;
}

static bool add_address(GENERAL_NAMES *names, const struct sockaddr *address)
{
	const void *data;
	int len;

	if (!address)
		return true;
	if (address->sa_family == AF_INET) {
		data = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
		len = sizeof(struct in_addr);
	} else if (address->sa_family == AF_INET6) {
		data = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
		len = sizeof(struct in6_addr);
	} else {
		return true;
	}
	return has_address(names, data, len) || add_name(names, GEN_IPADD, data, len);
}

static bool add_addresses(GENERAL_NAMES *names)
{
	struct in_addr loopback = {htonl(INADDR_LOOPBACK)};
	struct ifaddrs *list;
	bool ok;

	ok = add_name(names, GEN_IPADD, &loopback, sizeof(loopback)) &&
	     add_name(names, GEN_IPADD, &in6addr_loopback, sizeof(in6addr_loopback));
	if (!ok || getifaddrs(&list))
		return ok; /* none known: the certificate still serves who pins it */
	for (const struct ifaddrs *i = list; ok && i; i = i->ifa_next)
		ok = add_address(names, i->ifa_addr);
	freeifaddrs(list);
	return ok;
}

/* What may stand in a certificate as a DNS name: letters, digits, '-' and '.' (RFC 1123). */
static bool is_host_name(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-.";

	return *name && *name != '-' && *name != '.' && strspn(name, allowed) == strlen(name);
}

static void read_host_name(char *name, size_t size)
{
	if (gethostname(name, size - 1) || !is_host_name(name))
		memcpy(name, "vedette", sizeof("vedette"));
	name[size - 1] = '\0';
}

static bool set_names(X509 *certificate)
{
	GENERAL_NAMES *names = sk_GENERAL_NAME_new_null();
	X509_NAME *subject = X509_get_subject_name(certificate);
	char host[64] = "";
	bool ok;

	read_host_name(host, sizeof(host));
	ok = names && add_name(names, GEN_DNS, host, (int)strlen(host)) &&
	     add_name(names, GEN_DNS, "localhost", 9) && add_addresses(names) &&
	     X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, 0) == 1 &&
	     X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_ASC, (const uint8_t *)"Vedette", -1,
					-1, 0) == 1 &&
	     X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const uint8_t *)host, -1, -1,
					0) == 1 &&
	     X509_set_issuer_name(certificate, subject) == 1;
	GENERAL_NAMES_free(names);
	return ok;
}

static bool set_serial(X509 *certificate)
{
	uint8_t bytes[SERIAL];
	BIGNUM *number;
	bool ok;

	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return false;
	bytes[0] = (bytes[0] & 0x7f) | 0x40; /* positive, and never zero */
	number = BN_bin2bn(bytes, sizeof(bytes), NULL);
	ok = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
	BN_free(number);
	return ok;
}

static bool add_extension(X509 *certificate, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
	bool ok = extension && X509_add_ext(certificate, extension, -1) == 1;

	X509_EXTENSION_free(extension);
	return ok;
}

static bool fill_certificate(X509 *certificate, EVP_PKEY *key)
{
	return X509_set_version(certificate, X509_VERSION_3) == 1 && set_serial(certificate) &&
	       ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), NOT_BEFORE) == 1 &&
	       ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), NOT_AFTER) == 1 &&
	       X509_set_pubkey(certificate, key) == 1 && set_names(certificate) &&
	       add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
	       add_extension(certificate, NID_key_usage, "critical,digitalSignature") &&
	       add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
	       X509_sign(certificate, key, EVP_sha256()) > 0;
}

int vdt_certificate_make(EVP_PKEY *key, X509 **ret_certificate)
{
	X509 *certificate = X509_new();

	if (!certificate)
		return -ENOMEM;
	if (!fill_certificate(certificate, key)) {
		X509_free(certificate);
		return -EIO;
	}
	*ret_certificate = certificate;
	return 0;
}

static bool copy_names(X509_REQ *request, const X509 *present)
{
	int at = X509_get_ext_by_NID(present, NID_subject_alt_name, -1);
	STACK_OF(X509_EXTENSION) * extensions;
	bool ok;

	if (at < 0)
		return true;
	extensions = sk_X509_EXTENSION_new_null();
	ok = extensions && sk_X509_EXTENSION_push(extensions, X509_get_ext(present, at)) &&
	     X509_REQ_add_extensions(request, extensions) == 1;
	sk_X509_EXTENSION_free(extensions); /* what is in it is the certificate's */
	return ok;
}

static int set_subject(X509_REQ *request, const X509 *present, const char *subject)
{
	X509_NAME *name = X509_REQ_get_subject_name(request);

	if (!*subject)
		return X509_REQ_set_subject_name(request, X509_get_subject_name(present)) == 1
			       ? 0
			       : -ENOMEM;
	return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const uint8_t *)subject, -1,
					  -1, 0) == 1
		       ? 0
		       : -EINVAL;
}

int vdt_certificate_request(EVP_PKEY *key, const X509 *present, const char *subject,
			    X509_REQ **ret_request)
{
	X509_REQ *request = X509_REQ_new();
	int err;

	if (!request)
		return -ENOMEM;
	err = set_subject(request, present, subject);
	if (!err && (X509_REQ_set_pubkey(request, key) != 1 || !copy_names(request, present) ||
		     X509_REQ_sign(request, key, EVP_sha256()) <= 0))
		err = -EIO;
	if (err)
		X509_REQ_free(request);
	else
		*ret_request = request;
	return err;
}
