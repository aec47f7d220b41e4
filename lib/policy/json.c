// SPDX-License-Identifier: BSD-3-Clause

#include "lib/policy/print.h"

#include <netinet/in.h>

#include "lib/policy/prefix.h"

static json_t *names_json(const struct vdt_model_names *names)
{
	json_t *list = json_array();

	for (size_t i = 0; i < names->count; i++)
		json_array_append_new(list, json_string(names->items[i].text));
	return list;
}

static json_t *set_json(const struct vdt_model_set *set)
{
	json_t *list = json_array();
	char text[VDT_PREFIX_TEXT];

	for (int family = 0; family < VDT_MODEL_FAMILIES; family++) {
		for (size_t i = 0; i < set->ip[family].count; i++) {
			vdt_prefix_format(&set->ip[family].items[i], family, text);
			json_array_append_new(list, json_string(text));
		}
	}
	return list;
}

static json_t *service_json(const struct vdt_model_service *service)
{
	json_t *object = json_pack("{s:s, s:i}", "name", service->name.text,
				   service->proto == IPPROTO_TCP ? "tcp" : "udp", service->port);

	if (*service->exe)
		json_object_set_new(object, "exe", json_string(service->exe));
	if (service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY)
		json_object_set_new(object, "loopback", json_string("only"));
	if (service->from.count)
		json_object_set_new(object, "from", names_json(&service->from));
	return object;
}

static json_t *network_json(const struct vdt_model *model)
{
	json_t *services = json_array();

	for (size_t i = 0; i < model->n_services; i++)
		json_array_append_new(services, service_json(&model->services[i]));
	return json_pack("{s:s, s:o, s:o}", "netns",
			 model->netns == VEDETTE_NETNS_ALL ? "all" : "init", "deny",
			 names_json(&model->deny), "services", services);
}

json_t *vdt_policy_json(const struct vdt_model *model)
{
	json_t *sets = json_object();
	json_t *document;

	for (size_t i = 0; i < model->n_sets; i++)
		json_object_set_new(sets, model->sets[i].name.text, set_json(&model->sets[i]));
	document =
		json_pack("{s:{s:s, s:I}, s:o, s:o}", "policy", "name", model->name.text, "version",
			  (json_int_t)model->version, "sets", sets, "network", network_json(model));
	if (document && model->has_stream)
		json_object_set_new(document, "stream",
				    json_pack("{s:s, s:s, s:i}", "encoder", model->stream.encoder,
					      "require", "encrypted", "viewers",
					      model->stream.viewers));
	return document;
}
