// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/password.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <argon2.h>

#include "lib/crypto/random.h"

#define SALT_SIZE 16
#define HASH_SIZE 32

#define LANES	1u
#define NO_SALT "AAAAAAAAAAAAAAAAAAAAAA"
#define NO_HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

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

int vdt_password_hash(const char *password, const struct vdt_cost *cost,
		      char ret_hash[VDT_PASSWORD_HASH])
{
	uint8_t salt[SALT_SIZE];
	int err;

	err = vdt_random(salt, sizeof(salt));
	if (err)
		return err;
	return translate_error(argon2id_hash_encoded(cost->passes, cost->memory, LANES, password,
						     strlen(password), salt, sizeof(salt),
						     HASH_SIZE, ret_hash, VDT_PASSWORD_HASH));
}

int vdt_password_verify(const char *hash, const char *password)
{
	return translate_error(argon2id_verify(hash, password, strlen(password)));
}

void vdt_password_dummy(const struct vdt_cost *cost, char ret_hash[VDT_PASSWORD_HASH])
{
	snprintf(ret_hash, VDT_PASSWORD_HASH, "$argon2id$v=19$m=%u,t=%u,p=%u$" NO_SALT "$" NO_HASH,
		 cost->memory, cost->passes, LANES);
}

bool vdt_password_is_old(const char *hash, const struct vdt_cost *cost)
{
	char head[VDT_PASSWORD_HASH];
	int len;

	len = snprintf(head, sizeof(head), "$argon2id$v=19$m=%u,t=%u,p=%u$", cost->memory,
		       cost->passes, LANES);
	return strncmp(hash, head, (size_t)len) != 0;
}

static int make_hash(const struct vdt_password_job *job, char ret_hash[VDT_PASSWORD_HASH])
{
	if (job->password[0])
		return vdt_password_hash(job->password, &job->cost, ret_hash);
	if (job->upgrade && vdt_password_is_old(job->hash, &job->cost))
		return vdt_password_hash(job->current, &job->cost, ret_hash);
	return 0;
}

int vdt_password_do(const struct vdt_password_job *job, char ret_hash[VDT_PASSWORD_HASH])
{
	int err;

	ret_hash[0] = '\0';
	if (job->hash[0]) {
		err = vdt_password_verify(job->hash, job->current);
		if (err)
			return err;
	}
	for (unsigned int i = 0; i < VDT_PASSWORD_USED && job->used[i][0]; i++) {
		err = vdt_password_verify(job->used[i], job->password);
		if (err != -EACCES)
			return err ? err : -EEXIST;
	}
	return make_hash(job, ret_hash);
}
