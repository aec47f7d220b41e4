// SPDX-License-Identifier: BSD-3-Clause

#include "lib/store/pair.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"

static const char magic[8] = {'V', 'D', 'T', 'P', 'A', 'I', 'R', '\n'};

struct head {
	char magic[sizeof(magic)];
	uint32_t blob_len, signature_len, n_feeds; /* little endian */
};

#define FILE_MAX \
	(sizeof(struct head) + VDT_PAIR_BLOB_MAX + VDT_PAIR_SIGNATURE_MAX + \
	 VDT_PAIR_FEEDS_MAX * VDT_PAIR_DIGEST)

static uint8_t *duplicate(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len);

	return copy ? memcpy(copy, data, len) : NULL;
}

static bool read_head(const uint8_t *file, size_t len, struct vdt_pair *pair)
{
	struct head head;

	if (len < sizeof(head))
		return false;
	memcpy(&head, file, sizeof(head));
	pair->blob_len = le32toh(head.blob_len);
	pair->signature_len = le32toh(head.signature_len);
	pair->n_feeds = le32toh(head.n_feeds);
	return !memcmp(head.magic, magic, sizeof(magic)) && pair->blob_len && pair->signature_len &&
	       pair->n_feeds <= VDT_PAIR_FEEDS_MAX &&
	       len - sizeof(head) == pair->blob_len + pair->signature_len +
					     (size_t)pair->n_feeds * VDT_PAIR_DIGEST;
}

int vdt_pair_read(const char *path, struct vdt_pair *ret_pair)
{
	_cleanup_free_ uint8_t *file = NULL;
	struct vdt_pair pair = {};
	const uint8_t *next;
	size_t len;
	int err;

	err = vdt_file_read(path, FILE_MAX, &file, &len);
	if (err)
		return err;
	if (!read_head(file, len, &pair))
		return -EBADMSG;
	next = file + sizeof(struct head);
	pair.blob = duplicate(next, pair.blob_len);
	next += pair.blob_len;
	pair.signature = duplicate(next, pair.signature_len);
	next += pair.signature_len;
	memcpy(pair.feeds, next, (size_t)pair.n_feeds * VDT_PAIR_DIGEST);
	if (!pair.blob || !pair.signature) {
		vdt_pair_done(&pair);
		return -ENOMEM;
	}
	*ret_pair = pair;
	return 0;
}

int vdt_pair_read_files(const char *blob, const char *signature, struct vdt_pair *ret_pair)
{
	_cleanup_close_ int blob_fd = open(blob, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	_cleanup_close_ int signature_fd = -1;

	if (blob_fd >= 0)
		signature_fd = open(signature, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (signature_fd < 0)
		return -errno;
	return vdt_pair_read_fds(blob_fd, signature_fd, ret_pair);
}

int vdt_pair_read_fds(int blob, int signature, struct vdt_pair *ret_pair)
{
	struct vdt_pair pair = {};
	int err;

	err = vdt_file_read_fd(blob, VDT_PAIR_BLOB_MAX, &pair.blob, &pair.blob_len);
	if (!err)
		err = vdt_file_read_fd(signature, VDT_PAIR_SIGNATURE_MAX, &pair.signature,
				       &pair.signature_len);
	if (err) {
		vdt_pair_done(&pair);
		return err;
	}
	*ret_pair = pair;
	return 0;
}

void vdt_pair_done(struct vdt_pair *pair)
{
	free(pair->blob);
	free(pair->signature);
	*pair = (struct vdt_pair){};
}

static int memory_file(const char *name, const uint8_t *data, size_t len, int *ret_fd)
{
	_cleanup_close_ int fd = memfd_create(name, MFD_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	err = vdt_file_write_fd(fd, data, len);
	if (!err)
		*ret_fd = vdt_steal_fd(&fd);
	return err;
}

int vdt_pair_open(const struct vdt_pair *pair, int *ret_blob, int *ret_signature)
{
	_cleanup_close_ int blob = -1;
	int err = memory_file("blob", pair->blob, pair->blob_len, &blob);

	if (!err)
		err = memory_file("signature", pair->signature, pair->signature_len, ret_signature);
	if (!err)
		*ret_blob = vdt_steal_fd(&blob);
	return err;
}

static bool is_stored(const char *path, const uint8_t *file, size_t len)
{
	_cleanup_free_ uint8_t *stored = NULL;
	size_t stored_len;

	return !vdt_file_read(path, len, &stored, &stored_len) && stored_len == len &&
	       !memcmp(stored, file, len);
}

static void fill(uint8_t *file, const struct vdt_pair *pair)
{
	struct head head = {.blob_len = htole32((uint32_t)pair->blob_len),
			    .signature_len = htole32((uint32_t)pair->signature_len),
			    .n_feeds = htole32(pair->n_feeds)};

	memcpy(head.magic, magic, sizeof(magic));
	memcpy(file, &head, sizeof(head));
	file += sizeof(head);
	memcpy(file, pair->blob, pair->blob_len);
	file += pair->blob_len;
	memcpy(file, pair->signature, pair->signature_len);
	file += pair->signature_len;
	memcpy(file, pair->feeds, (size_t)pair->n_feeds * VDT_PAIR_DIGEST);
}

int vdt_pair_write(const char *path, const struct vdt_pair *pair)
{
	size_t len = sizeof(struct head) + pair->blob_len + pair->signature_len +
		     (size_t)pair->n_feeds * VDT_PAIR_DIGEST;
	_cleanup_free_ uint8_t *file = NULL;

	if (pair->blob_len > VDT_PAIR_BLOB_MAX || pair->signature_len > VDT_PAIR_SIGNATURE_MAX ||
	    pair->n_feeds > VDT_PAIR_FEEDS_MAX)
		return -EFBIG;
	file = malloc(len);
	if (!file)
		return -ENOMEM;
	fill(file, pair);
	if (is_stored(path, file, len))
		return 0; /* spare the flash */
	return vdt_file_write(path, file, len, 0600);
}
