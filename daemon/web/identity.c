// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/identity.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include <openssl/crypto.h>

#include "lib/crypto/base64.h"
#include "lib/crypto/digest.h"

#define HTTPS "https://"

/* The text of a token: base64url, perhaps with a prefix. */
static bool is_token(const char *text, size_t len)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789-_";

	return len && len < VDT_TOKEN_ROOM && strspn(text, letters) >= len;
}

static int take_token(const char *text, size_t len, char *ret_token)
{
	if (*ret_token || !is_token(text, len))
		return -EINVAL;
	memcpy(ret_token, text, len);
	ret_token[len] = '\0';
	return 0;
}

/* Returns the value if @cookie, of @len characters, is named @name; else NULL. */
static const char *value_of(const char *cookie, size_t len, const char *name)
{
	size_t n = strlen(name);

	return len > n && cookie[n] == '=' && !memcmp(cookie, name, n) ? cookie + n + 1 : NULL;
}

static int read_cookies(const char *at, struct vdt_identity *identity)
{
	while (*at) {
		size_t len;
		const char *value;
		int err = 0;

		at += strspn(at, " ;");
		len = strcspn(at, ";");
		while (len && at[len - 1] == ' ')
			len--;
		if ((value = value_of(at, len, VDT_SESSION_COOKIE)))
			err = take_token(value, len - (size_t)(value - at), identity->token);
		else if ((value = value_of(at, len, VDT_DEVICE_COOKIE)))
			err = take_token(value, len - (size_t)(value - at), identity->device);
		if (err)
			return err;
		at += strcspn(at, ";");
	}
	return 0;
}

int vdt_identity_read(const struct vdt_head *head, struct vdt_identity *ret_identity)
{
	static const char bearer[] = "Bearer ";
	const char *text = head->authorization;
	int err;

	memset(ret_identity, 0, sizeof(*ret_identity));
	err = read_cookies(head->cookie, ret_identity);
	if (err || !*text)
		return err;
	if (strncasecmp(text, bearer, sizeof(bearer) - 1))
		return -EINVAL;
	ret_identity->carrier = VDT_CARRIER_BEARER;
	text += sizeof(bearer) - 1;
	return take_token(text, strlen(text), ret_identity->token);
}

int vdt_identity_csrf(const char *token, char ret_csrf[VDT_CSRF_ROOM])
{
	struct iovec parts[] = {{(void *)"csrf", 4}, {(void *)token, strlen(token)}};
	uint8_t digest[VDT_SHA256];
	char text[VDT_BASE64_ROOM(VDT_SHA256)];
	int err = vdt_sha256_parts(parts, 2, digest);

	if (err)
		return err;
	vdt_base64url_encode(digest, sizeof(digest), text);
	memcpy(ret_csrf, text, VDT_CSRF_ROOM);
	return 0;
}

static bool is_from_here(const struct vdt_head *head)
{
	if (*head->site && strcmp(head->site, "same-origin") && strcmp(head->site, "none"))
		return false;
	return !*head->origin || (!strncmp(head->origin, HTTPS, sizeof(HTTPS) - 1) &&
				  !strcasecmp(head->origin + sizeof(HTTPS) - 1, head->host));
}

bool vdt_identity_same_site(const struct vdt_head *head, const struct vdt_identity *identity)
{
	char csrf[VDT_CSRF_ROOM];

	if (!is_from_here(head))
		return false;
	if (identity->carrier != VDT_CARRIER_COOKIE || !*identity->token)
		return true;
	return *head->origin && !vdt_identity_csrf(identity->token, csrf) &&
	       strlen(head->csrf) == strlen(csrf) && !CRYPTO_memcmp(head->csrf, csrf, strlen(csrf));
}
