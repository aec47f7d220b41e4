// SPDX-License-Identifier: BSD-3-Clause
/*
 * Any MUD file is refused, or gives a policy that the camera takes and that says again what it was
 * made from; and its texts come out as plain lines.
 */
#include "lib/policy/blob.h"
#include "tools/vedette-kit/kernel.h"
#include "tools/vedette-kit/mud_emit.h"
#include "tools/vedette-kit/mud_read.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
	if (!holds)
		abort();
}

static void check_text(const struct vdt_mud_report *report)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	vdt_mud_report_print(report, "# ", out);
	fclose(out);
	for (size_t i = 0; i < len; i++) {
		demand((text[i] >= ' ' && text[i] <= '~') || text[i] == '\n');
		demand(i ? text[i - 1] != '\n' || text[i] == '#' : text[i] == '#');
	}
	free(text);
}

/* Overlapping sets may be too many for the camera; nothing else may be wrong. */
static void check_blob(const struct vdt_model *model)
{
	char why[VDT_KERNEL_WHY];
	uint8_t *blob;
	size_t len;
	struct vdt_kernel_policy policy;

	demand(!vdt_blob_encode(model, &blob, &len));
	policy = (struct vdt_kernel_policy){blob, len, NULL, 0};
	demand(!vdt_kernel_check(&policy, why) || strstr(why, "combinations"));
	free(blob);
}

static void check_emit(const struct vdt_model *model)
{
	static const struct vdt_mud_head head = {.url = "https://mud.example.com/",
						 .systeminfo = "x",
						 .last_update = "2026-11-01T00:00:00Z"};
	struct vdt_mud_report report;
	json_t *document;

	demand(!vdt_mud_report_init(&report));
	document = vdt_mud_emit(model, &head, &report);
	demand(document);
	json_decref(document);
	vdt_mud_report_done(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct vdt_mud_fill fill = {VDT_MUD_LOCAL, NULL, "10.0.0.0/8,fd00::/8"};
	struct vdt_mud_options options = {
		.name = "mud", .version = 1, .fills = &fill, .n_fills = 1};
	static struct vdt_model_error error;
	struct vdt_mud_report report;
	struct vdt_model model;

	options.any_own_port = size & 1;
	if (vdt_mud_read((const char *)data, size, &options, &model, &report, &error))
		return 0;
	check_text(&report);
	check_blob(&model);
	check_emit(&model);
	vdt_model_done(&model);
	vdt_mud_report_done(&report);
	return 0;
}
