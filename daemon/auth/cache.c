// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/cache.h"

#include <errno.h>
#include <string.h>

#include <openssl/crypto.h>

#include "lib/base/clock.h"
#include "lib/crypto/random.h"
#include "lib/ipc/msgs.h"

int vdt_cache_init(struct vdt_cache *cache)
{
	memset(cache, 0, sizeof(*cache));
	return vdt_random(cache->key, sizeof(cache->key));
}

int vdt_cache_mac(const struct vdt_cache *cache, const char *name, const char *password,
		  uint8_t ret_mac[VDT_SHA256])
{
	char text[VDT_NAME_ROOM + VDT_PASSWORD_ROOM];
	size_t name_len = strnlen(name, VDT_NAME_ROOM - 1);
	size_t password_len = strnlen(password, VDT_PASSWORD_ROOM - 1);
	int err;

	memcpy(text, name, name_len);
	text[name_len] = '\0';
	memcpy(text + name_len + 1, password, password_len);
	err = vdt_hmac_sha256(cache->key, sizeof(cache->key), text, name_len + 1 + password_len,
			      ret_mac);
	explicit_bzero(text, sizeof(text));
	return err;
}

uint32_t vdt_cache_find(const struct vdt_cache *cache, const uint8_t mac[VDT_SHA256], uint64_t now)
{
	uint32_t found = 0;

	for (unsigned int i = 0; i < VDT_CACHE_ENTRIES; i++)
		if (!CRYPTO_memcmp(cache->entry[i].mac, mac, VDT_SHA256) &&
		    now < cache->entry[i].expires)
			found = cache->entry[i].account;
	return found;
}

void vdt_cache_put(struct vdt_cache *cache, const uint8_t mac[VDT_SHA256], uint32_t account,
		   uint64_t now)
{
	unsigned int i = cache->next++ % VDT_CACHE_ENTRIES;

	memcpy(cache->entry[i].mac, mac, VDT_SHA256);
	cache->entry[i].account = account;
	cache->entry[i].expires = now + VDT_CACHE_TIME * VDT_NS_PER_SECOND;
}

void vdt_cache_forget(struct vdt_cache *cache)
{
	memset(cache->entry, 0, sizeof(cache->entry));
}

void vdt_cache_done(struct vdt_cache *cache)
{
	explicit_bzero(cache, sizeof(*cache));
}
