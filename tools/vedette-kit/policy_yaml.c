// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/policy_yaml.h"

#include <errno.h>
#include <string.h>

#include "lib/policy/complain.h"
#include "tools/vedette-kit/policy_yaml_part.h"
#include "tools/vedette-kit/prefix_list.h"
#include "tools/vedette-kit/prefix_text.h"
#include "tools/vedette-kit/yaml_schema.h"

#define DEFAULT_VIEWERS 32

/* policy: */

static int take_policy_name(struct vdt_yaml_builder *b, void *into,
			    const struct vdt_yaml_node *value)
{
	return vdt_yaml_read_name(b, value, &b->model->name, "the name of the policy");
}

static int take_version(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return vdt_yaml_read_number(b, value, VDT_MODEL_VERSION, &b->model->version);
}

static const struct vdt_yaml_key policy_keys[] = {
	{"name", VDT_YAML_SCALAR, take_policy_name, VDT_YAML_NEEDED},
	{"version", VDT_YAML_SCALAR, take_version, VDT_YAML_NEEDED},
};

static int take_policy(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("policy", policy_keys);

	return vdt_yaml_read_map(b, &schema, NULL, value);
}

/* sets: */

static int take_file(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_set *set = into;

	set->feed_at = value->at;
	return vdt_list_read(b->model, set, b->path, value->text, &value->at, b->error);
}

static int take_feed(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_set *set = into;

	set->feed_at = value->at;
	return vdt_yaml_read_number(b, value, VDT_MODEL_VERSION, &set->feed);
}

static const struct vdt_yaml_key source_keys[] = {
	{"file", VDT_YAML_SCALAR, take_file, VDT_YAML_OPTIONAL},
	{"feed", VDT_YAML_SCALAR, take_feed, VDT_YAML_OPTIONAL},
};

/* Prefixes that stand elsewhere. */
static int read_source(struct vdt_yaml_builder *b, struct vdt_model_set *set,
		       const struct vdt_yaml_node *map)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("the set", source_keys);

	if (!map->first || map->first->next)
		return vdt_complain(b->error, &map->at,
				    "set '%s'; expected either {file: PATH} or {feed: VERSION}",
				    set->name.text);
	return vdt_yaml_read_map(b, &schema, set, map);
}

static int read_prefixes(struct vdt_yaml_builder *b, struct vdt_model_set *set,
			 const struct vdt_yaml_node *list)
{
	int err = 0;

	for (const struct vdt_yaml_node *item = list->first; !err && item; item = item->next) {
		err = vdt_yaml_expect(b, item, VDT_YAML_SCALAR, "a prefix");
		if (!err)
			err = vdt_prefix_add(set, item->text, &item->at, b->error);
	}
	return err;
}

static int read_set(struct vdt_yaml_builder *b, struct vdt_model_set *set,
		    const struct vdt_yaml_node *value)
{
	struct vdt_yaml_node key = {.text = value->key, .at = value->key_at};
	int err = vdt_yaml_read_name(b, &key, &set->name, "the name of a set");

	if (err)
		return err;
	if (value->kind == VDT_YAML_MAP)
		return read_source(b, set, value);
	if (value->kind == VDT_YAML_LIST)
		return read_prefixes(b, set, value);
	return vdt_complain(b->error, &value->at,
			    "set '%s' is a value; expected a list of prefixes, "
			    "{file: PATH} or {feed: VERSION}",
			    set->name.text);
}

static int take_sets(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	int err = 0;

	for (const struct vdt_yaml_node *child = value->first; !err && child; child = child->next) {
		struct vdt_model_set *set = vdt_model_add_set(b->model);

		err = set ? read_set(b, set, child) : -ENOMEM;
	}
	return err;
}

/* stream: */

static int take_encoder(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_stream *stream = into;

	stream->encoder_at = value->at;
	return vdt_yaml_read_text(b, value, stream->encoder, sizeof(stream->encoder), "encoder");
}

static int take_require(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {[VEDETTE_REQUIRE_ENCRYPTED] = "encrypted", NULL};
	struct vdt_model_stream *stream = into;

	return vdt_yaml_read_word(b, value, words, "encrypted", &stream->require);
}

static int take_viewers(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_stream *stream = into;
	uint64_t viewers;
	int err = vdt_yaml_read_number(b, value, VDT_MODEL_VIEWERS, &viewers);

	if (!err)
		stream->viewers = (uint16_t)viewers;
	return err;
}

static const struct vdt_yaml_key stream_keys[] = {
	{"encoder", VDT_YAML_SCALAR, take_encoder, VDT_YAML_NEEDED},
	{"require", VDT_YAML_SCALAR, take_require, VDT_YAML_OPTIONAL},
	{"viewers", VDT_YAML_SCALAR, take_viewers, VDT_YAML_OPTIONAL},
};

static int take_stream(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("stream", stream_keys);
	struct vdt_model_stream *stream = &b->model->stream;

	b->model->has_stream = true;
	stream->at = value->at;
	stream->viewers = DEFAULT_VIEWERS;
	return vdt_yaml_read_map(b, &schema, stream, value);
}

/* lock: */

static int take_lock(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {
		[VEDETTE_LOCK_WHEN_REQUEST] = "request", [VEDETTE_LOCK_WHEN_BOOT] = "boot", NULL};

	return vdt_yaml_read_word(b, value, words, "request or boot", &b->model->lock);
}

static const struct vdt_yaml_key document_keys[] = {
	{"policy", VDT_YAML_MAP, take_policy, VDT_YAML_NEEDED},
	{"sets", VDT_YAML_MAP, take_sets, VDT_YAML_OPTIONAL},
	{"network", VDT_YAML_MAP, vdt_yaml_take_network, VDT_YAML_OPTIONAL},
	{"stream", VDT_YAML_MAP, take_stream, VDT_YAML_OPTIONAL},
	{"integrity", VDT_YAML_MAP, vdt_yaml_take_integrity, VDT_YAML_OPTIONAL},
	{"lock", VDT_YAML_SCALAR, take_lock, VDT_YAML_OPTIONAL},
	{"accounts", VDT_YAML_MAP, vdt_yaml_take_accounts, VDT_YAML_OPTIONAL},
	{"audit", VDT_YAML_MAP, vdt_yaml_take_audit, VDT_YAML_OPTIONAL},
};

static bool is_long(const struct vdt_model_set *set)
{
	return set->ip[VDT_MODEL_IPV4].count > VDT_PREFIXES4_MAX ||
	       set->ip[VDT_MODEL_IPV6].count > VDT_PREFIXES6_MAX;
}

/*
 * A list as it is published may have a prefix twice. One with more prefixes than a policy holds is
 * reduced and, if that is not enough, becomes a feed of the policy's version.
 */
static void fit_lists(struct vdt_model *model)
{
	for (size_t i = 0; i < model->n_sets; i++) {
		struct vdt_model_set *set = &model->sets[i];

		if (set->feed || !set->feed_at.line)
			continue;
		for (int family = 0; family < VDT_MODEL_FAMILIES; family++)
			vdt_list_sort(&set->ip[family], family);
		if (!is_long(set))
			continue;
		for (int family = 0; family < VDT_MODEL_FAMILIES; family++)
			vdt_list_reduce(&set->ip[family], family);
		if (is_long(set))
			set->feed = model->version;
	}
}

static int read_document(struct vdt_yaml_builder *b, const char *text, size_t len)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("the document", document_keys);
	const char *file = vdt_model_add_file(b->model, b->path);
	struct vdt_yaml_node *root = NULL;
	int err = file ? vdt_yaml_parse(text, len, file, &root, b->error) : -ENOMEM;

	if (!err)
		err = vdt_yaml_read_map(b, &schema, NULL, root);
	vdt_yaml_free(root);
	if (err)
		return err;
	vdt_model_sort(b->model);
	fit_lists(b->model);
	return vdt_model_check(b->model, b->error);
}

int vdt_policy_yaml_read(const char *text, size_t len, const char *path,
			 struct vdt_model *ret_model, struct vdt_model_error *ret_error)
{
	struct vdt_yaml_builder b = {ret_model, ret_error, path};
	int err;

	vdt_model_init(ret_model);
	err = read_document(&b, text, len);
	if (err)
		vdt_model_done(ret_model);
	return err;
}
