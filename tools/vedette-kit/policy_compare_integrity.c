// SPDX-License-Identifier: BSD-3-Clause
/* integrity: and lock: */

#include "tools/vedette-kit/policy_compare_part.h"

#include <stdio.h>

#include "lib/nl/names.h"
#include "lib/policy/print.h"

#define PATH   64
#define NUMBER 24

static int mode_of(const struct vdt_model_integrity *integrity, unsigned int kind)
{
	if (integrity->enforce & 1u << kind)
		return VEDETTE_INTEGRITY_MODE_ENFORCE;
	return integrity->log & 1u << kind ? VEDETTE_INTEGRITY_MODE_LOG
					   : VEDETTE_INTEGRITY_MODE_OFF;
}

/* Modes are in the order of what they hold. */
static void differ_kinds(json_t *changes, const struct vdt_model_integrity *before,
			 const struct vdt_model_integrity *after)
{
	char path[PATH];

	for (unsigned int kind = 0; kind < VEDETTE_INTEGRITY_KIND_LOCK; kind++) {
		int was = mode_of(before, kind), is = mode_of(after, kind);

		snprintf(path, sizeof(path), "integrity.%s", vdt_nl_integrity_kind_name(kind));
		vdt_differ(changes, path, vdt_nl_integrity_mode_name((unsigned int)was),
			   vdt_nl_integrity_mode_name((unsigned int)is), is - was);
	}
}

static bool has_text(const json_t *list, const json_t *text)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
		if (json_equal(item, text))
			return true;
	return false;
}

/* Lists of text, of which NULL is an empty one. @stricter: what one more of them means. */
static void differ_list(json_t *changes, const char *key, const json_t *before, const json_t *after,
			int stricter)
{
	char path[PATH];
	json_t *item;
	size_t i;

	snprintf(path, sizeof(path), "integrity.%s", key);
	json_array_foreach(before, i, item)
		if (!has_text(after, item))
			vdt_differ(changes, path, json_string_value(item), NULL, -stricter);
	json_array_foreach(after, i, item)
		if (!has_text(before, item))
			vdt_differ(changes, path, NULL, json_string_value(item), stricter);
}

/* NULL: any build runs. */
static const char *build_text(const json_t *build, char text[NUMBER])
{
	snprintf(text, NUMBER, "%" JSON_INTEGER_FORMAT, json_integer_value(build));
	return build ? text : NULL;
}

static void differ_build(json_t *changes, const char *label, const json_t *before,
			 const json_t *after)
{
	char path[PATH], texts[2][NUMBER];

	snprintf(path, sizeof(path), "integrity.builds.%s", label);
	vdt_differ(changes, path, build_text(before, texts[0]), build_text(after, texts[1]),
		   json_integer_value(after) > json_integer_value(before) ? 1 : -1);
}

static void differ_builds(json_t *changes, json_t *before, json_t *after)
{
	const char *label;
	json_t *build;

	json_object_foreach(before, label, build)
		differ_build(changes, label, build, json_object_get(after, label));
	json_object_foreach(after, label, build)
		if (!json_object_get(before, label))
			differ_build(changes, label, NULL, build);
}

void vdt_differ_integrity(json_t *changes, const struct vdt_model *before,
			  const struct vdt_model *after)
{
	static const struct {
		const char *key;
		int stricter;
	} lists[] = {{"interpreters", 1}, {"jit", -1},	  {"data", -1},
		     {"revoked", 1},	  {"verity", -1}, {"updater", -1}};
	json_t *documents[] = {vdt_policy_json(before), vdt_policy_json(after)};
	json_t *was = json_object_get(documents[0], "integrity");
	json_t *is = json_object_get(documents[1], "integrity");

	differ_kinds(changes, &before->integrity, &after->integrity);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		differ_list(changes, lists[i].key, json_object_get(was, lists[i].key),
			    json_object_get(is, lists[i].key), lists[i].stricter);
	differ_builds(changes, json_object_get(was, "builds"), json_object_get(is, "builds"));
	vdt_differ(changes, "lock", vdt_nl_lock_when_name(before->lock),
		   vdt_nl_lock_when_name(after->lock), after->lock - before->lock);
	json_decref(documents[0]);
	json_decref(documents[1]);
}
