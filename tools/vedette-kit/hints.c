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

static void begin_hint(FILE *out, const struct vdt_model_mark *at)
{
	if (at->line)
		fprintf(out, "%s:%u:%u: ", at->file, at->line, at->column);
	fputs("warning: ", out);
}

static void hint(FILE *out, const struct vdt_model_mark *at, const char *service, const char *why)
{
	begin_hint(out, at);
	fprintf(out, "service '%s' takes every source: %s\n", service, why);
}

static void print_services(const struct vdt_model *model, FILE *out)
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

#define CODE_KINDS \
	(1u << VEDETTE_INTEGRITY_KIND_EXEC | 1u << VEDETTE_INTEGRITY_KIND_MMAP | \
	 1u << VEDETTE_INTEGRITY_KIND_MEMORY)

/* A kind that holds little as it stands, and the lock where they are few. */
static void print_integrity(const struct vdt_model *model, FILE *out)
{
	const struct vdt_model_integrity *integrity = &model->integrity;
	const uint32_t kinds = integrity->enforce | integrity->log;
	const bool exec = kinds & 1u << VEDETTE_INTEGRITY_KIND_EXEC;
	const bool script = kinds & 1u << VEDETTE_INTEGRITY_KIND_SCRIPT;
	const struct {
		bool weak;
		const char *why;
	} hints[] = {
		{exec && !(kinds & 1u << VEDETTE_INTEGRITY_KIND_MMAP),
		 "kind exec without mmap: a signed program loads unsigned libraries"},
		{exec && !(kinds & 1u << VEDETTE_INTEGRITY_KIND_MEMORY),
		 "kind exec without memory: a signed program runs code that it was sent"},
		{exec && !(kinds & 1u << VEDETTE_INTEGRITY_KIND_MODULE),
		 "kind exec without module: root loads unsigned code into the kernel"},
		{script && !integrity->interpreters.count,
		 "kind script without interpreters: no script is judged"},
		{model->lock == VEDETTE_LOCK_WHEN_BOOT && CODE_KINDS & ~integrity->enforce,
		 "lock: boot without exec, mmap and memory enforced: root cannot take the "
		 "enforcement back, but runs what it likes"},
	};

	for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++) {
		if (!hints[i].weak)
			continue;
		begin_hint(out, &integrity->at);
		fprintf(out, "%s\n", hints[i].why);
	}
}

void vdt_hints_print(const struct vdt_model *model, FILE *out)
{
	print_services(model, out);
	print_integrity(model, out);
}
