// SPDX-License-Identifier: BSD-3-Clause
/*
 * Any manifest is refused, or names files beneath its folder only, each once and in order, and says
 * the same when it is written and read again.
 */
#include "tools/vedette-kit/app_manifest.h"

#include <stdlib.h>
#include <string.h>

#include "tools/vedette-kit/command.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The reasons of refusals; libFuzzer keeps its own. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	stderr = fopen("/dev/null", "w");
	return 0;
}

static void demand(bool holds)
{
	if (!holds)
		abort();
}

static void check_name(const char *name)
{
	char *padded = NULL;

	demand(asprintf(&padded, "/%s/", name) > 0);
	demand(!strstr(padded, "//") && !strstr(padded, "/./") && !strstr(padded, "/../"));
	free(padded);
}

static void check_entries(const struct vdt_app_manifest *manifest)
{
	for (size_t i = 0; i < manifest->count; i++) {
		const struct vdt_app_entry *entry = &manifest->entries[i];

		check_name(entry->name);
		demand(entry->signature.len && entry->signature.len <= VDT_APP_SIGNATURE_MAX);
		demand(!i || strcmp(entry[-1].name, entry->name) < 0);
		demand(vdt_app_manifest_find(manifest, entry->name) == entry);
	}
}

static void check_again(const struct vdt_app_manifest *manifest)
{
	struct vdt_app_manifest again;
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	for (size_t i = 0; i < manifest->count; i++)
		vdt_app_manifest_write(out, manifest->entries[i].name,
				       &manifest->entries[i].signature);
	fclose(out);
	demand(vdt_app_manifest_parse("again", text, len, &again) == KIT_DONE);
	demand(again.count == manifest->count);
	for (size_t i = 0; i < again.count; i++) {
		const struct vdt_app_entry *a = &again.entries[i], *b = &manifest->entries[i];

		demand(!strcmp(a->name, b->name) && a->signature.len == b->signature.len &&
		       !memcmp(a->signature.bytes, b->signature.bytes, a->signature.len));
	}
	vdt_app_manifest_done(&again);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vdt_app_manifest manifest;
	char *text = malloc(size + 1);

	memcpy(text, data, size);
	text[size] = '\0';
	if (vdt_app_manifest_parse("fuzz", text, size, &manifest) == KIT_DONE) {
		check_entries(&manifest);
		check_again(&manifest);
		vdt_app_manifest_done(&manifest);
	}
	free(text);
	return 0;
}
