// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit policy build, check, dump */

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <limits.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/file.h"
#include "lib/nl/names.h"
#include "lib/policy/print.h"
#include "tools/vedette-kit/commands.h"
#include "tools/vedette-kit/hints.h"
#include "tools/vedette-kit/json.h"
#include "tools/vedette-kit/policy_file.h"

#define DIGEST_TEXT (2 * 32 + 1)

static size_t count_prefixes(const struct vdt_model *model)
{
	size_t count = 0;

	for (size_t i = 0; i < model->n_sets; i++)
		count += model->sets[i].ip[VDT_MODEL_IPV4].count +
			 model->sets[i].ip[VDT_MODEL_IPV6].count;
	return count;
}

static void digest_text(const uint8_t *blob, size_t len, char text[DIGEST_TEXT])
{
	uint8_t digest[32] = {0};

	EVP_Digest(blob, len, digest, NULL, EVP_sha256(), NULL);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(text + 2 * i, 3, "%02x", digest[i]);
}

static json_t *feeds_json(const struct vdt_policy_file *file)
{
	json_t *list = json_array();

	for (size_t i = 0; i < file->n_feeds; i++)
		json_array_append_new(list, json_pack("{s:s, s:I}", "name",
						      file->feeds[i].feed.name, "version",
						      (json_int_t)file->feeds[i].feed.version));
	return list;
}

/* The strongest mode that a kind has. */
static unsigned int strongest_mode(const struct vdt_model_integrity *integrity)
{
	if (integrity->enforce)
		return VEDETTE_INTEGRITY_MODE_ENFORCE;
	return integrity->log ? VEDETTE_INTEGRITY_MODE_LOG : VEDETTE_INTEGRITY_MODE_OFF;
}

/* The line, or the JSON object, that says what was read. */
static int summarize(const struct vdt_policy_file *file, bool json)
{
	const struct vdt_model *model = &file->model;
	const char *mode = vdt_nl_integrity_mode_name(strongest_mode(&model->integrity));
	char digest[DIGEST_TEXT];

	digest_text(file->blob, file->blob_len, digest);
	if (json)
		return vdt_kit_json(json_pack(
			"{s:s, s:I, s:i, s:i, s:i, s:i, s:s, s:s, s:i, s:o, s:s}", "name",
			model->name.text, "version", (json_int_t)model->version, "sets",
			(int)model->n_sets, "prefixes", (int)count_prefixes(model), "services",
			(int)model->n_services, "egress", (int)model->n_egress, "integrity", mode,
			"lock", vdt_nl_lock_when_name(model->lock), "bytes", (int)file->blob_len,
			"feeds", feeds_json(file), "sha256", digest));
	printf("%s version %" PRIu64 ": %zu sets with %zu prefixes, %zu services, "
	       "%zu egress rules, integrity %s, lock %s, %zu bytes, sha256 %s\n",
	       model->name.text, model->version, model->n_sets, count_prefixes(model),
	       model->n_services, model->n_egress, mode, vdt_nl_lock_when_name(model->lock),
	       file->blob_len, digest);
	return KIT_DONE;
}

/* Beside the policy, for the policy is of no use without it. */
static int write_feed(const struct vdt_feed_file *feed, const char *policy)
{
	const char *slash = strrchr(policy, '/');
	int folder = slash ? (int)(slash - policy) + 1 : 0;
	char path[PATH_MAX];
	int err = -ENAMETOOLONG;

	if (snprintf(path, sizeof(path), "%.*s%s.feed", folder, policy, feed->feed.name) < PATH_MAX)
		err = vdt_file_write(path, feed->blob, feed->len, 0644);
	if (err)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err));
	fprintf(stderr,
		"%s: set '%s' is too long for a policy and became a feed; sign it as well "
		"(vedette-kit feed sign) and load it with the policy (vedette policy load "
		"--feed)\n",
		path, feed->feed.name);
	return KIT_DONE;
}

static int write_all(const struct vdt_policy_file *file, const char *out)
{
	int code = KIT_DONE;
	int err = vdt_file_write(out, file->blob, file->blob_len, 0644);

	if (err)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", out, strerror(-err));
	for (size_t i = 0; !code && i < file->n_feeds; i++)
		code = write_feed(&file->feeds[i], out);
	return code;
}

static int build(const struct kit_args *args)
{
	const char *out = vdt_kit_option(args, "output");
	struct vdt_policy_file file;
	int code = vdt_policy_file_read(args->operands[0], &file);

	if (code)
		return code;
	vdt_hints_print(&file.model, stderr);
	if (out)
		code = write_all(&file, out);
	if (!code)
		code = summarize(&file, vdt_kit_option(args, "json"));
	vdt_policy_file_done(&file);
	return code;
}

static int dump(const struct kit_args *args)
{
	struct vdt_policy_file file;
	int code = vdt_policy_file_read(args->operands[0], &file);

	if (code)
		return code;
	if (vdt_kit_option(args, "json"))
		code = vdt_kit_json(vdt_policy_json(&file.model));
	else
		vdt_policy_print(&file.model, stdout);
	vdt_policy_file_done(&file);
	return code;
}

static const struct kit_option build_options[] = {
	{"output", 'o', "FILE.vdp", "where the blob goes", KIT_NEEDED},
	{"json", 0, NULL, "say what was built as JSON", KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_policy_build = {
	.group = "policy",
	.verb = "build",
	.operands = "FILE.yaml",
	.n_operands = 1,
	.summary = "Compile a policy into the blob that gets signed",
	.options = build_options,
	.run = build,
};

static const struct kit_option json_option[] = {
	{"json", 0, NULL, "print JSON", KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_policy_check = {
	.group = "policy",
	.verb = "check",
	.operands = "FILE",
	.n_operands = 1,
	.summary = "Check a policy, YAML or blob, and write nothing",
	.options = json_option,
	.run = build,
};

const struct kit_command vdt_policy_dump = {
	.group = "policy",
	.verb = "dump",
	.operands = "FILE",
	.n_operands = 1,
	.summary = "Print a policy, blob or YAML, as canonical YAML",
	.options = json_option,
	.run = dump,
};
