/* SPDX-License-Identifier: GPL-2.0-only */
/* The signatures of applications, by the certificates that the module has for them. */
#ifndef VDT_APP_SIG_H
#define VDT_APP_SIG_H

#include <linux/types.h>

#include "ima_sig.h"

struct key;

/* Finds out which signatures the kernel can check. */
void vdt_app_sig_init(void);

/* Walks over the schemes: returns whether there is one at the index, from 0. */
bool vdt_app_sig_scheme(unsigned int index, const char **ret_name, bool *ret_available);

/*
 * The certificate of that key id, to be given back by key_put(). Returns VEDETTE_INTEGRITY_REASON_
 * with NONE, UNKNOWN_KEY, NO_MEMORY.
 */
enum vedette_integrity_reason vdt_app_sig_key(u32 key_id, struct key **ret_key);

/*
 * Whether sig->sig is the key's signature of the digest, which is vdt_hash_size(sig->hash) bytes.
 * Both, and the signature, come from kmalloc(). Returns VEDETTE_INTEGRITY_REASON_ with NONE,
 * BAD_SIGNATURE, UNSUPPORTED, NO_MEMORY, INTERRUPTED. *ret_doubtful: a bad signature, unless the
 * kernel ran out of memory over it, of which it does not always tell (crypto/rsa.c, _rsa_enc()).
 */
enum vedette_integrity_reason vdt_app_sig_verify(const struct key *key,
						 const struct vdt_ima_sig *sig, u8 *digest,
						 bool *ret_doubtful);

#endif /* VDT_APP_SIG_H */
