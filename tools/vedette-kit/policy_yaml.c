// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/policy_yaml.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lib/policy/complain.h"
#include "tools/vedette-kit/feed.h"
#include "tools/vedette-kit/number.h"
#include "tools/vedette-kit/prefix_text.h"
#include "tools/vedette-kit/yaml_tree.h"

#define QUOTE		80 /* bytes of a wrong value that a message repeats */
#define DEFAULT_VIEWERS 32

struct builder {
	struct vdt_model *model;
	struct vdt_model_error *error;
	const char *path;
};

/* A key of a map: what its value must be, and who takes it. */
struct key {
	const char *name;
	enum vdt_yaml_kind kind;
	int (*take)(struct builder *b, void *into, const struct vdt_yaml_node *value);
	enum { OPTIONAL, NEEDED } need;
};

struct schema {
	const char *what; /* "network", for messages */
	const struct key *keys;
	size_t count;
};

#define SCHEMA(name, table) \
	{ \
		name, table, sizeof(table) / sizeof(*(table)) \
	}

static int expect_kind(struct builder *b, const struct vdt_yaml_node *node, enum vdt_yaml_kind kind,
		       const char *what)
{
	if (node->kind == kind)
		return 0;
	return vdt_complain(b->error, &node->at, "%s is %s; expected %s", what,
			    vdt_yaml_kind_name(node->kind), vdt_yaml_kind_name(kind));
}

static const struct key *find_key(const struct schema *schema, const char *name)
{
	for (size_t i = 0; i < schema->count; i++)
		if (!strcmp(schema->keys[i].name, name))
			return &schema->keys[i];
	return NULL;
}

static int refuse_key(struct builder *b, const struct schema *schema,
		      const struct vdt_yaml_node *child)
{
	char known[VDT_MODEL_ERROR] = "";

	for (size_t i = 0; i < schema->count; i++) {
		strncat(known, i ? ", " : "", sizeof(known) - strlen(known) - 1);
		strncat(known, schema->keys[i].name, sizeof(known) - strlen(known) - 1);
	}
	return vdt_complain(b->error, &child->key_at, "unknown key '%.*s' in %s; known keys: %s",
			    QUOTE, child->key, schema->what, known);
}

static const struct vdt_yaml_node *member(const struct vdt_yaml_node *map, const char *key)
{
	for (const struct vdt_yaml_node *child = map->first; child; child = child->next)
		if (!strcmp(child->key, key))
			return child;
	return NULL;
}

static int read_map(struct builder *b, const struct schema *schema, void *into,
		    const struct vdt_yaml_node *map)
{
	int err = expect_kind(b, map, VDT_YAML_MAP, schema->what);

	for (const struct vdt_yaml_node *child = err ? NULL : map->first; !err && child;
	     child = child->next) {
		const struct key *key = find_key(schema, child->key);

		if (!key)
			return refuse_key(b, schema, child);
		err = expect_kind(b, child, key->kind, key->name);
		if (!err)
			err = key->take(b, into, child);
	}
	for (size_t i = 0; !err && i < schema->count; i++)
		if (schema->keys[i].need && !member(map, schema->keys[i].name))
			err = vdt_complain(b->error, &map->at, "%s has no '%s'; add it",
					   schema->what, schema->keys[i].name);
	return err;
}

static int read_text(struct builder *b, const struct vdt_yaml_node *node, char *into, size_t room,
		     const char *what)
{
	size_t len = strlen(node->text);

	if (!len)
		return vdt_complain(b->error, &node->at, "%s is empty", what);
	if (len >= room)
		return vdt_complain(b->error, &node->at, "%s has %zu bytes; at most %zu", what, len,
				    room - 1);
	memcpy(into, node->text, len + 1);
	return 0;
}

static int read_name(struct builder *b, const struct vdt_yaml_node *node,
		     struct vdt_model_name *name, const char *what)
{
	name->at = node->at;
	return read_text(b, node, name->text, sizeof(name->text), what);
}

static int read_number(struct builder *b, const struct vdt_yaml_node *node, uint64_t max,
		       uint64_t *ret_number)
{
	if (!vdt_number_parse(node->text, 1, max, ret_number))
		return 0;
	return vdt_complain(b->error, &node->at, "%s '%.*s' is no number from 1 to %llu", node->key,
			    QUOTE, node->text, (unsigned long long)max);
}

/* One word out of a list of words; its index is the value. */
static int read_word(struct builder *b, const struct vdt_yaml_node *node, const char *const *words,
		     const char *expected, uint8_t *ret_value)
{
	for (uint8_t i = 0; words[i]; i++) {
		if (!strcmp(words[i], node->text)) {
			*ret_value = i;
			return 0;
		}
	}
	return vdt_complain(b->error, &node->at, "%s '%.*s'; expected %s", node->key, QUOTE,
			    node->text, expected);
}

static int read_names(struct builder *b, const struct vdt_yaml_node *list,
		      struct vdt_model_names *names)
{
	int err = 0;

	for (const struct vdt_yaml_node *item = list->first; !err && item; item = item->next) {
		struct vdt_model_name *name;

		err = expect_kind(b, item, VDT_YAML_SCALAR, "the name of a set");
		if (err)
			return err;
		name = vdt_model_add_name(names);
		err = name ? read_name(b, item, name, "the name of a set") : -ENOMEM;
	}
	return err;
}

/* policy: */

static int take_policy_name(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	return read_name(b, value, &b->model->name, "the name of the policy");
}

static int take_version(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	return read_number(b, value, VDT_MODEL_VERSION, &b->model->version);
}

static const struct key policy_keys[] = {
	{"name", VDT_YAML_SCALAR, take_policy_name, NEEDED},
	{"version", VDT_YAML_SCALAR, take_version, NEEDED},
};

static int take_policy(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const struct schema schema = SCHEMA("policy", policy_keys);

	return read_map(b, &schema, NULL, value);
}

/* sets: */

static int take_feed(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	return vdt_feed_read(b->model, into, b->path, value->text, &value->at, b->error);
}

static const struct key feed_keys[] = {
	{"file", VDT_YAML_SCALAR, take_feed, NEEDED},
};

static int read_prefixes(struct builder *b, struct vdt_model_set *set,
			 const struct vdt_yaml_node *list)
{
	int err = 0;

	for (const struct vdt_yaml_node *item = list->first; !err && item; item = item->next) {
		err = expect_kind(b, item, VDT_YAML_SCALAR, "a prefix");
		if (!err)
			err = vdt_prefix_add(set, item->text, &item->at, b->error);
	}
	return err;
}

static int read_set(struct builder *b, struct vdt_model_set *set, const struct vdt_yaml_node *value)
{
	static const struct schema feed = SCHEMA("the set", feed_keys);
	struct vdt_yaml_node key = {.text = value->key, .at = value->key_at};
	int err = read_name(b, &key, &set->name, "the name of a set");

	if (err)
		return err;
	if (value->kind == VDT_YAML_MAP)
		return read_map(b, &feed, set, value);
	if (value->kind == VDT_YAML_LIST)
		return read_prefixes(b, set, value);
	return vdt_complain(b->error, &value->at,
			    "set '%s' is a value; expected a list of prefixes or {file: NAME}",
			    set->name.text);
}

static int take_sets(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	int err = 0;

	for (const struct vdt_yaml_node *child = value->first; !err && child; child = child->next) {
		struct vdt_model_set *set = vdt_model_add_set(b->model);

		err = set ? read_set(b, set, child) : -ENOMEM;
	}
	return err;
}

/* network: services: */

static int take_service_name(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_service *service = into;

	return read_name(b, value, &service->name, "the name of the service");
}

static int read_port(struct builder *b, struct vdt_model_service *service, uint8_t proto,
		     const struct vdt_yaml_node *value)
{
	uint64_t port;
	int err;

	if (service->port)
		return vdt_complain(b->error, &value->key_at,
				    "a second port; a service has one, either tcp or udp");
	err = read_number(b, value, UINT16_MAX, &port);
	if (err)
		return err;
	service->proto = proto;
	service->port = (uint16_t)port;
	service->port_at = value->at;
	return 0;
}

static int take_tcp(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	return read_port(b, into, IPPROTO_TCP, value);
}

static int take_udp(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	return read_port(b, into, IPPROTO_UDP, value);
}

static int take_exe(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_service *service = into;

	service->exe_at = value->at;
	return read_text(b, value, service->exe, sizeof(service->exe), "exe");
}

static int take_loopback(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {"only", NULL};
	struct vdt_model_service *service = into;
	uint8_t only;
	int err = read_word(b, value, words, "only", &only);

	if (!err)
		service->flags |= VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY;
	return err;
}

static int take_from(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_service *service = into;

	if (!value->first)
		return vdt_complain(b->error, &value->at,
				    "from is empty; name a set, or leave it out for every source");
	return read_names(b, value, &service->from);
}

static const struct key service_keys[] = {
	{"name", VDT_YAML_SCALAR, take_service_name, NEEDED},
	{"tcp", VDT_YAML_SCALAR, take_tcp, OPTIONAL},
	{"udp", VDT_YAML_SCALAR, take_udp, OPTIONAL},
	{"exe", VDT_YAML_SCALAR, take_exe, OPTIONAL},
	{"loopback", VDT_YAML_SCALAR, take_loopback, OPTIONAL},
	{"from", VDT_YAML_LIST, take_from, OPTIONAL},
};

static int read_service(struct builder *b, const struct vdt_yaml_node *item)
{
	static const struct schema schema = SCHEMA("the service", service_keys);
	struct vdt_model_service *service = vdt_model_add_service(b->model);
	int err = service ? read_map(b, &schema, service, item) : -ENOMEM;

	if (!err && !service->port)
		err = vdt_complain(b->error, &item->at, "service '%s' has no port; add tcp or udp",
				   service->name.text);
	return err;
}

/* network: */

static int take_netns(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {
		[VEDETTE_NETNS_ALL] = "all", [VEDETTE_NETNS_INIT] = "init", NULL};

	return read_word(b, value, words, "all or init", &b->model->netns);
}

static int take_deny(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	return read_names(b, value, &b->model->deny);
}

static int take_services(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	int err = 0;

	for (const struct vdt_yaml_node *item = value->first; !err && item; item = item->next)
		err = read_service(b, item);
	return err;
}

static const struct key network_keys[] = {
	{"netns", VDT_YAML_SCALAR, take_netns, OPTIONAL},
	{"deny", VDT_YAML_LIST, take_deny, OPTIONAL},
	{"services", VDT_YAML_LIST, take_services, OPTIONAL},
};

static int take_network(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const struct schema schema = SCHEMA("network", network_keys);

	return read_map(b, &schema, NULL, value);
}

/* stream: */

static int take_encoder(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_stream *stream = into;

	stream->encoder_at = value->at;
	return read_text(b, value, stream->encoder, sizeof(stream->encoder), "encoder");
}

static int take_require(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {[VEDETTE_REQUIRE_ENCRYPTED] = "encrypted", NULL};
	struct vdt_model_stream *stream = into;

	return read_word(b, value, words, "encrypted", &stream->require);
}

static int take_viewers(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_stream *stream = into;
	uint64_t viewers;
	int err = read_number(b, value, VDT_MODEL_VIEWERS, &viewers);

	if (!err)
		stream->viewers = (uint16_t)viewers;
	return err;
}

static const struct key stream_keys[] = {
	{"encoder", VDT_YAML_SCALAR, take_encoder, NEEDED},
	{"require", VDT_YAML_SCALAR, take_require, OPTIONAL},
	{"viewers", VDT_YAML_SCALAR, take_viewers, OPTIONAL},
};

static int take_stream(struct builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const struct schema schema = SCHEMA("stream", stream_keys);
	struct vdt_model_stream *stream = &b->model->stream;

	b->model->has_stream = true;
	stream->at = value->at;
	stream->viewers = DEFAULT_VIEWERS;
	return read_map(b, &schema, stream, value);
}

static const struct key document_keys[] = {
	{"policy", VDT_YAML_MAP, take_policy, NEEDED},
	{"sets", VDT_YAML_MAP, take_sets, OPTIONAL},
	{"network", VDT_YAML_MAP, take_network, OPTIONAL},
	{"stream", VDT_YAML_MAP, take_stream, OPTIONAL},
};

static int read_document(struct builder *b, const char *text, size_t len)
{
	static const struct schema schema = SCHEMA("the document", document_keys);
	const char *file = vdt_model_add_file(b->model, b->path);
	struct vdt_yaml_node *root = NULL;
	int err = file ? vdt_yaml_parse(text, len, file, &root, b->error) : -ENOMEM;

	if (!err)
		err = read_map(b, &schema, NULL, root);
	vdt_yaml_free(root);
	if (err)
		return err;
	vdt_model_sort(b->model);
	return vdt_model_check(b->model, b->error);
}

int vdt_policy_yaml_read(const char *text, size_t len, const char *path,
			 struct vdt_model *ret_model, struct vdt_model_error *ret_error)
{
	struct builder b = {ret_model, ret_error, path};
	int err;

	vdt_model_init(ret_model);
	err = read_document(&b, text, len);
	if (err)
		vdt_model_done(ret_model);
	return err;
}
