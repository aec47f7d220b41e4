// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/sign.h"

#include <errno.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "kmod/limits.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "tools/vedette-kit/cms.h"
#include "tools/vedette-kit/json.h"
#include "tools/vedette-kit/openssl_error.h"
#include "tools/vedette-kit/signer.h"

static int write_signature(const uint8_t *data, size_t data_len, EVP_PKEY *key, X509 *cert,
			   const char *out)
{
	uint8_t *der = NULL;
	size_t len;
	int err;

	if (vdt_cms_sign(data, data_len, key, cert, &der, &len))
		return vdt_openssl_fail("cannot sign");
	err = vdt_file_write(out, der, len, 0644);
	OPENSSL_free(der);
	return err ? vdt_kit_fail(KIT_REFUSED, "%s: %s", out, strerror(-err)) : KIT_DONE;
}

int vdt_sign_data(const struct kit_args *args, const uint8_t *data, size_t len)
{
	const char *path = args->operands[0], *out = vdt_kit_option(args, "output");
	char beside[PATH_MAX];
	EVP_PKEY *key = NULL;
	X509 *cert = NULL;
	int code;

	if (!out && snprintf(beside, sizeof(beside), "%s.p7s", path) >= (int)sizeof(beside))
		return vdt_kit_fail(KIT_REFUSED, "%s: the path is too long", path);
	code = vdt_signer_pair(vdt_kit_option(args, "key"), vdt_kit_option(args, "cert"), &key,
			       &cert);
	if (!code)
		code = write_signature(data, len, key, cert, out ? out : beside);
	X509_free(cert);
	EVP_PKEY_free(key);
	return code;
}

static int report(const struct kit_args *args, int err)
{
	const char *path = args->operands[0], *sig = vdt_kit_option(args, "sig");

	if (vdt_kit_option(args, "json"))
		vdt_kit_json(json_pack("{s:b}", "valid", !err));
	if (err == -EINVAL)
		return vdt_openssl_fail("%s is no CMS signature (DER)", sig);
	if (err == -EOPNOTSUPP)
		return vdt_kit_fail(KIT_REFUSED,
				    "%s has S/MIME capabilities, which the kernel refuses; "
				    "sign again with -nosmimecap",
				    sig);
	if (err)
		return vdt_openssl_fail("%s was not signed by this certificate", path);
	if (!vdt_kit_option(args, "json"))
		printf("%s: good signature\n", path);
	return KIT_DONE;
}

int vdt_sign_verify(const struct kit_args *args, const uint8_t *data, size_t data_len)
{
	const char *sig = vdt_kit_option(args, "sig");
	_cleanup_free_ uint8_t *der = NULL;
	X509 *cert = NULL;
	size_t len;
	int err = vdt_file_read(sig, VDT_SIGNATURE_MAX, &der, &len);
	int code;

	if (err)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", sig, strerror(-err));
	code = vdt_signer_cert(vdt_kit_option(args, "cert"), &cert);
	if (!code)
		code = report(args, vdt_cms_verify(data, data_len, der, len, cert));
	X509_free(cert);
	return code;
}

const struct kit_option vdt_sign_options[] = {
	{"key", 'k', "FILE|URI", "private key: PEM file, or pkcs11: URI of a token", KIT_NEEDED},
	{"cert", 'c', "FILE", "certificate of the key, PEM or DER", KIT_NEEDED},
	{"output", 'o', "FILE", "where the signature goes; beside, with .p7s, unless given",
	 KIT_OPTIONAL},
	{0},
};

const struct kit_option vdt_sign_verify_options[] = {
	{"sig", 's', "FILE", "the signature", KIT_NEEDED},
	{"cert", 'c', "FILE", "certificate that must have signed, PEM or DER", KIT_NEEDED},
	{"json", 0, NULL, "print JSON", KIT_OPTIONAL},
	{0},
};
