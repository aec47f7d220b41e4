// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/device.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <openssl/crypto.h>

#include "lib/crypto/base64.h"
#include "lib/crypto/random.h"

/* The text: eight hex digits of the account, then NAME random bytes, then PROOF bytes of the MAC
 * over all before, both in base 64 for URLs. */
#define NAME	 18
#define PROOF	 18
#define NAME_LEN (8 + NAME / 3 * 4)
#define LEN	 (NAME_LEN + PROOF / 3 * 4)

_Static_assert(LEN < VDT_TOKEN_ROOM, "a device cookie fits");
_Static_assert(PROOF <= VDT_SHA256 && VDT_LOCK_DEVICE <= NAME, "both are long enough");

/* Appends the proof to the NAME_LEN characters of @text. */
static int prove(const uint8_t key[VDT_DEVICE_KEY], char text[LEN + 1])
{
	uint8_t mac[VDT_SHA256];
	int err = vdt_hmac_sha256(key, VDT_DEVICE_KEY, text, NAME_LEN, mac);

	if (!err)
		vdt_base64url_encode(mac, PROOF, text + NAME_LEN);
	return err;
}

int vdt_device_make(const uint8_t key[VDT_DEVICE_KEY], uint32_t id, char ret_text[VDT_TOKEN_ROOM])
{
	uint8_t name[NAME];
	int err = vdt_random(name, sizeof(name));

	if (err)
		return err;
	snprintf(ret_text, VDT_TOKEN_ROOM, "%08" PRIx32, id);
	vdt_base64url_encode(name, sizeof(name), ret_text + 8);
	return prove(key, ret_text);
}

int vdt_device_check(const uint8_t key[VDT_DEVICE_KEY], uint32_t id, const char *text,
		     uint8_t ret_device[VDT_LOCK_DEVICE])
{
	uint8_t digest[VDT_SHA256];
	char right[LEN + 1], account[9];
	int err;

	if (strlen(text) != LEN)
		return -EACCES;
	memcpy(right, text, NAME_LEN);
	err = prove(key, right);
	if (err)
		return err;
	snprintf(account, sizeof(account), "%08" PRIx32, id);
	if (CRYPTO_memcmp(right, text, LEN) || memcmp(account, text, 8))
		return -EACCES;
	err = vdt_sha256(text, NAME_LEN, digest);
	if (!err)
		memcpy(ret_device, digest, VDT_LOCK_DEVICE);
	return err;
}
