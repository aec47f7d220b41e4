// SPDX-License-Identifier: BSD-3-Clause

#include <jansson.h>
#include <stdio.h>

#include "lib/base/cleanup.h"
#include "lib/nl/names.h"
#include "tools/vedette-kit/app.h"
#include "tools/vedette-kit/app_manifest.h"
#include "tools/vedette-kit/json.h"

#define STATES (VDT_APP_FAILED + 1)
#define KEY_ID 9 /* hexadecimal, with its NUL */
#define MIB    (1024.0 * 1024.0)

static const char *const states[STATES] = {
	[VDT_APP_OTHER] = "other", [VDT_APP_SIGNED] = "signed", [VDT_APP_UNCHANGED] = "unchanged",
	[VDT_APP_GOOD] = "ok",	   [VDT_APP_FAILED] = "failed",
};

static void print_failed(const char *name, const struct vdt_app_result *result)
{
	vdt_kit_fail(KIT_REFUSED, "%s: %s", name, result->why ? result->why : "no memory");
}

static void print_good(const char *name, const struct vdt_app_result *result)
{
	printf("%s: %s, %s%s by key %08x", name, states[result->state],
	       vdt_hash_name(result->sig.hash), result->sig.verity ? " of fs-verity" : "",
	       result->sig.key_id);
	if (*result->package.label)
		printf(", %s build %u", result->package.label, result->package.build);
	putchar('\n');
}

static int print_lines(const struct vdt_app_tree *tree, bool list)
{
	for (size_t i = 0; i < tree->count; i++) {
		const struct vdt_app_file *file = &tree->files[i];
		const struct vdt_app_result *result = vdt_app_result_of(file);
		_cleanup_free_ char *name = vdt_app_quote(file->name);

		if (!name)
			return vdt_kit_fail(KIT_REFUSED, "no memory");
		if (result->state == VDT_APP_FAILED && !file->first)
			print_failed(name, result);
		else if (list && result->state != VDT_APP_OTHER && result->state != VDT_APP_FAILED)
			print_good(name, result);
	}
	return KIT_DONE;
}

static json_t *signature_json(const struct vdt_app_result *result)
{
	char key[KEY_ID];

	if (!vdt_hash_name(result->sig.hash))
		return json_object();
	snprintf(key, sizeof(key), "%08x", result->sig.key_id);
	return json_pack("{s:s, s:b, s:s}", "hash", vdt_hash_name(result->sig.hash), "verity",
			 result->sig.verity, "key", key);
}

static json_t *file_json(const char *name, const struct vdt_app_result *result)
{
	json_t *file = json_pack("{s:s, s:s}", "file", name, "state", states[result->state]);

	if (result->state == VDT_APP_FAILED)
		json_object_update_new(file, json_pack("{s:s, s:s?}", "reason",
						       vdt_nl_integrity_reason_name(result->reason),
						       "text", result->why));
	json_object_update_new(file, signature_json(result));
	if (*result->package.label)
		json_object_update_new(file,
				       json_pack("{s:s, s:I}", "package", result->package.label,
						 "build", (json_int_t)result->package.build));
	return file;
}

static json_t *files_json(const struct vdt_app_tree *tree)
{
	json_t *files = json_array();

	for (size_t i = 0; i < tree->count; i++) {
		const struct vdt_app_result *result = vdt_app_result_of(&tree->files[i]);
		_cleanup_free_ char *name = vdt_app_quote(tree->files[i].name);

		if (name && result->state != VDT_APP_OTHER)
			json_array_append_new(files, file_json(name, result));
	}
	return files;
}

/* Files, not names: a second name of a file counts with the first. */
static void count(const struct vdt_app_tree *tree, size_t counts[STATES])
{
	for (size_t i = 0; i < tree->count; i++)
		if (!tree->files[i].first)
			counts[tree->files[i].result.state]++;
}

static int print_json(const struct vdt_app_tree *tree, const size_t counts[STATES],
		      unsigned long long bytes)
{
	json_t *document = json_object();

	for (size_t i = 0; i < STATES; i++)
		json_object_set_new(document, states[i], json_integer((json_int_t)counts[i]));
	json_object_set_new(document, "bytes", json_integer((json_int_t)bytes));
	json_object_set_new(document, "files", files_json(tree));
	return vdt_kit_json(document);
}

static void print_sum(const size_t counts[STATES], unsigned long long bytes)
{
	for (size_t i = VDT_APP_OTHER + 1; i < VDT_APP_FAILED; i++)
		if (counts[i])
			printf("%zu %s, ", counts[i], states[i]);
	printf("%zu failed", counts[VDT_APP_FAILED]);
	if (counts[VDT_APP_OTHER])
		printf(", %zu no code", counts[VDT_APP_OTHER]);
	if (bytes)
		printf("; %.1f MiB read", (double)bytes / MIB);
	putchar('\n');
}

static bool is_nothing(const size_t counts[STATES])
{
	for (size_t i = VDT_APP_OTHER + 1; i < STATES; i++)
		if (counts[i])
			return false;
	return true;
}

int vdt_app_report(const struct vdt_app_tree *tree, unsigned long long bytes, bool list, bool json)
{
	size_t counts[STATES] = {0};
	int code;

	count(tree, counts);
	code = json ? print_json(tree, counts, bytes) : print_lines(tree, list);
	if (!json && !code)
		print_sum(counts, bytes);
	if (is_nothing(counts))
		return vdt_kit_fail(KIT_REFUSED, "no code found; name the files, or give --all");
	return code || counts[VDT_APP_FAILED] ? KIT_REFUSED : KIT_DONE;
}
