// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/service.h"

#include <errno.h>
#include <string.h>

#include <openssl/crypto.h>

#include "lib/crypto/base64.h"
#include "lib/crypto/random.h"

_Static_assert(sizeof(VDT_SERVICE_PREFIX) + VDT_BASE64_ROOM(VDT_SERVICE_BYTES) <= VDT_SERVICE_ROOM,
	       "room for a token");

/* What counts of a certificate is not good as a text, nor the other way round. All are compared, so
 * that the time does not tell which it was. */
static int find_digest(struct vdt_accounts *accounts, const uint8_t digest[VDT_SHA256],
		       bool is_certificate, struct vdt_account **ret_account,
		       struct vdt_token **ret_token)
{
	int err = -EACCES;

	for (unsigned int i = 0; i < accounts->now.count; i++)
		for (unsigned int k = 0; k < VDT_ACCOUNT_TOKENS; k++) {
			struct vdt_account *account = &accounts->now.account[i];
			struct vdt_token *token = &account->token[k];

			if (!token->id || token->is_certificate != is_certificate ||
			    CRYPTO_memcmp(token->digest, digest, VDT_SHA256))
				continue;
			*ret_account = account;
			*ret_token = token;
			err = 0;
		}
	return err;
}

static int use(struct vdt_account *account, struct vdt_token *token, uint64_t now)
{
	if (account->disabled || !account->service || (token->expires && now >= token->expires))
		return -EACCES;
	token->last_use = now;
	return 0;
}

int vdt_service_find(struct vdt_accounts *accounts, const char *text, uint64_t now,
		     struct vdt_account **ret_account, struct vdt_token **ret_token)
{
	uint8_t digest[VDT_SHA256];

	if (strncmp(text, VDT_SERVICE_PREFIX, strlen(VDT_SERVICE_PREFIX)) ||
	    vdt_sha256(text, strlen(text), digest) ||
	    find_digest(accounts, digest, false, ret_account, ret_token))
		return -EACCES;
	return use(*ret_account, *ret_token, now);
}

int vdt_service_find_certificate(struct vdt_accounts *accounts, const uint8_t digest[VDT_SHA256],
				 uint64_t now, struct vdt_account **ret_account,
				 struct vdt_token **ret_token)
{
	if (find_digest(accounts, digest, true, ret_account, ret_token))
		return -EACCES;
	return use(*ret_account, *ret_token, now);
}

unsigned int vdt_service_role(const struct vdt_account *account, const struct vdt_token *token)
{
	return token->role < account->role ? token->role : account->role;
}

/* RFC 4648 section 5, without padding: nothing in it needs an escape in a header or a shell. */
static int make_text(char ret_text[VDT_SERVICE_ROOM])
{
	const size_t head = strlen(VDT_SERVICE_PREFIX);
	uint8_t bytes[VDT_SERVICE_BYTES];
	int err = vdt_random(bytes, sizeof(bytes));

	if (err)
		return err;
	memcpy(ret_text, VDT_SERVICE_PREFIX, head);
	vdt_base64_encode(bytes, sizeof(bytes), ret_text + head);
	explicit_bzero(bytes, sizeof(bytes));
	for (char *at = ret_text + head; *at; at++)
		*at = *at == '+' ? '-' : *at == '/' ? '_' : *at == '=' ? '\0' : *at;
	return 0;
}

static int find_room(struct vdt_account *account, const char *name, struct vdt_token **ret_place)
{
	*ret_place = NULL;
	for (unsigned int i = 0; i < VDT_ACCOUNT_TOKENS; i++) {
		struct vdt_token *token = &account->token[i];

		if (token->id && !strcmp(token->name, name))
			return -EEXIST;
		if (!token->id && !*ret_place)
			*ret_place = token;
	}
	return *ret_place && account->last_token < UINT32_MAX ? 0 : -ENOSPC;
}

static int make_proof(struct vdt_accounts *accounts, const uint8_t *certificate,
		      struct vdt_token *token, char ret_text[VDT_SERVICE_ROOM])
{
	struct vdt_account *other;
	struct vdt_token *taken;
	int err;

	ret_text[0] = '\0';
	token->is_certificate = certificate;
	if (certificate) {
		memcpy(token->digest, certificate, sizeof(token->digest));
		return find_digest(accounts, certificate, true, &other, &taken) ? 0 : -EEXIST;
	}
	err = make_text(ret_text);
	return err ? err : vdt_sha256(ret_text, strlen(ret_text), token->digest);
}

int vdt_service_add(struct vdt_accounts *accounts, struct vdt_account *account,
		    const struct vdt_token *wanted, const uint8_t *certificate,
		    char ret_text[VDT_SERVICE_ROOM], struct vdt_token **ret_token)
{
	struct vdt_token token = {
		.role = wanted->role, .created = wanted->created, .expires = wanted->expires};
	struct vdt_token *place;
	int err;

	if (!account->service || !vdt_role_name(wanted->role) ||
	    vdt_account_fold(wanted->name, token.name))
		return -EINVAL;
	if (wanted->role > account->role)
		return -EPERM;
	err = find_room(account, token.name, &place);
	if (!err)
		err = make_proof(accounts, certificate, &token, ret_text);
	if (err)
		return err;
	token.id = ++account->last_token;
	*place = token;
	*ret_token = place;
	return 0;
}

struct vdt_token *vdt_service_by_id(struct vdt_account *account, uint32_t id)
{
	for (unsigned int i = 0; id && i < VDT_ACCOUNT_TOKENS; i++)
		if (account->token[i].id == id)
			return &account->token[i];
	return NULL;
}
