// SPDX-License-Identifier: BSD-3-Clause
#include "lib/crypto/sealed.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/crypto/gcm.h"
#include "lib/crypto/random.h"
#include "lib/crypto/secret.h"

#define SEAL_VERSION 1

static const char magic[8] = "VDTSEAL";

/* The start of a slot, in little endian. */
struct head {
	char magic[sizeof(magic)];
	uint32_t version;
	uint32_t slot;
	uint64_t generation;
	char purpose[VDT_SEAL_PURPOSE];
	uint8_t nonce[VDT_GCM_NONCE];
	uint32_t len;
};

_Static_assert(sizeof(struct head) == 56, "a slot has no padding");

/* What a slot held. */
struct content {
	uint64_t generation; /* 0: nothing valid */
	uint8_t *data;
	size_t len;
};

static int read_key(int fd, uint8_t key[VDT_SEAL_KEY])
{
	uint8_t surplus;
	struct stat st;

	if (fstat(fd, &st))
		return -errno;
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		return -EPERM;
	if (read(fd, key, VDT_SEAL_KEY) != VDT_SEAL_KEY || read(fd, &surplus, 1))
		return -EBADMSG;
	return 0;
}

int vdt_seal_key(const char *path, int create, uint8_t ret_key[VDT_SEAL_KEY])
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int err;

	if (fd >= 0)
		return read_key(fd, ret_key);
	if (errno != ENOENT || !create)
		return -errno;
	err = vdt_random(ret_key, VDT_SEAL_KEY);
	if (!err)
		err = vdt_file_write(path, ret_key, VDT_SEAL_KEY, S_IRUSR | S_IWUSR);
	return err;
}

int vdt_sealed_init(struct vdt_sealed *sealed, const char *path, const char *purpose,
		    const uint8_t *key)
{
	memset(sealed, 0, sizeof(*sealed));
	if (strlen(path) >= sizeof(sealed->path) || strlen(purpose) > sizeof(sealed->purpose))
		return -ENAMETOOLONG;
	memcpy(sealed->path, path, strlen(path));
	memcpy(sealed->purpose, purpose, strlen(purpose));
	sealed->key = key;
	return 0;
}

static void name_slot(const struct vdt_sealed *sealed, unsigned int slot, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s.%u", sealed->path, slot);
}

static struct vdt_gcm describe(const struct vdt_sealed *sealed, const uint8_t *file)
{
	return (struct vdt_gcm){
		.key = sealed->key,
		.nonce = file + offsetof(struct head, nonce),
		.aad = file,
		.aad_len = sizeof(struct head),
	};
}

static int check_head(const struct vdt_sealed *sealed, unsigned int slot, const struct head *head,
		      size_t file_len)
{
	if (memcmp(head->magic, magic, sizeof(magic)) || le32toh(head->version) != SEAL_VERSION ||
	    le32toh(head->slot) != slot || !head->generation ||
	    memcmp(head->purpose, sealed->purpose, VDT_SEAL_PURPOSE) ||
	    file_len != (uint64_t)le32toh(head->len) + sizeof(*head) + VDT_GCM_TAG)
		return -EBADMSG;
	return 0;
}

static int open_slot(const struct vdt_sealed *sealed, unsigned int slot, const uint8_t *file,
		     size_t file_len, struct content *content)
{
	struct vdt_gcm gcm = describe(sealed, file);
	struct head head;
	int err;

	if (file_len < sizeof(head))
		return -EBADMSG;
	memcpy(&head, file, sizeof(head));
	err = check_head(sealed, slot, &head, file_len);
	if (err)
		return err;
	content->len = le32toh(head.len);
	content->data = calloc(1, content->len + 1);
	if (!content->data)
		return -ENOMEM;
	err = vdt_gcm_open(&gcm, file + sizeof(head), content->len, content->data);
	if (err) {
		free(content->data);
		content->data = NULL;
		return err;
	}
	content->generation = le64toh(head.generation);
	return 0;
}

/* A slot that is not there leaves @content empty; a damaged one also sets its bit. */
static int read_slot(struct vdt_sealed *sealed, unsigned int slot, struct content *content)
{
	_cleanup_free_ uint8_t *file = NULL;
	char path[PATH_MAX];
	size_t len;
	int err;

	name_slot(sealed, slot, path);
	err = vdt_file_read(path, sizeof(struct head) + VDT_SEALED_MAX + VDT_GCM_TAG, &file, &len);
	if (err == -ENOENT)
		return 0;
	if (!err)
		err = open_slot(sealed, slot, file, len, content);
	if (err != -EBADMSG && err != -EFBIG)
		return err;
	sealed->damaged |= 1u << slot;
	return 0;
}

int vdt_sealed_read(struct vdt_sealed *sealed, uint8_t **ret_data, size_t *ret_len)
{
	struct content content[VDT_SEALED_SLOTS] = {0};
	int err;

	sealed->damaged = 0;
	sealed->readable = 0;
	err = read_slot(sealed, 0, &content[0]);
	if (!err)
		err = read_slot(sealed, 1, &content[1]);
	sealed->slot = content[1].generation > content[0].generation;
	sealed->generation = content[sealed->slot].generation;
	if (!err && !sealed->generation)
		err = sealed->damaged ? -EBADMSG : -ENOENT;
	vdt_wipe_free(content[!sealed->slot].data);
	if (!err) {
		*ret_data = content[sealed->slot].data;
		*ret_len = content[sealed->slot].len;
	} else {
		vdt_wipe_free(content[sealed->slot].data);
	}
	sealed->readable = !err || err == -ENOENT;
	return err;
}

static int make_slot(const struct vdt_sealed *sealed, unsigned int slot, const void *data,
		     size_t len, uint8_t *file)
{
	struct vdt_gcm gcm = describe(sealed, file);
	struct head head = {
		.version = htole32(SEAL_VERSION),
		.slot = htole32(slot),
		.generation = htole64(sealed->generation + 1),
		.len = htole32(len),
	};
	int err;

	memcpy(head.magic, magic, sizeof(magic));
	memcpy(head.purpose, sealed->purpose, sizeof(head.purpose));
	err = vdt_random(head.nonce, sizeof(head.nonce));
	if (err)
		return err;
	memcpy(file, &head, sizeof(head));
	return vdt_gcm_seal(&gcm, data, len, file + sizeof(head));
}

int vdt_sealed_write(struct vdt_sealed *sealed, const void *data, size_t len)
{
	unsigned int slot = sealed->generation ? !sealed->slot : 0;
	size_t file_len = sizeof(struct head) + len + VDT_GCM_TAG;
	_cleanup_free_ uint8_t *file = NULL;
	char path[PATH_MAX];
	int err;

	if (!sealed->readable)
		return -EINVAL;
	if (len > VDT_SEALED_MAX)
		return -EFBIG;
	file = malloc(file_len);
	if (!file)
		return -ENOMEM;
	name_slot(sealed, slot, path);
	err = make_slot(sealed, slot, data, len, file);
	if (!err)
		err = vdt_file_write(path, file, file_len, S_IRUSR | S_IWUSR);
	if (err)
		return err;
	sealed->slot = slot;
	sealed->generation++;
	return 0;
}

void vdt_sealed_give_up(struct vdt_sealed *sealed)
{
	sealed->readable = 1;
}
