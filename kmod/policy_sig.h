/* SPDX-License-Identifier: GPL-2.0-only */
/* The signature over a policy: detached CMS (RFC 5652), DER. */
#ifndef VDT_POLICY_SIG_H
#define VDT_POLICY_SIG_H

#include <linux/types.h>

/*
 * Verifies the signature against the policy certificates. On failure *ret_why is a text that lasts.
 * Returns 0 or
 *   -EBADMSG	   not a CMS signature, or a damaged one
 *   -ENOKEY	   no certificate of ours belongs to the signer
 *   -EACCES	   the signer may sign applications, not policies
 *   -EKEYREJECTED the blob is not what was signed
 *   -ENOPKG	   an algorithm that this kernel does not have
 *   -ENOMEM
 */
int vdt_policy_sig_verify(const void *blob, size_t len, const void *signature, size_t signature_len,
			  const char **ret_why);

#endif /* VDT_POLICY_SIG_H */
