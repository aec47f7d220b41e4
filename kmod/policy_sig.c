// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/verification.h>

#include "der.h"
#include "keyring.h"
#include "policy_sig.h"

static const struct {
	int err;
	const char *why;
} faults[] = {
	{-ENOKEY, "signature: no certificate in this module belongs to the signer"},
	{-EACCES, "signature: the signer's key is for applications, not for policies"},
	{-EKEYREJECTED, "signature: the policy is not what was signed"},
	{-ENOPKG, "signature: this kernel lacks its algorithm"},
	{-ENOMEM, "signature: no memory"},
	{-EBADMSG, "signature: not a CMS signature, or a damaged one"},
};

static int verify(enum vdt_role role, const void *blob, size_t len, const void *signature,
		  size_t signature_len)
{
	return verify_pkcs7_signature(blob, len, signature, signature_len, vdt_keyring(role),
				      VERIFYING_UNSPECIFIED_SIGNATURE, NULL, NULL);
}

/* The parser below has many errors of its own; what is not listed means a damaged signature. */
static int explain(int err, const char **ret_why)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(faults) - 1; i++)
		if (faults[i].err == err)
			break;
	*ret_why = faults[i].why;
	return faults[i].err;
}

int vdt_policy_sig_verify(const void *blob, size_t len, const void *signature, size_t signature_len,
			  const char **ret_why)
{
	int err;

	/* The kernel's parser ignores what follows the outermost SEQUENCE. */
	if (vdt_der_sequence(signature, signature_len) != signature_len)
		return explain(-EBADMSG, ret_why);
	err = verify(VDT_ROLE_POLICY, blob, len, signature, signature_len);
	if (!err)
		return 0;
	if (err == -ENOKEY && !verify(VDT_ROLE_APPLICATION, blob, len, signature, signature_len))
		err = -EACCES;
	return explain(err, ret_why);
}
