/* SPDX-License-Identifier: BSD-3-Clause */
/* The keys of application signatures, and the ids by which signatures name them. */
#ifndef VDT_KIT_APP_KEY_H
#define VDT_KIT_APP_KEY_H

#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VDT_APP_KEYS 16 /* that may be trusted at once */

struct vdt_app_key {
	EVP_PKEY *key;
	uint32_t id;   /* last four bytes of the certificate's subject key identifier */
	bool is_token; /* signs one thing at a time */
};

struct vdt_app_keys {
	struct vdt_app_key list[VDT_APP_KEYS];
	size_t count;
};

/*
 * The private key @from, as vdt_signer_key() finds it. Without @cert the id is what RFC
 * 5280 4.2.1.2 (1) makes of the key. Says on standard error why not; returns an exit code.
 */
int vdt_app_key_private(const char *from, const char *cert, struct vdt_app_key *ret_key);
void vdt_app_key_done(struct vdt_app_key *key);

/* Trust the certificate @path too. The same. */
int vdt_app_keys_add(struct vdt_app_keys *keys, const char *path);
/* NULL: none has this id. */
const struct vdt_app_key *vdt_app_keys_find(const struct vdt_app_keys *keys, uint32_t id);
void vdt_app_keys_done(struct vdt_app_keys *keys);

#endif /* VDT_KIT_APP_KEY_H */
