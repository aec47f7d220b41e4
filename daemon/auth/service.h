/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Service accounts: programs that log in by a token (RFC 6750) or a TLS client certificate. They
 * have no password, so no password can be guessed, and none can be locked out.
 */
#ifndef VDT_AUTH_SERVICE_H
#define VDT_AUTH_SERVICE_H

#include <stdint.h>

#include "daemon/auth/accounts.h"

#define VDT_SERVICE_PREFIX "vdt_" /* how a token begins: finders of leaked secrets look for it */
#define VDT_SERVICE_BYTES  32	  /* random bytes of a token */
#define VDT_SERVICE_ROOM   64	  /* room for its text with NUL */

/*
 * Who sent the token @text at @now (seconds since 1970), which is noted as its last use. Returns 0;
 * -EACCES: not a token, not one of ours, revoked, expired, or its account may not log in. On 0 the
 * role that counts is the token's, which is not above that of the account at this moment:
 * vdt_service_role().
 */
int vdt_service_find(struct vdt_accounts *accounts, const char *text, uint64_t now,
		     struct vdt_account **ret_account, struct vdt_token **ret_token);
/* The same for a TLS client certificate with SHA-256 @digest. */
int vdt_service_find_certificate(struct vdt_accounts *accounts, const uint8_t digest[VDT_SHA256],
				 uint64_t now, struct vdt_account **ret_account,
				 struct vdt_token **ret_token);
/* enum vdt_role: the lower one of the token's and the account's. */
unsigned int vdt_service_role(const struct vdt_account *account, const struct vdt_token *token);

/*
 * Give @account a token with the name, role, time of creation and end (0: until it is revoked) of
 * @wanted, known by the client certificate with SHA-256 @certificate or, if that is NULL, by a text
 * that is made here and told once. In memory only. Returns 0; -EINVAL (not a service account, not a
 * name, not a role); -EPERM (a role above the account's); -EEXIST (there is one of that name, or
 * the certificate stands for another account already); -ENOSPC; -EIO; or a negative errno of
 * vdt_random().
 */
int vdt_service_add(struct vdt_accounts *accounts, struct vdt_account *account,
		    const struct vdt_token *wanted, const uint8_t *certificate,
		    char ret_text[VDT_SERVICE_ROOM], struct vdt_token **ret_token);
/* The token of that id, or NULL. */
struct vdt_token *vdt_service_by_id(struct vdt_account *account, uint32_t id);

#endif /* VDT_AUTH_SERVICE_H */
