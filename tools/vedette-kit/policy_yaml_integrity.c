// SPDX-License-Identifier: BSD-3-Clause
/* integrity: */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/nl/names.h"
#include "lib/policy/complain.h"
#include "lib/policy/hash.h"
#include "tools/vedette-kit/policy_yaml_part.h"

#define QUOTE 80 /* bytes of a wrong value that a message repeats */

/* What is said; the masks of the model follow when all is read. */
struct source {
	uint8_t mode;					 /* enum vedette_integrity_mode */
	uint32_t kinds, log;				 /* 1 << enum vedette_integrity_kind */
	const struct vdt_yaml_node *has_kinds, *has_log; /* NULL: not given */
};

static int take_mode(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {[VEDETTE_INTEGRITY_MODE_OFF] = "off",
					    [VEDETTE_INTEGRITY_MODE_LOG] = "log",
					    [VEDETTE_INTEGRITY_MODE_ENFORCE] = "enforce",
					    NULL};
	struct source *source = into;

	return vdt_yaml_read_word(b, value, words, "off, log or enforce", &source->mode);
}

static int refuse_kind(struct vdt_yaml_builder *b, const struct vdt_yaml_node *item)
{
	char known[VDT_MODEL_ERROR / 2] = "";
	size_t len = 0;

	for (unsigned int kind = 0; kind < VEDETTE_INTEGRITY_KIND_LOCK; kind++)
		len += (size_t)snprintf(known + len, sizeof(known) - len, "%s%s", kind ? ", " : "",
					vdt_nl_integrity_kind_name(kind));
	return vdt_complain(b->error, &item->at, "unknown kind '%.*s'; known kinds: %s", QUOTE,
			    item->text, known);
}

static int read_kind(struct vdt_yaml_builder *b, const struct vdt_yaml_node *item, uint32_t *kinds)
{
	unsigned int kind = 0;
	int err = vdt_yaml_expect(b, item, VDT_YAML_SCALAR, "a kind");

	if (err)
		return err;
	while (kind < VEDETTE_INTEGRITY_KIND_LOCK &&
	       strcmp(vdt_nl_integrity_kind_name(kind), item->text))
		kind++;
	if (kind == VEDETTE_INTEGRITY_KIND_LOCK)
		return refuse_kind(b, item);
	if (*kinds & 1u << kind)
		return vdt_complain(b->error, &item->at, "kind '%s' stands twice; remove one",
				    item->text);
	*kinds |= 1u << kind;
	return 0;
}

static int read_kinds(struct vdt_yaml_builder *b, const struct vdt_yaml_node *list,
		      uint32_t *ret_kinds)
{
	int err = 0;

	for (const struct vdt_yaml_node *item = list->first; !err && item; item = item->next)
		err = read_kind(b, item, ret_kinds);
	return err;
}

static int take_kinds(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct source *source = into;

	source->has_kinds = value;
	if (!value->first)
		return vdt_complain(b->error, &value->at,
				    "kinds is empty; name some, leave it out for all of them, or "
				    "choose mode off");
	return read_kinds(b, value, &source->kinds);
}

static int take_log(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct source *source = into;

	source->has_log = value;
	return read_kinds(b, value, &source->log);
}

static int take_interpreters(struct vdt_yaml_builder *b, void *into,
			     const struct vdt_yaml_node *value)
{
	return vdt_yaml_read_paths(b, value, "an executable", &b->model->integrity.interpreters);
}

static int take_jit(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return vdt_yaml_read_paths(b, value, "an executable", &b->model->integrity.jit);
}

static int take_updater(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return vdt_yaml_read_paths(b, value, "an executable", &b->model->integrity.updaters);
}

static int take_data(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return vdt_yaml_read_paths(b, value, "a folder", &b->model->integrity.data);
}

static int digit_of(char c)
{
	static const char digits[] = "0123456789abcdef";
	char lower = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
	const char *at = memchr(digits, lower, sizeof(digits) - 1);

	return at ? (int)(at - digits) : -1;
}

/* Exactly @len bytes of @text in hexadecimal. */
static bool read_hex(const char *text, uint8_t *bytes, size_t len)
{
	if (strlen(text) != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		int high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		bytes[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static int refuse_hash(struct vdt_yaml_builder *b, const struct vdt_yaml_node *item, size_t prefix,
		       size_t len)
{
	return vdt_complain(b->error, &item->at,
			    "'%.*s'; expected %zu hexadecimal digits behind %.*s", QUOTE,
			    item->text, 2 * len, (int)prefix, item->text);
}

/* Returns the length that the item's algorithm gives, and that of its name with the colon; or 0. */
static size_t length_of(const struct vdt_yaml_node *item, size_t *ret_prefix)
{
	static const size_t lengths[] = {32, 48, 64};

	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		const char *name = vdt_hash_algorithm(lengths[i]);

		*ret_prefix = strlen(name) + 1;
		if (!strncmp(item->text, name, *ret_prefix - 1) &&
		    item->text[*ret_prefix - 1] == ':')
			return lengths[i];
	}
	return 0;
}

static int read_hash(struct vdt_yaml_builder *b, const struct vdt_yaml_node *item,
		     const char *expected, struct vdt_model_hashes *hashes)
{
	struct vdt_model_hash *hash;
	size_t prefix, len = length_of(item, &prefix);

	if (!len)
		return vdt_complain(b->error, &item->at, "'%.*s'; expected %s", QUOTE, item->text,
				    expected);
	hash = vdt_model_add_hash(hashes);
	if (!hash)
		return -ENOMEM;
	hash->at = item->at;
	hash->length = (uint8_t)len;
	if (!read_hex(item->text + prefix, hash->bytes, len))
		return refuse_hash(b, item, prefix, len);
	return 0;
}

/* The id reads as it stands in a signature, most significant byte first. */
static int read_key(struct vdt_yaml_builder *b, const struct vdt_yaml_node *item)
{
	struct vdt_model_key *key = vdt_model_add_key(&b->model->integrity);
	uint8_t id[4];

	if (!key)
		return -ENOMEM;
	key->at = item->at;
	if (!read_hex(item->text + strlen("key:"), id, sizeof(id)))
		return refuse_hash(b, item, strlen("key:"), sizeof(id));
	key->id = (uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 | (uint32_t)id[2] << 8 | id[3];
	return 0;
}

static int take_revoked(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	int err = 0;

	for (const struct vdt_yaml_node *item = value->first; !err && item; item = item->next) {
		err = vdt_yaml_expect(b, item, VDT_YAML_SCALAR, "what is revoked");
		if (!err && !strncmp(item->text, "key:", 4))
			err = read_key(b, item);
		else if (!err)
			err = read_hash(b, item,
					"'sha256:DIGITS', 'sha384:DIGITS', 'sha512:DIGITS' or "
					"'key:ID'",
					&b->model->integrity.revoked);
	}
	return err;
}

static int take_verity(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	int err = 0;

	for (const struct vdt_yaml_node *item = value->first; !err && item; item = item->next) {
		err = vdt_yaml_expect(b, item, VDT_YAML_SCALAR, "a root hash");
		if (!err)
			err = read_hash(b, item,
					"'sha256:DIGITS', 'sha384:DIGITS' or 'sha512:DIGITS'",
					&b->model->integrity.verity);
	}
	return err;
}

static int read_build(struct vdt_yaml_builder *b, const struct vdt_yaml_node *value)
{
	struct vdt_yaml_node key = {.text = value->key, .at = value->key_at};
	struct vdt_model_build *build = vdt_model_add_build(&b->model->integrity);
	uint64_t minimum;
	int err = build ? vdt_yaml_expect(b, value, VDT_YAML_SCALAR, "a build number") : -ENOMEM;

	if (!err)
		err = vdt_yaml_read_name(b, &key, &build->label, "the label of a package");
	if (!err)
		err = vdt_yaml_read_number(b, value, UINT32_MAX, &minimum);
	if (!err)
		build->minimum = (uint32_t)minimum;
	return err;
}

static int take_builds(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	int err = 0;

	for (const struct vdt_yaml_node *child = value->first; !err && child; child = child->next)
		err = read_build(b, child);
	return err;
}

static const struct vdt_yaml_key integrity_keys[] = {
	{"mode", VDT_YAML_SCALAR, take_mode, VDT_YAML_NEEDED},
	{"kinds", VDT_YAML_LIST, take_kinds, VDT_YAML_OPTIONAL},
	{"log", VDT_YAML_LIST, take_log, VDT_YAML_OPTIONAL},
	{"interpreters", VDT_YAML_LIST, take_interpreters, VDT_YAML_OPTIONAL},
	{"jit", VDT_YAML_LIST, take_jit, VDT_YAML_OPTIONAL},
	{"data", VDT_YAML_LIST, take_data, VDT_YAML_OPTIONAL},
	{"revoked", VDT_YAML_LIST, take_revoked, VDT_YAML_OPTIONAL},
	{"builds", VDT_YAML_MAP, take_builds, VDT_YAML_OPTIONAL},
	{"verity", VDT_YAML_LIST, take_verity, VDT_YAML_OPTIONAL},
	{"updater", VDT_YAML_LIST, take_updater, VDT_YAML_OPTIONAL},
};

/* Nothing of it would be in force, and the blob has no room for what is not. */
static int check_off(struct vdt_yaml_builder *b, const struct vdt_yaml_node *map)
{
	for (const struct vdt_yaml_node *child = map->first; child; child = child->next)
		if (strcmp(child->key, "mode"))
			return vdt_complain(b->error, &child->key_at,
					    "mode is off, and nothing looks at '%s'; remove it, or "
					    "choose mode log",
					    child->key);
	return 0;
}

static int check_log(struct vdt_yaml_builder *b, const struct source *source)
{
	unsigned int kind = 0;

	if (!source->has_log)
		return 0;
	if (source->mode == VEDETTE_INTEGRITY_MODE_LOG)
		return vdt_complain(b->error, &source->has_log->key_at,
				    "with mode log every kind is only logged; remove log, or "
				    "choose mode enforce");
	while (kind < VEDETTE_INTEGRITY_KIND_LOCK && !(source->log & ~source->kinds & 1u << kind))
		kind++;
	if (kind == VEDETTE_INTEGRITY_KIND_LOCK)
		return 0;
	return vdt_complain(b->error, &source->has_log->at,
			    "kind '%s' is in log, but not in kinds; add it there or remove it here",
			    vdt_nl_integrity_kind_name(kind));
}

int vdt_yaml_take_integrity(struct vdt_yaml_builder *b, void *into,
			    const struct vdt_yaml_node *value)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("integrity", integrity_keys);
	struct vdt_model_integrity *integrity = &b->model->integrity;
	struct source source = {0};
	int err = vdt_yaml_read_map(b, &schema, &source, value);

	if (err)
		return err;
	integrity->at = value->at;
	if (source.mode == VEDETTE_INTEGRITY_MODE_OFF)
		return check_off(b, value);
	if (!source.has_kinds)
		source.kinds = VDT_MODEL_KINDS;
	err = check_log(b, &source);
	if (source.mode == VEDETTE_INTEGRITY_MODE_LOG)
		source.log = source.kinds;
	integrity->log = source.log;
	integrity->enforce = source.kinds & ~source.log;
	return err;
}
