// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/policy_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/policy/blob.h"
#include "tools/vedette-kit/command.h"
#include "tools/vedette-kit/kernel.h"
#include "tools/vedette-kit/policy_yaml.h"
#include "tools/vedette-kit/yaml_tree.h"

/* The first attribute of a blob is `format`, of five bytes; no text starts like that. */
static bool is_blob(const uint8_t *data, size_t len)
{
	static const uint8_t start[] = {0x05, 0x00, VEDETTE_A_POLICY_FORMAT, 0x00};

	return len >= sizeof(start) && !memcmp(data, start, sizeof(start));
}

static int say(const char *path, int err, const struct vdt_model_error *error)
{
	if (err != -EINVAL)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err));
	fputs(*error->file ? error->file : path, stderr);
	if (error->line)
		fprintf(stderr, ":%u:%u", error->line, error->column);
	fprintf(stderr, ": %s\n", error->text);
	return KIT_REFUSED;
}

struct vdt_kernel_policy vdt_policy_file_kernel(const struct vdt_policy_file *file)
{
	return (struct vdt_kernel_policy){file->blob, file->blob_len, file->feeds, file->n_feeds};
}

/* All rules of a policy are told by vdt_model_check(); here speaks who counts what sets overlap. */
static int agree(const char *path, struct vdt_policy_file *file)
{
	struct vdt_kernel_policy policy = vdt_policy_file_kernel(file);
	char why[VDT_KERNEL_WHY];

	if (!vdt_kernel_check(&policy, why))
		return KIT_DONE;
	return vdt_kit_fail(KIT_REFUSED, "%s: the camera would refuse it: %s", path, why);
}

/* The feeds whose prefixes came with the source of the policy. */
static int make_feeds(struct vdt_policy_file *file)
{
	int code = KIT_DONE;

	for (size_t i = 0; !code && i < file->model.n_sets; i++) {
		const struct vdt_model_set *set = &file->model.sets[i];

		if (!set->feed || !(set->ip[VDT_MODEL_IPV4].count || set->ip[VDT_MODEL_IPV6].count))
			continue;
		code = vdt_feed_file_make(set, set->name.text, set->feed,
					  &file->feeds[file->n_feeds]);
		file->n_feeds += !code;
	}
	return code;
}

static int encode(const char *path, struct vdt_policy_file *file)
{
	int err = vdt_blob_encode(&file->model, &file->blob, &file->blob_len);

	if (!err)
		return KIT_DONE;
	if (err == -EMSGSIZE)
		return vdt_kit_fail(KIT_REFUSED,
				    "%s: the policy takes more than %u bytes; make feeds of "
				    "the largest sets (vedette-kit feed build)",
				    path, (unsigned int)VDT_BLOB_MAX);
	return vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err));
}

int vdt_policy_file_read(const char *path, struct vdt_policy_file *ret_file)
{
	_cleanup_free_ uint8_t *data = NULL;
	struct vdt_policy_file file = {0};
	struct vdt_model_error error = {0};
	size_t len;
	int err = vdt_file_read(path, VDT_YAML_SIZE, &data, &len);
	int code;

	if (err)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err));
	file.is_yaml = !is_blob(data, len);
	if (file.is_yaml)
		err = vdt_policy_yaml_read((char *)data, len, path, &file.model, &error);
	else
		err = vdt_blob_decode(data, len, &file.model, &error);
	if (err)
		return say(path, err, &error);
	code = encode(path, &file);
	if (!code)
		code = make_feeds(&file);
	if (!code)
		code = agree(path, &file);
	if (code)
		vdt_policy_file_done(&file);
	else
		*ret_file = file;
	return code;
}

static const struct vdt_feed_file *find_feed(const struct vdt_policy_file *file, const char *name)
{
	for (size_t i = 0; i < file->n_feeds; i++)
		if (!strcmp(file->feeds[i].feed.name, name))
			return &file->feeds[i];
	return NULL;
}

static int check_feed(const struct vdt_policy_file *file, const struct vdt_feed *feed,
		      const char *path)
{
	const struct vdt_model_set *set = vdt_model_find_set(&file->model, feed->name);

	if (!set || !set->feed)
		return vdt_kit_fail(KIT_REFUSED, "%s: the policy has no feed '%s'", path,
				    feed->name);
	if (find_feed(file, feed->name))
		return vdt_kit_fail(KIT_REFUSED, "%s: feed '%s' is there already", path,
				    feed->name);
	if (feed->version < set->feed)
		return vdt_kit_fail(KIT_REFUSED,
				    "%s: feed '%s' has version %" PRIu64 "; the policy asks for "
				    "%" PRIu64 " or above",
				    path, feed->name, feed->version, set->feed);
	return KIT_DONE;
}

int vdt_policy_file_add_feed(struct vdt_policy_file *file, const char *path)
{
	struct vdt_feed_file feed;
	int code = vdt_feed_file_read(path, &feed);

	if (code)
		return code;
	code = check_feed(file, &feed.feed, path);
	if (code)
		vdt_feed_file_done(&feed);
	else
		file->feeds[file->n_feeds++] = feed;
	return code;
}

void vdt_policy_file_done(struct vdt_policy_file *file)
{
	for (size_t i = 0; i < file->n_feeds; i++)
		vdt_feed_file_done(&file->feeds[i]);
	file->n_feeds = 0;
	vdt_model_done(&file->model);
	free(file->blob);
	file->blob = NULL;
}
