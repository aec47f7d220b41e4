// SPDX-License-Identifier: BSD-3-Clause
/* network: */

#include "tools/vedette-kit/policy_yaml_part.h"

#include <errno.h>

int vdt_yaml_read_name(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node,
		       struct vdt_model_name *name, const char *what)
{
	name->at = node->at;
	return vdt_yaml_read_text(b, node, name->text, sizeof(name->text), what);
}

int vdt_yaml_read_names(struct vdt_yaml_builder *b, const struct vdt_yaml_node *list,
			struct vdt_model_names *names)
{
	int err = 0;

	for (const struct vdt_yaml_node *item = list->first; !err && item; item = item->next) {
		struct vdt_model_name *name;

		err = vdt_yaml_expect(b, item, VDT_YAML_SCALAR, "the name of a set");
		if (err)
			return err;
		name = vdt_model_add_name(names);
		err = name ? vdt_yaml_read_name(b, item, name, "the name of a set") : -ENOMEM;
	}
	return err;
}

int vdt_yaml_read_paths(struct vdt_yaml_builder *b, const struct vdt_yaml_node *list,
			const char *what, struct vdt_model_paths *paths)
{
	int err = 0;

	for (const struct vdt_yaml_node *item = list->first; !err && item; item = item->next) {
		struct vdt_model_path *path;

		err = vdt_yaml_expect(b, item, VDT_YAML_SCALAR, what);
		if (err)
			return err;
		path = vdt_model_add_path(paths);
		if (!path)
			return -ENOMEM;
		path->at = item->at;
		err = vdt_yaml_read_text(b, item, path->text, sizeof(path->text), what);
	}
	return err;
}

int vdt_yaml_read_limit(struct vdt_yaml_builder *b, const struct vdt_yaml_node *node,
			uint32_t *ret_limit)
{
	uint64_t limit;
	int err = vdt_yaml_read_number(b, node, VDT_MODEL_LIMIT, &limit);

	if (!err)
		*ret_limit = (uint32_t)limit;
	return err;
}

static int take_netns(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {
		[VEDETTE_NETNS_ALL] = "all", [VEDETTE_NETNS_INIT] = "init", NULL};

	return vdt_yaml_read_word(b, value, words, "all or init", &b->model->netns);
}

static int take_mode(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {
		[VEDETTE_MODE_ENFORCE] = "enforce", [VEDETTE_MODE_OBSERVE] = "observe", NULL};

	return vdt_yaml_read_word(b, value, words, "enforce or observe", &b->model->mode);
}

static int take_fragments(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {[VEDETTE_FRAGMENTS_DROP] = "drop",
					    [VEDETTE_FRAGMENTS_REASSEMBLE] = "reassemble",
					    NULL};

	return vdt_yaml_read_word(b, value, words, "drop or reassemble", &b->model->fragments);
}

static int take_xdp(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {[VEDETTE_XDP_NATIVE] = "native",
					    [VEDETTE_XDP_GENERIC] = "generic",
					    [VEDETTE_XDP_OFF] = "off",
					    NULL};

	return vdt_yaml_read_word(b, value, words, "native, generic or off", &b->model->xdp);
}

static int take_deny(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return vdt_yaml_read_names(b, value, &b->model->deny);
}

/* limits: */

static int take_connections(struct vdt_yaml_builder *b, void *into,
			    const struct vdt_yaml_node *value)
{
	return vdt_yaml_read_limit(b, value, &b->model->limits.connections);
}

static int take_half_open(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return vdt_yaml_read_limit(b, value, &b->model->limits.half_open);
}

static int take_reserved(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return vdt_yaml_read_limit(b, value, &b->model->limits.reserved);
}

static int take_destinations(struct vdt_yaml_builder *b, void *into,
			     const struct vdt_yaml_node *value)
{
	return vdt_yaml_read_limit(b, value, &b->model->limits.destinations);
}

static const struct vdt_yaml_key limits_keys[] = {
	{"connections", VDT_YAML_SCALAR, take_connections, VDT_YAML_OPTIONAL},
	{"half_open", VDT_YAML_SCALAR, take_half_open, VDT_YAML_OPTIONAL},
	{"reserved", VDT_YAML_SCALAR, take_reserved, VDT_YAML_OPTIONAL},
	{"destinations", VDT_YAML_SCALAR, take_destinations, VDT_YAML_OPTIONAL},
};

static int take_limits(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("limits", limits_keys);

	b->model->limits.at = value->at;
	return vdt_yaml_read_map(b, &schema, NULL, value);
}

/* packet_sockets: */

static int take_packet_sockets(struct vdt_yaml_builder *b, void *into,
			       const struct vdt_yaml_node *value)
{
	return vdt_yaml_read_paths(b, value, "an executable", &b->model->packet_sockets);
}

static const struct vdt_yaml_key network_keys[] = {
	{"netns", VDT_YAML_SCALAR, take_netns, VDT_YAML_OPTIONAL},
	{"mode", VDT_YAML_SCALAR, take_mode, VDT_YAML_OPTIONAL},
	{"fragments", VDT_YAML_SCALAR, take_fragments, VDT_YAML_OPTIONAL},
	{"xdp", VDT_YAML_SCALAR, take_xdp, VDT_YAML_OPTIONAL},
	{"deny", VDT_YAML_LIST, take_deny, VDT_YAML_OPTIONAL},
	{"services", VDT_YAML_LIST, vdt_yaml_take_services, VDT_YAML_OPTIONAL},
	{"limits", VDT_YAML_MAP, take_limits, VDT_YAML_OPTIONAL},
	{"egress", VDT_YAML_LIST, vdt_yaml_take_egress, VDT_YAML_OPTIONAL},
	{"packet_sockets", VDT_YAML_LIST, take_packet_sockets, VDT_YAML_OPTIONAL},
};

int vdt_yaml_take_network(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("network", network_keys);

	return vdt_yaml_read_map(b, &schema, NULL, value);
}
