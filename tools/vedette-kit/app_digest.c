// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/app_digest.h"

#include <errno.h>
#include <fcntl.h>
#include <libfsverity.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/cleanup.h"

#define CHUNK (256u * 1024)

static const struct {
	enum vdt_hash hash;
	uint32_t verity; /* fs-verity's own number, include/uapi/linux/fsverity.h; 0: none */
	const EVP_MD *(*md)(void);
} hashes[] = {
	{VDT_HASH_SHA256, FS_VERITY_HASH_ALG_SHA256, EVP_sha256},
	{VDT_HASH_SHA384, 0, EVP_sha384},
	{VDT_HASH_SHA512, FS_VERITY_HASH_ALG_SHA512, EVP_sha512},
};

#define N_HASHES (sizeof(hashes) / sizeof(*hashes))

enum vdt_hash vdt_app_hash_named(const char *name)
{
	for (size_t i = 0; i < N_HASHES; i++)
		if (!strcmp(vdt_hash_name(hashes[i].hash), name))
			return hashes[i].hash;
	return VDT_HASH_NONE;
}

const EVP_MD *vdt_app_hash_md(enum vdt_hash hash)
{
	for (size_t i = 0; i < N_HASHES; i++)
		if (hashes[i].hash == hash)
			return hashes[i].md();
	return NULL;
}

static uint32_t verity_number(enum vdt_hash hash)
{
	for (size_t i = 0; i < N_HASHES; i++)
		if (hashes[i].hash == hash)
			return hashes[i].verity;
	return 0;
}

/* A file as it is read from its beginning. */
struct reader {
	int fd;
	off_t at;
	atomic_ullong *progress;
};

/* Up to @len bytes; 0 at the end, or a negative errno. */
static ssize_t read_some(struct reader *reader, void *data, size_t len)
{
	ssize_t got;

	do
		got = pread(reader->fd, data, len, reader->at);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return -errno;
	reader->at += got;
	*reader->progress += (unsigned long long)got;
	return got;
}

static int update(struct reader *reader, EVP_MD_CTX *ctx)
{
	_cleanup_free_ uint8_t *chunk = malloc(CHUNK);
	ssize_t got;

	if (!chunk)
		return -ENOMEM;
	while ((got = read_some(reader, chunk, CHUNK)) > 0)
		if (!EVP_DigestUpdate(ctx, chunk, (size_t)got))
			return -EIO;
	return (int)got;
}

static int hash_bytes(struct reader *reader, struct vdt_app_digest *digest)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int err = ctx ? 0 : -ENOMEM;

	if (!err && !EVP_DigestInit_ex(ctx, vdt_app_hash_md(digest->hash), NULL))
		err = -EIO;
	if (!err)
		err = update(reader, ctx);
	if (!err && !EVP_DigestFinal_ex(ctx, digest->bytes, NULL))
		err = -EIO;
	EVP_MD_CTX_free(ctx);
	return err;
}

/* What libfsverity_compute_digest() reads with: all of @len or an error. */
static int read_block(void *file, void *data, size_t len)
{
	while (len) {
		ssize_t got = read_some(file, data, len);

		if (got <= 0)
			return got ? (int)got : -ESTALE; /* shorter than it was */
		data = (uint8_t *)data + got;
		len -= (size_t)got;
	}
	return 0;
}

static int hash_tree(struct reader *reader, off_t size, struct vdt_app_digest *digest)
{
	struct libfsverity_merkle_tree_params params = {.version = 1,
							.hash_algorithm =
								verity_number(digest->hash),
							.file_size = (uint64_t)size};
	struct libfsverity_digest *made = NULL;
	int err;

	if (!params.hash_algorithm)
		return -EOPNOTSUPP;
	err = libfsverity_compute_digest(reader, read_block, &params, &made);
	if (!err)
		memcpy(digest->bytes, made->digest, vdt_hash_size(digest->hash));
	free(made);
	return err;
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

int vdt_app_digest(int fd, atomic_ullong *progress, struct vdt_app_digest *ret_digest)
{
	struct reader reader = {.fd = fd, .progress = progress};
	struct stat before, after;
	int err;

	if (fstat(fd, &before) < 0)
		return -errno;
	posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	err = ret_digest->verity ? hash_tree(&reader, before.st_size, ret_digest)
				 : hash_bytes(&reader, ret_digest);
	if (err)
		return err;
	if (fstat(fd, &after) < 0)
		return -errno;
	return reader.at == before.st_size && after.st_size == before.st_size &&
			       same_time(&after.st_mtim, &before.st_mtim) &&
			       same_time(&after.st_ctim, &before.st_ctim)
		       ? 0
		       : -ESTALE;
}
