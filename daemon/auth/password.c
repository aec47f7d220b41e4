// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/password.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include <argon2.h>

#include "lib/crypto/random.h"

#define SALT_SIZE 16
#define HASH_SIZE 32

#define TEXT_OF(x) #x
#define TEXT(x)	   TEXT_OF(x)
#define COST \
	"m=" TEXT(VDT_PASSWORD_MEMORY) ",t=" TEXT(VDT_PASSWORD_PASSES) ",p=" TEXT( \
		VDT_PASSWORD_LANES)
#define NO_SALT "AAAAAAAAAAAAAAAAAAAAAA"
#define NO_HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

const char vdt_password_dummy[] = "$argon2id$v=19$" COST "$" NO_SALT "$" NO_HASH;

int vdt_password_make(char ret_password[VDT_PASSWORD_MADE])
{
	static const char alphabet[] = VDT_PASSWORD_ALPHABET;
	uint32_t letter;
	int err;

	for (unsigned int i = 0; i < VDT_PASSWORD_MADE - 1; i++) {
		if (i % (VDT_PASSWORD_GROUP + 1) == VDT_PASSWORD_GROUP) {
			ret_password[i] = '-';
			continue;
		}
		err = vdt_random_below(sizeof(alphabet) - 1, &letter);
		if (err)
			return err;
		ret_password[i] = alphabet[letter];
	}
	ret_password[VDT_PASSWORD_MADE - 1] = '\0';
	return 0;
}

static int translate_error(int argon2_error)
{
	switch (argon2_error) {
	case ARGON2_OK:
		return 0;
	case ARGON2_VERIFY_MISMATCH:
		return -EACCES;
	case ARGON2_MEMORY_ALLOCATION_ERROR:
		return -ENOMEM;
	default:
		return -EINVAL;
	}
}

int vdt_password_hash(const char *password, char ret_hash[VDT_PASSWORD_HASH])
{
	uint8_t salt[SALT_SIZE];
	int err;

	err = vdt_random(salt, sizeof(salt));
	if (err)
		return err;
	return translate_error(argon2id_hash_encoded(
		VDT_PASSWORD_PASSES, VDT_PASSWORD_MEMORY, VDT_PASSWORD_LANES, password,
		strlen(password), salt, sizeof(salt), HASH_SIZE, ret_hash, VDT_PASSWORD_HASH));
}

int vdt_password_verify(const char *hash, const char *password)
{
	return translate_error(argon2id_verify(hash, password, strlen(password)));
}
