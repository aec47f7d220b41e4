// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/store.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"

static const char magic[8] = {'V', 'D', 'T', 'P', 'O', 'L', '1', '\n'};

struct head {
	char magic[sizeof(magic)];
	uint32_t blob_len, signature_len; /* little endian */
};

#define FILE_MAX (sizeof(struct head) + VDT_STORE_BLOB_MAX + VDT_STORE_SIGNATURE_MAX)

static uint8_t *duplicate(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len);

	return copy ? memcpy(copy, data, len) : NULL;
}

int vdt_store_read(const char *path, struct vdt_nl_image *ret_image)
{
	_cleanup_free_ uint8_t *file = NULL;
	struct vdt_nl_image image = {};
	struct head head;
	size_t len;
	int err;

	err = vdt_file_read(path, FILE_MAX, &file, &len);
	if (err)
		return err;
	if (len < sizeof(head))
		return -EBADMSG;
	memcpy(&head, file, sizeof(head));
	image.blob_len = le32toh(head.blob_len);
	image.signature_len = le32toh(head.signature_len);
	if (memcmp(head.magic, magic, sizeof(magic)) != 0 || !image.blob_len ||
	    !image.signature_len || len - sizeof(head) != image.blob_len + image.signature_len)
		return -EBADMSG;
	image.blob = duplicate(file + sizeof(head), image.blob_len);
	image.signature = duplicate(file + sizeof(head) + image.blob_len, image.signature_len);
	if (!image.blob || !image.signature) {
		vdt_nl_image_done(&image);
		return -ENOMEM;
	}
	*ret_image = image;
	return 0;
}

int vdt_store_read_factory(const char *policy, const char *signature,
			   struct vdt_nl_image *ret_image)
{
	struct vdt_nl_image image = {};
	int err;

	err = vdt_file_read(policy, VDT_STORE_BLOB_MAX, &image.blob, &image.blob_len);
	if (!err)
		err = vdt_file_read(signature, VDT_STORE_SIGNATURE_MAX, &image.signature,
				    &image.signature_len);
	if (err) {
		vdt_nl_image_done(&image);
		return err;
	}
	*ret_image = image;
	return 0;
}

static bool is_stored(const char *path, const uint8_t *file, size_t len)
{
	_cleanup_free_ uint8_t *stored = NULL;
	size_t stored_len;

	return !vdt_file_read(path, len, &stored, &stored_len) && stored_len == len &&
	       !memcmp(stored, file, len);
}

int vdt_store_write(const char *path, const struct vdt_nl_image *image)
{
	struct head head = {.blob_len = htole32((uint32_t)image->blob_len),
			    .signature_len = htole32((uint32_t)image->signature_len)};
	size_t len = sizeof(head) + image->blob_len + image->signature_len;
	_cleanup_free_ uint8_t *file = NULL;

	if (image->blob_len > VDT_STORE_BLOB_MAX || image->signature_len > VDT_STORE_SIGNATURE_MAX)
		return -EFBIG;
	file = malloc(len);
	if (!file)
		return -ENOMEM;
	memcpy(head.magic, magic, sizeof(magic));
	memcpy(file, &head, sizeof(head));
	memcpy(file + sizeof(head), image->blob, image->blob_len);
	memcpy(file + sizeof(head) + image->blob_len, image->signature, image->signature_len);
	if (is_stored(path, file, len))
		return 0; /* spare the flash */
	return vdt_file_write(path, file, len, 0600);
}
