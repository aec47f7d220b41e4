// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/policy_yaml.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "lib/policy/complain.h"
#include "tools/vedette-kit/feed.h"
#include "tools/vedette-kit/prefix_text.h"
#include "tools/vedette-kit/yaml_schema.h"

#define DEFAULT_VIEWERS 32

static int read_name(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node,
		     struct vdt_model_name *name, const char *what)
{
	name->at = node->at;
	return vdt_yaml_read_text(b, node, name->text, sizeof(name->text), what);
}

static int read_names(struct vdt_yaml_builder *b, const struct vdt_yaml_node *list,
		      struct vdt_model_names *names)
{
	int err = 0;

	for (const struct vdt_yaml_node *item = list->first; !err && item; item = item->next) {
		struct vdt_model_name *name;

		err = vdt_yaml_expect(b, item, VDT_YAML_SCALAR, "the name of a set");
		if (err)
			return err;
		name = vdt_model_add_name(names);
		err = name ? read_name(b, item, name, "the name of a set") : -ENOMEM;
	}
	return err;
}

/* policy: */

static int take_policy_name(struct vdt_yaml_builder *b, void *into,
			    const struct vdt_yaml_node *value)
{
	return read_name(b, value, &b->model->name, "the name of the policy");
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

static int take_feed(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return vdt_feed_read(b->model, into, b->path, value->text, &value->at, b->error);
}

static const struct vdt_yaml_key feed_keys[] = {
	{"file", VDT_YAML_SCALAR, take_feed, VDT_YAML_NEEDED},
};

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
	static const struct vdt_yaml_schema feed = VDT_YAML_SCHEMA("the set", feed_keys);
	struct vdt_yaml_node key = {.text = value->key, .at = value->key_at};
	int err = read_name(b, &key, &set->name, "the name of a set");

	if (err)
		return err;
	if (value->kind == VDT_YAML_MAP)
		return vdt_yaml_read_map(b, &feed, set, value);
	if (value->kind == VDT_YAML_LIST)
		return read_prefixes(b, set, value);
	return vdt_complain(b->error, &value->at,
			    "set '%s' is a value; expected a list of prefixes or {file: NAME}",
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

/* network: services: */

static int take_service_name(struct vdt_yaml_builder *b, void *into,
			     const struct vdt_yaml_node *value)
{
	struct vdt_model_service *service = into;

	return read_name(b, value, &service->name, "the name of the service");
}

static int read_port(struct vdt_yaml_builder *b, struct vdt_model_service *service, uint8_t proto,
		     const struct vdt_yaml_node *value)
{
	uint64_t port;
	int err;

	if (service->port)
		return vdt_complain(b->error, &value->key_at,
				    "a second port; a service has one, either tcp or udp");
	err = vdt_yaml_read_number(b, value, UINT16_MAX, &port);
	if (err)
		return err;
	service->proto = proto;
	service->port = (uint16_t)port;
	service->port_at = value->at;
	return 0;
}

static int take_tcp(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return read_port(b, into, IPPROTO_TCP, value);
}

static int take_udp(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return read_port(b, into, IPPROTO_UDP, value);
}

static int take_exe(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_service *service = into;

	service->exe_at = value->at;
	return vdt_yaml_read_text(b, value, service->exe, sizeof(service->exe), "exe");
}

static int take_loopback(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {"only", NULL};
	struct vdt_model_service *service = into;
	uint8_t only;
	int err = vdt_yaml_read_word(b, value, words, "only", &only);

	if (!err)
		service->flags |= VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY;
	return err;
}

static int take_from(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_service *service = into;

	if (!value->first)
		return vdt_complain(b->error, &value->at,
				    "from is empty; name a set, or leave it out for every source");
	return read_names(b, value, &service->from);
}

static const struct vdt_yaml_key service_keys[] = {
	{"name", VDT_YAML_SCALAR, take_service_name, VDT_YAML_NEEDED},
	{"tcp", VDT_YAML_SCALAR, take_tcp, VDT_YAML_OPTIONAL},
	{"udp", VDT_YAML_SCALAR, take_udp, VDT_YAML_OPTIONAL},
	{"exe", VDT_YAML_SCALAR, take_exe, VDT_YAML_OPTIONAL},
	{"loopback", VDT_YAML_SCALAR, take_loopback, VDT_YAML_OPTIONAL},
	{"from", VDT_YAML_LIST, take_from, VDT_YAML_OPTIONAL},
};

static int read_service(struct vdt_yaml_builder *b, const struct vdt_yaml_node *item)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("the service", service_keys);
	struct vdt_model_service *service = vdt_model_add_service(b->model);
	int err = service ? vdt_yaml_read_map(b, &schema, service, item) : -ENOMEM;

	if (!err && !service->port)
		err = vdt_complain(b->error, &item->at, "service '%s' has no port; add tcp or udp",
				   service->name.text);
	return err;
}

/* network: */

static int take_netns(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {
		[VEDETTE_NETNS_ALL] = "all", [VEDETTE_NETNS_INIT] = "init", NULL};

	return vdt_yaml_read_word(b, value, words, "all or init", &b->model->netns);
}

static int take_deny(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return read_names(b, value, &b->model->deny);
}

static int take_services(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	int err = 0;

	for (const struct vdt_yaml_node *item = value->first; !err && item; item = item->next)
		err = read_service(b, item);
	return err;
}

static const struct vdt_yaml_key network_keys[] = {
	{"netns", VDT_YAML_SCALAR, take_netns, VDT_YAML_OPTIONAL},
	{"deny", VDT_YAML_LIST, take_deny, VDT_YAML_OPTIONAL},
	{"services", VDT_YAML_LIST, take_services, VDT_YAML_OPTIONAL},
};

static int take_network(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("network", network_keys);

	return vdt_yaml_read_map(b, &schema, NULL, value);
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

static const struct vdt_yaml_key document_keys[] = {
	{"policy", VDT_YAML_MAP, take_policy, VDT_YAML_NEEDED},
	{"sets", VDT_YAML_MAP, take_sets, VDT_YAML_OPTIONAL},
	{"network", VDT_YAML_MAP, take_network, VDT_YAML_OPTIONAL},
	{"stream", VDT_YAML_MAP, take_stream, VDT_YAML_OPTIONAL},
};

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
