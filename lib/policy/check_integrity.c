// SPDX-License-Identifier: BSD-3-Clause

#include "lib/kshim/core.h"
#include "kmod/policy_integrity.h"

#include "lib/policy/check_part.h"

#include <linux/netlink.h>
#include <string.h>

#include "lib/policy/complain.h"
#include "lib/policy/hash.h"

static_assert(VDT_MODEL_KINDS == VDT_INTEGRITY_KINDS);

/* Sorted by now, so what is equal stands side by side. */
static int check_order(int order, const char *text, const struct vdt_model_mark *at,
		       struct vdt_model_error *e)
{
	if (!order)
		return vdt_complain(e, at, "'%s' stands twice; remove one", text);
	return order < 0 ? 0 : vdt_complain(e, at, "'%s' is out of order", text);
}

static int check_paths(const struct vdt_model_paths *paths, size_t most, const char *what,
		       struct vdt_model_error *e)
{
	int err = vdt_check_count(paths->count, most, what, e);

	for (size_t i = 0; !err && i < paths->count; i++) {
		const struct vdt_model_path *path = &paths->items[i];

		if (!*path->text)
			return vdt_complain(e, &path->at, "%s: an empty path", what);
		err = vdt_check_path(path->text, what, &path->at, e);
		if (!err && i)
			err = check_order(strcmp(path[-1].text, path->text), path->text, &path->at,
					  e);
	}
	return err;
}

static int check_hashes(const struct vdt_model_hashes *hashes, size_t most, const char *what,
			struct vdt_model_error *e)
{
	int err = vdt_check_count(hashes->count, most, what, e);

	for (size_t i = 1; !err && i < hashes->count; i++) {
		const struct vdt_model_hash *hash = &hashes->items[i];
		char text[VDT_HASH_TEXT];

		vdt_hash_format(hash, text);
		err = check_order(vdt_hash_compare(hash - 1, hash), text, &hash->at, e);
	}
	return err;
}

static int check_keys(const struct vdt_model_integrity *integrity, struct vdt_model_error *e)
{
	int err = vdt_check_count(integrity->n_keys, VDT_REVOKED_KEYS_MAX, "revoked keys", e);

	for (size_t i = 1; !err && i < integrity->n_keys; i++) {
		const struct vdt_model_key *key = &integrity->keys[i];
		char text[VDT_KEY_TEXT];

		vdt_key_format(key, text);
		err = check_order(key[-1].id == key->id	 ? 0
				  : key[-1].id < key->id ? -1
							 : 1,
				  text, &key->at, e);
	}
	return err;
}

static int check_builds(const struct vdt_model_integrity *integrity, struct vdt_model_error *e)
{
	int err = vdt_check_count(integrity->n_builds, VDT_BUILDS_MAX, "builds", e);

	for (size_t i = 0; !err && i < integrity->n_builds; i++) {
		const struct vdt_model_build *build = &integrity->builds[i];
		const struct vdt_model_name *label = &build->label;

		err = vdt_check_name(label, "a package", e);
		if (!err && !build->minimum)
			err = vdt_complain(e, &label->at, "builds: '%s' has no minimum; 1 to %u",
					   label->text, UINT32_MAX);
		if (!err && i)
			err = check_order(strcmp(build[-1].label.text, label->text), label->text,
					  &label->at, e);
	}
	return err;
}

static int check_kinds(const struct vdt_model_integrity *integrity, struct vdt_model_error *e)
{
	uint32_t kinds = integrity->enforce | integrity->log;

	if (kinds & ~VDT_MODEL_KINDS)
		return vdt_complain(e, &integrity->at, "unknown kinds of integrity 0x%x", kinds);
	if (integrity->enforce & integrity->log)
		return vdt_complain(e, &integrity->at, "a kind is both enforced and only logged");
	return 0;
}

/* As check_updater() of kmod/policy_integrity.c. */
static int check_updaters(const struct vdt_model_integrity *integrity, struct vdt_model_error *e)
{
	static const uint32_t needed = 1u << VEDETTE_INTEGRITY_KIND_EXEC |
				       1u << VEDETTE_INTEGRITY_KIND_MMAP |
				       1u << VEDETTE_INTEGRITY_KIND_MEMORY;
	static const uint32_t device = 1u << VEDETTE_INTEGRITY_KIND_DEVICE;
	uint32_t kinds = integrity->enforce | integrity->log;
	const struct vdt_model_paths *updaters = &integrity->updaters;

	if (updaters->count && !(kinds & device))
		return vdt_complain(e, &updaters->items->at,
				    "updater without the kind device, which is what looks at it; "
				    "add device to kinds");
	if (integrity->enforce & device)
		kinds = integrity->enforce;
	if (updaters->count && (kinds & needed) != needed)
		return vdt_complain(e, &updaters->items->at,
				    "updater with exec, mmap or memory weaker than device: any "
				    "code could run as it; give them the mode of device");
	return 0;
}

/* A list that nothing looks at is a mistake about what is enforced. */
static int check_use(const struct vdt_model_integrity *integrity, struct vdt_model_error *e)
{
	uint32_t kinds = integrity->enforce | integrity->log;

	if (integrity->interpreters.count && !(kinds & 1u << VEDETTE_INTEGRITY_KIND_SCRIPT))
		return vdt_complain(e, &integrity->interpreters.items->at,
				    "interpreters without the kind script, which is what looks at "
				    "them; add script to kinds");
	if (integrity->jit.count && !(kinds & 1u << VEDETTE_INTEGRITY_KIND_MEMORY))
		return vdt_complain(e, &integrity->jit.items->at,
				    "jit without the kind memory, which is what looks at it; add "
				    "memory to kinds");
	if (integrity->data.count && !integrity->interpreters.count)
		return vdt_complain(e, &integrity->data.items->at,
				    "data is what interpreters may read, and none is given; add "
				    "interpreters");
	return check_updaters(integrity, e);
}

static size_t attr_size(size_t payload)
{
	return NLA_HDRLEN + NLA_ALIGN(payload);
}

static size_t size_of_paths(const struct vdt_model_paths *paths)
{
	size_t size = 0;

	for (size_t i = 0; i < paths->count; i++)
		size += attr_size(strlen(paths->items[i].text) + 1);
	return size;
}

static size_t size_of_hashes(const struct vdt_model_hashes *hashes)
{
	size_t size = 0;

	for (size_t i = 0; i < hashes->count; i++)
		size += attr_size(hashes->items[i].length);
	return size;
}

/* All of it is one attribute of the blob, whose length has 16 bits. */
static int check_size(const struct vdt_model_integrity *integrity, struct vdt_model_error *e)
{
	size_t size = NLA_HDRLEN + 2 * attr_size(sizeof(uint32_t));

	size += size_of_paths(&integrity->interpreters) + size_of_paths(&integrity->jit) +
		size_of_paths(&integrity->data) + size_of_paths(&integrity->updaters);
	size += size_of_hashes(&integrity->revoked) + size_of_hashes(&integrity->verity);
	size += integrity->n_keys * attr_size(sizeof(uint32_t));
	for (size_t i = 0; i < integrity->n_builds; i++)
		size += NLA_HDRLEN + attr_size(strlen(integrity->builds[i].label.text) + 1) +
			attr_size(sizeof(uint32_t));
	if (size <= UINT16_MAX)
		return 0;
	return vdt_complain(e, &integrity->at,
			    "integrity takes %zu bytes; at most %u fit; give a minimum under "
			    "builds instead of many hashes under revoked",
			    size, UINT16_MAX);
}

int vdt_check_integrity(const struct vdt_model_integrity *integrity, struct vdt_model_error *e)
{
	int err = check_kinds(integrity, e);

	if (!err)
		err = check_paths(&integrity->interpreters, VDT_EXES_MAX, "interpreters", e);
	if (!err)
		err = check_paths(&integrity->jit, VDT_EXES_MAX, "jit", e);
	if (!err)
		err = check_paths(&integrity->data, VDT_DATA_MAX, "data", e);
	if (!err)
		err = check_hashes(&integrity->revoked, VDT_REVOKED_HASHES_MAX, "revoked hashes",
				   e);
	if (!err)
		err = check_keys(integrity, e);
	if (!err)
		err = check_builds(integrity, e);
	if (!err)
		err = check_hashes(&integrity->verity, VDT_VERITY_MAX, "verity root hashes", e);
	if (!err)
		err = check_paths(&integrity->updaters, VDT_EXES_MAX, "updater", e);
	if (!err)
		err = check_use(integrity, e);
	return err ? err : check_size(integrity, e);
}
