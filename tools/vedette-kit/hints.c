// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/hints.h"

/* Sorted, so 0.0.0.0/0 or ::/0 is the first prefix if it is there. */
static bool is_wide_open(const struct vdt_model_set *set)
{
	for (int family = 0; family < VDT_MODEL_FAMILIES; family++)
		if (set->ip[family].count && !set->ip[family].items[0].length)
			return true;
	return false;
}

static void hint(FILE *out, const struct vdt_model_mark *at, const char *service, const char *why)
{
	if (at->line)
		fprintf(out, "%s:%u:%u: ", at->file, at->line, at->column);
	fprintf(out, "warning: service '%s' takes every source: %s\n", service, why);
}

void vdt_hints_print(const struct vdt_model *model, FILE *out)
{
	for (size_t i = 0; i < model->n_services; i++) {
		const struct vdt_model_service *service = &model->services[i];

		if (service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY)
			continue;
		if (!service->from.count)
			hint(out, &service->name.at, service->name.text, "it has no from");
		for (size_t k = 0; k < service->from.count; k++) {
			const struct vdt_model_name *name = &service->from.items[k];

			if (is_wide_open(vdt_model_find_set(model, name->text)))
				hint(out, &name->at, service->name.text,
				     "a set in from has a prefix of length 0");
		}
	}
}
