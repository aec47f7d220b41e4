// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/activation.h"

#include <errno.h>
#include <string.h>

#include <openssl/crypto.h>
#include <sys/stat.h>

#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"

_Static_assert(VDT_UNIT_CODE_DIGEST == VDT_SHA256, "the digest of a code");

unsigned int vdt_activation_wait(uint32_t failures)
{
	unsigned int wait = VDT_ACTIVATION_WAIT;

	if (failures < VDT_ACTIVATION_TRIES)
		return 0;
	for (uint32_t i = VDT_ACTIVATION_TRIES; i < failures && wait < VDT_ACTIVATION_MOST; i++)
		wait *= 2;
	return wait < VDT_ACTIVATION_MOST ? wait : VDT_ACTIVATION_MOST;
}

static void begin_wait(struct vdt_activation *activation, const struct vdt_accounts *accounts,
		       uint64_t now)
{
	activation->not_before =
		now + vdt_activation_wait(accounts->now.activation_failures) * VDT_NS_PER_SECOND;
}

int vdt_activation_load(struct vdt_activation *activation, const char *path,
			const struct vdt_accounts *accounts, uint64_t now)
{
	_cleanup_free_ uint8_t *data = NULL;
	size_t len;
	int err;

	memset(activation, 0, sizeof(*activation));
	if (strlen(path) >= sizeof(activation->path))
		return -ENAMETOOLONG;
	memcpy(activation->path, path, strlen(path));
	begin_wait(activation, accounts, now);
	err = vdt_file_read(path, VDT_UNIT_CODE_DIGEST, &data, &len);
	if (err)
		return err == -ENOENT ? 0 : err == -EFBIG ? -EBADMSG : err;
	if (len != VDT_UNIT_CODE_DIGEST)
		return -EBADMSG;
	memcpy(activation->digest, data, len);
	activation->has_code = true;
	return 0;
}

/* The digest of the letters and digits that count. */
static int digest_code(const char *code, uint8_t ret_digest[VDT_UNIT_CODE_DIGEST])
{
	char plain[VDT_UNIT_CODE_ROOM];
	size_t len = 0;
	int err;

	for (; *code && len < sizeof(plain); code++) {
		if (*code == '-' || *code == ' ')
			continue;
		plain[len++] = *code >= 'A' && *code <= 'Z' ? (char)(*code + 'a' - 'A') : *code;
	}
	err = vdt_sha256(plain, len, ret_digest);
	explicit_bzero(plain, sizeof(plain));
	return err;
}

int vdt_activation_draw(struct vdt_activation *activation, char ret_code[VDT_UNIT_CODE_ROOM])
{
	int err = vdt_password_make(ret_code);

	if (!err)
		err = digest_code(ret_code, activation->digest);
	if (!err)
		err = vdt_file_write(activation->path, activation->digest,
				     sizeof(activation->digest), S_IRUSR | S_IWUSR);
	activation->has_code = !err;
	return err;
}

int vdt_activation_try(struct vdt_activation *activation, struct vdt_accounts *accounts,
		       const char *code, uint64_t now)
{
	uint8_t digest[VDT_UNIT_CODE_DIGEST];
	int err;

	if (vdt_accounts_active(accounts))
		return -EEXIST;
	if (now < activation->not_before)
		return -EAGAIN;
	err = digest_code(code, digest);
	if (err)
		return err;
	if (activation->has_code &&
	    !CRYPTO_memcmp(digest, activation->digest, VDT_UNIT_CODE_DIGEST)) {
		accounts->now.activation_failures = 0;
		return 0;
	}
	if (accounts->now.activation_failures < UINT32_MAX)
		accounts->now.activation_failures++;
	begin_wait(activation, accounts, now);
	/* Tries that cannot be counted are not given. */
	if (vdt_accounts_save(accounts))
		activation->not_before = now + VDT_ACTIVATION_MOST * VDT_NS_PER_SECOND;
	return -EACCES;
}
