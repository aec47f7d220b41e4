// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit policy sign, verify */

#include <errno.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "tools/vedette-kit/cms.h"
#include "tools/vedette-kit/commands.h"
#include "tools/vedette-kit/json.h"
#include "tools/vedette-kit/openssl_error.h"
#include "tools/vedette-kit/policy_file.h"
#include "tools/vedette-kit/signer.h"

/* Key and certificate, and that they belong together. */
static int open_signer(const struct kit_args *args, EVP_PKEY **ret_key, X509 **ret_cert)
{
	int code = vdt_signer_cert(vdt_kit_option(args, "cert"), ret_cert);

	if (!code)
		code = vdt_signer_key(vdt_kit_option(args, "key"), ret_key);
	if (!code && !X509_check_private_key(*ret_cert, *ret_key))
		code = vdt_openssl_fail("the certificate does not belong to the private key");
	return code;
}

static int write_signature(const struct vdt_policy_file *file, EVP_PKEY *key, X509 *cert,
			   const char *out)
{
	uint8_t *der = NULL;
	size_t len;
	int err;

	if (vdt_cms_sign(file->blob, file->blob_len, key, cert, &der, &len))
		return vdt_openssl_fail("cannot sign");
	err = vdt_file_write(out, der, len, 0644);
	OPENSSL_free(der);
	return err ? vdt_kit_fail(KIT_REFUSED, "%s: %s", out, strerror(-err)) : KIT_DONE;
}

/* What is signed must be a blob as it will be deployed, not YAML. */
static int read_blob(const char *path, struct vdt_policy_file *ret_file)
{
	int code = vdt_policy_file_read(path, ret_file);

	if (code || !ret_file->is_yaml)
		return code;
	vdt_policy_file_done(ret_file);
	return vdt_kit_fail(KIT_REFUSED, "%s is YAML; run 'vedette-kit policy build' first", path);
}

static int sign(const struct kit_args *args)
{
	const char *path = args->operands[0], *out = vdt_kit_option(args, "output");
	struct vdt_policy_file file;
	char beside[PATH_MAX];
	EVP_PKEY *key = NULL;
	X509 *cert = NULL;
	int code;

	if (!out && snprintf(beside, sizeof(beside), "%s.p7s", path) >= (int)sizeof(beside))
		return vdt_kit_fail(KIT_REFUSED, "%s: the path is too long", path);
	code = read_blob(path, &file);
	if (code)
		return code;
	code = open_signer(args, &key, &cert);
	if (!code)
		code = write_signature(&file, key, cert, out ? out : beside);
	X509_free(cert);
	EVP_PKEY_free(key);
	vdt_policy_file_done(&file);
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

static int verify(const struct kit_args *args)
{
	const char *sig = vdt_kit_option(args, "sig");
	_cleanup_free_ uint8_t *der = NULL;
	struct vdt_policy_file file;
	X509 *cert = NULL;
	size_t len;
	int err, code;

	err = vdt_file_read(sig, VDT_SIGNATURE_MAX, &der, &len);
	if (err)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", sig, strerror(-err));
	code = read_blob(args->operands[0], &file);
	if (code)
		return code;
	code = vdt_signer_cert(vdt_kit_option(args, "cert"), &cert);
	if (!code)
		code = report(args, vdt_cms_verify(file.blob, file.blob_len, der, len, cert));
	X509_free(cert);
	vdt_policy_file_done(&file);
	return code;
}

static const struct kit_option sign_options[] = {
	{"key", 'k', "FILE|URI", "private key: PEM file, or pkcs11: URI of a token", KIT_NEEDED},
	{"cert", 'c', "FILE", "certificate of the key, PEM or DER", KIT_NEEDED},
	{"output", 'o', "FILE", "where the signature goes; FILE.vdp.p7s unless given",
	 KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_policy_sign = {
	.group = "policy",
	.verb = "sign",
	.operands = "FILE.vdp",
	.n_operands = 1,
	.summary = "Sign a blob: detached CMS, DER",
	.options = sign_options,
	.run = sign,
};

static const struct kit_option verify_options[] = {
	{"sig", 's', "FILE", "the signature", KIT_NEEDED},
	{"cert", 'c', "FILE", "certificate that must have signed, PEM or DER", KIT_NEEDED},
	{"json", 0, NULL, "print JSON", KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_policy_verify = {
	.group = "policy",
	.verb = "verify",
	.operands = "FILE.vdp",
	.n_operands = 1,
	.summary = "Check the signature of a blob",
	.options = verify_options,
	.run = verify,
};
