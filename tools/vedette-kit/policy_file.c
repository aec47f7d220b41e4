// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/policy_file.h"

#include <errno.h>
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

/* What we take and the camera refuses, or the other way round, is a mistake of this program. */
static int agree(const char *path, struct vdt_policy_file *file)
{
	char why[VDT_KERNEL_WHY];

	if (!vdt_kernel_check(file->blob, file->blob_len, why))
		return KIT_DONE;
	return vdt_kit_fail(KIT_REFUSED,
			    "%s: internal error, please report it: the kernel's parser says: %s",
			    path, why);
}

static int encode(const char *path, struct vdt_policy_file *file)
{
	int err = vdt_blob_encode(&file->model, &file->blob, &file->blob_len);

	if (!err)
		return KIT_DONE;
	if (err == -EMSGSIZE)
		return vdt_kit_fail(KIT_REFUSED,
				    "%s: the policy takes more than %u bytes; "
				    "use fewer prefixes",
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
		code = agree(path, &file);
	if (code)
		vdt_policy_file_done(&file);
	else
		*ret_file = file;
	return code;
}

void vdt_policy_file_done(struct vdt_policy_file *file)
{
	vdt_model_done(&file->model);
	free(file->blob);
	file->blob = NULL;
}
