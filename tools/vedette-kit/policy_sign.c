// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit policy sign, verify */

#include "tools/vedette-kit/commands.h"
#include "tools/vedette-kit/policy_file.h"
#include "tools/vedette-kit/sign.h"

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
	struct vdt_policy_file file;
	int code = read_blob(args->operands[0], &file);

	if (code)
		return code;
	code = vdt_sign_data(args, file.blob, file.blob_len);
	vdt_policy_file_done(&file);
	return code;
}

static int verify(const struct kit_args *args)
{
	struct vdt_policy_file file;
	int code = read_blob(args->operands[0], &file);

	if (code)
		return code;
	code = vdt_sign_verify(args, file.blob, file.blob_len);
	vdt_policy_file_done(&file);
	return code;
}

const struct kit_command vdt_policy_sign = {
	.group = "policy",
	.verb = "sign",
	.operands = "FILE.vdp",
	.n_operands = 1,
	.summary = "Sign a blob: detached CMS, DER",
	.options = vdt_sign_options,
	.run = sign,
};

const struct kit_command vdt_policy_verify = {
	.group = "policy",
	.verb = "verify",
	.operands = "FILE.vdp",
	.n_operands = 1,
	.summary = "Check the signature of a blob",
	.options = vdt_sign_verify_options,
	.run = verify,
};
