// SPDX-License-Identifier: BSD-3-Clause

#include "lib/policy/model.h"

#include <stdlib.h>
#include <string.h>

#include "lib/policy/hash.h"
#include "lib/policy/prefix.h"

void vdt_model_init(struct vdt_model *model)
{
	memset(model, 0, sizeof(*model));
}

static void free_integrity(struct vdt_model_integrity *integrity)
{
	free(integrity->interpreters.items);
	free(integrity->jit.items);
	free(integrity->data.items);
	free(integrity->revoked.items);
	free(integrity->verity.items);
	free(integrity->updaters.items);
	free(integrity->keys);
	free(integrity->builds);
}

void vdt_model_done(struct vdt_model *model)
{
	for (size_t i = 0; i < model->n_sets; i++)
		for (int family = 0; family < VDT_MODEL_FAMILIES; family++)
			free(model->sets[i].ip[family].items);
	for (size_t i = 0; i < model->n_services; i++)
		free(model->services[i].from.items);
	for (size_t i = 0; i < model->n_egress; i++)
		free(model->egress[i].to.items);
	for (size_t i = 0; i < model->n_files; i++)
		free(model->files[i]);
	free(model->sets);
	free(model->services);
	free(model->deny.items);
	free(model->egress);
	free(model->packet_sockets.items);
	free(model->files);
	free_integrity(&model->integrity);
	vdt_model_init(model);
}

/*
 * One more zeroed item behind @count items of @size bytes. The room is the next power of two, so it
 * needs no field of its own.
 */
static void *append(void *items, size_t *count, size_t size)
{
	void **array = items;
	char *bigger = *array;

	if ((*count & (*count - 1)) == 0) {
		bigger = reallocarray(*array, *count ? *count * 2 : 1, size);
		if (!bigger)
			return NULL;
		*array = bigger;
	}
	bigger += *count * size;
	memset(bigger, 0, size);
	(*count)++;
	return bigger;
}

struct vdt_model_set *vdt_model_add_set(struct vdt_model *model)
{
	return append(&model->sets, &model->n_sets, sizeof(*model->sets));
}

struct vdt_model_service *vdt_model_add_service(struct vdt_model *model)
{
	return append(&model->services, &model->n_services, sizeof(*model->services));
}

struct vdt_model_egress *vdt_model_add_egress(struct vdt_model *model)
{
	return append(&model->egress, &model->n_egress, sizeof(*model->egress));
}

struct vdt_model_path *vdt_model_add_path(struct vdt_model_paths *paths)
{
	return append(&paths->items, &paths->count, sizeof(*paths->items));
}

struct vdt_model_name *vdt_model_add_name(struct vdt_model_names *names)
{
	return append(&names->items, &names->count, sizeof(*names->items));
}

struct vdt_model_prefix *vdt_model_add_prefix(struct vdt_model_prefixes *prefixes)
{
	return append(&prefixes->items, &prefixes->count, sizeof(*prefixes->items));
}

struct vdt_model_hash *vdt_model_add_hash(struct vdt_model_hashes *hashes)
{
	return append(&hashes->items, &hashes->count, sizeof(*hashes->items));
}

struct vdt_model_key *vdt_model_add_key(struct vdt_model_integrity *integrity)
{
	return append(&integrity->keys, &integrity->n_keys, sizeof(*integrity->keys));
}

struct vdt_model_build *vdt_model_add_build(struct vdt_model_integrity *integrity)
{
	return append(&integrity->builds, &integrity->n_builds, sizeof(*integrity->builds));
}

const char *vdt_model_add_file(struct vdt_model *model, const char *file)
{
	char *copy = strdup(file);
	char **slot = copy ? append(&model->files, &model->n_files, sizeof(*slot)) : NULL;

	if (!slot) {
		free(copy);
		return NULL;
	}
	*slot = copy;
	return copy;
}

const struct vdt_model_set *vdt_model_find_set(const struct vdt_model *model, const char *name)
{
	for (size_t i = 0; i < model->n_sets; i++)
		if (!strcmp(model->sets[i].name.text, name))
			return &model->sets[i];
	return NULL;
}

static void sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	if (count)
		qsort(items, count, size, compare);
}

static int compare_prefixes(const void *a, const void *b)
{
	return vdt_prefix_compare(a, b);
}

static int compare_hashes(const void *a, const void *b)
{
	return vdt_hash_compare(a, b);
}

static int compare_paths(const void *a, const void *b)
{
	const struct vdt_model_path *one = a, *other = b;

	return strcmp(one->text, other->text);
}

static int compare_keys(const void *a, const void *b)
{
	const struct vdt_model_key *one = a, *other = b;

	return one->id < other->id ? -1 : one->id > other->id;
}

static int compare_builds(const void *a, const void *b)
{
	const struct vdt_model_build *one = a, *other = b;

	return strcmp(one->label.text, other->label.text);
}

static void sort_integrity(struct vdt_model_integrity *integrity)
{
	struct vdt_model_paths *paths[] = {&integrity->interpreters, &integrity->jit,
					   &integrity->data, &integrity->updaters};
	struct vdt_model_hashes *hashes[] = {&integrity->revoked, &integrity->verity};

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		sort(paths[i]->items, paths[i]->count, sizeof(*paths[i]->items), compare_paths);
	for (size_t i = 0; i < sizeof(hashes) / sizeof(*hashes); i++)
		sort(hashes[i]->items, hashes[i]->count, sizeof(*hashes[i]->items), compare_hashes);
	sort(integrity->keys, integrity->n_keys, sizeof(*integrity->keys), compare_keys);
	sort(integrity->builds, integrity->n_builds, sizeof(*integrity->builds), compare_builds);
}

void vdt_model_sort(struct vdt_model *model)
{
	for (size_t i = 0; i < model->n_sets; i++) {
		for (int family = 0; family < VDT_MODEL_FAMILIES; family++) {
			struct vdt_model_prefixes *list = &model->sets[i].ip[family];

			sort(list->items, list->count, sizeof(*list->items), compare_prefixes);
		}
	}
	sort_integrity(&model->integrity);
}
