// SPDX-License-Identifier: BSD-3-Clause
/* network: services: */

#include <errno.h>
#include <netinet/in.h>

#include "lib/policy/complain.h"
#include "tools/vedette-kit/policy_yaml_part.h"

static int take_service_name(struct vdt_yaml_builder *b, void *into,
			     const struct vdt_yaml_node *value)
{
	struct vdt_model_service *service = into;

	return vdt_yaml_read_name(b, value, &service->name, "the name of the service");
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
	return vdt_yaml_read_names(b, value, &service->from);
}

static int take_connections(struct vdt_yaml_builder *b, void *into,
			    const struct vdt_yaml_node *value)
{
	struct vdt_model_service *service = into;

	return vdt_yaml_read_limit(b, value, &service->connections);
}

static int take_per_source(struct vdt_yaml_builder *b, void *into,
			   const struct vdt_yaml_node *value)
{
	struct vdt_model_service *service = into;

	service->per_source_at = value->at;
	return vdt_yaml_read_limit(b, value, &service->per_source);
}

static int take_rate(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_service *service = into;

	return vdt_yaml_read_rate(b, value, VDT_MODEL_LIMIT, &service->rate, &service->period);
}

static int take_answers(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {"any", NULL};
	struct vdt_model_service *service = into;
	uint8_t any;
	int err = vdt_yaml_read_word(b, value, words, "any", &any);

	if (!err)
		service->flags |= VEDETTE_SERVICE_FLAG_ANSWER_ANY;
	return err;
}

static const struct vdt_yaml_key service_keys[] = {
	{"name", VDT_YAML_SCALAR, take_service_name, VDT_YAML_NEEDED},
	{"tcp", VDT_YAML_SCALAR, take_tcp, VDT_YAML_OPTIONAL},
	{"udp", VDT_YAML_SCALAR, take_udp, VDT_YAML_OPTIONAL},
	{"exe", VDT_YAML_SCALAR, take_exe, VDT_YAML_OPTIONAL},
	{"loopback", VDT_YAML_SCALAR, take_loopback, VDT_YAML_OPTIONAL},
	{"from", VDT_YAML_LIST, take_from, VDT_YAML_OPTIONAL},
	{"connections", VDT_YAML_SCALAR, take_connections, VDT_YAML_OPTIONAL},
	{"per_source", VDT_YAML_SCALAR, take_per_source, VDT_YAML_OPTIONAL},
	{"rate", VDT_YAML_SCALAR, take_rate, VDT_YAML_OPTIONAL},
	{"answers", VDT_YAML_SCALAR, take_answers, VDT_YAML_OPTIONAL},
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

int vdt_yaml_take_services(struct vdt_yaml_builder *b, void *into,
			   const struct vdt_yaml_node *value)
{
	int err = 0;

	for (const struct vdt_yaml_node *item = value->first; !err && item; item = item->next)
		err = read_service(b, item);
	return err;
}
