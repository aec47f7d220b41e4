// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/feed_file.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kmod/limits.h"
#include "kmod/prefix_build.h"
#include "lib/base/file.h"
#include "lib/crypto/digest.h"
#include "tools/vedette-kit/command.h"
#include "tools/vedette-kit/prefix_list.h"

static int measure(const struct vdt_feed *feed, size_t *ret_memory, const char **ret_why)
{
	const struct vdt_prefix_source source = {.packed = feed->prefixes};
	struct vdt_prefix_db *db = NULL;
	int err = vdt_prefix_db_build(&source, 1, VDT_PREFIX_MEMORY_MAX, &db, ret_why);

	if (!err)
		*ret_memory = vdt_prefix_db_memory(db);
	vdt_prefix_db_free(db);
	return err;
}

/* As the kernel does. */
static int check_digest(const struct vdt_feed_file *file, const char **ret_why)
{
	uint8_t digest[VDT_SHA256];

	if (vdt_sha256(file->blob + VDT_FEED_HEADER, file->len - VDT_FEED_HEADER, digest))
		return -EIO;
	if (!memcmp(digest, file->feed.digest, sizeof(digest)))
		return 0;
	*ret_why = "feed: the prefixes are not those that its header is about";
	return -EINVAL;
}

/* Has the kernel's own code agree. Takes over the blob, also on failure. */
static int take(const char *path, struct vdt_feed_file *file)
{
	const char *why = NULL;
	int err = vdt_feed_parse(file->blob, file->len, &file->feed, &why);

	if (!err)
		err = check_digest(file, &why);
	if (!err)
		err = measure(&file->feed, &file->memory, &why);
	if (!err)
		return KIT_DONE;
	vdt_feed_file_done(file);
	return vdt_kit_fail(KIT_REFUSED, "%s: %s", path, why ? why : strerror(-err));
}

/* Of the prefixes that follow it already. */
static int write_header(struct vdt_feed_header *header, const struct vdt_model_set *set,
			const char *name, uint64_t version, size_t len)
{
	uint32_t format = htobe32(VDT_FEED_FORMAT);
	uint32_t n4 = htobe32((uint32_t)set->ip[VDT_MODEL_IPV4].count);
	uint32_t n6 = htobe32((uint32_t)set->ip[VDT_MODEL_IPV6].count);

	version = htobe64(version);
	memcpy(header->magic, VDT_FEED_MAGIC, sizeof(header->magic));
	memcpy(header->format, &format, sizeof(format));
	memcpy(header->name, name, strnlen(name, sizeof(header->name)));
	memcpy(header->version, &version, sizeof(version));
	memcpy(header->n4, &n4, sizeof(n4));
	memcpy(header->n6, &n6, sizeof(n6));
	return vdt_sha256(header + 1, len - sizeof(*header), header->digest);
}

int vdt_feed_file_make(const struct vdt_model_set *set, const char *name, uint64_t version,
		       struct vdt_feed_file *ret_file)
{
	const struct vdt_model_prefixes *v4 = &set->ip[VDT_MODEL_IPV4];
	const struct vdt_model_prefixes *v6 = &set->ip[VDT_MODEL_IPV6];
	size_t at6 = sizeof(struct vdt_feed_header) + v4->count * VDT_PREFIX_PACKED4;
	struct vdt_feed_file file = {.len = at6 + v6->count * VDT_PREFIX_PACKED6};

	if (v4->count + v6->count > VDT_FEED_PREFIXES_MAX)
		return vdt_kit_fail(KIT_REFUSED, "%zu prefixes; a camera holds at most %u",
				    v4->count + v6->count, VDT_FEED_PREFIXES_MAX);
	file.blob = calloc(1, file.len);
	if (!file.blob)
		return vdt_kit_fail(KIT_REFUSED, "%s", strerror(ENOMEM));
	vdt_list_pack(v4, VDT_MODEL_IPV4, file.blob + sizeof(struct vdt_feed_header));
	vdt_list_pack(v6, VDT_MODEL_IPV6, file.blob + at6);
	if (write_header((struct vdt_feed_header *)file.blob, set, name, version, file.len)) {
		free(file.blob);
		return vdt_kit_fail(KIT_REFUSED, "OpenSSL has no SHA-256");
	}
	*ret_file = file;
	return take(name, ret_file);
}

int vdt_feed_file_read(const char *path, struct vdt_feed_file *ret_file)
{
	struct vdt_feed_file file = {0};
	int err = vdt_file_read(path, VDT_FEED_MAX, &file.blob, &file.len);

	if (err)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err));
	*ret_file = file;
	return take(path, ret_file);
}

void vdt_feed_file_done(struct vdt_feed_file *file)
{
	free(file->blob);
	file->blob = NULL;
}
