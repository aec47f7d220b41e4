// SPDX-License-Identifier: BSD-3-Clause

#include "lib/policy/print.h"

#include <netinet/in.h>

#include "lib/nl/names.h"
#include "lib/policy/hash.h"
#include "lib/policy/prefix.h"
#include "lib/policy/settings.h"

static json_t *names_json(const struct vdt_model_names *names)
{
	json_t *list = json_array();

	for (size_t i = 0; i < names->count; i++)
		json_array_append_new(list, json_string(names->items[i].text));
	return list;
}

static json_t *set_json(const struct vdt_model_set *set)
{
	char text[VDT_PREFIX_TEXT];
	json_t *list;

	if (set->feed)
		return json_pack("{s:I}", "feed", (json_int_t)set->feed);
	list = json_array();
	for (int family = 0; family < VDT_MODEL_FAMILIES; family++) {
		for (size_t i = 0; i < set->ip[family].count; i++) {
			vdt_prefix_format(&set->ip[family].items[i], family, text);
			json_array_append_new(list, json_string(text));
		}
	}
	return list;
}

/* What is zero or empty was not given. */
static void set_number(json_t *object, const char *key, uint32_t value)
{
	if (value)
		json_object_set_new(object, key, json_integer(value));
}

static void set_text(json_t *object, const char *key, const char *text)
{
	if (*text)
		json_object_set_new(object, key, json_string(text));
}

static const char *period_name(uint32_t period)
{
	return period == 1 ? "s" : period == 60 ? "m" : "h";
}

static json_t *service_json(const struct vdt_model_service *service)
{
	json_t *object = json_pack("{s:s, s:i}", "name", service->name.text,
				   service->proto == IPPROTO_TCP ? "tcp" : "udp", service->port);

	set_text(object, "exe", service->exe);
	if (service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY)
		json_object_set_new(object, "loopback", json_string("only"));
	if (service->from.count)
		json_object_set_new(object, "from", names_json(&service->from));
	set_number(object, "connections", service->connections);
	set_number(object, "per_source", service->per_source);
	if (service->rate)
		json_object_set_new(
			object, "rate",
			json_sprintf("%u/%s", service->rate, period_name(service->period)));
	if (service->flags & VEDETTE_SERVICE_FLAG_ANSWER_ANY)
		json_object_set_new(object, "answers", json_string("any"));
	return object;
}

static json_t *limits_json(const struct vdt_model_limits *limits)
{
	json_t *object = json_object();

	set_number(object, "connections", limits->connections);
	set_number(object, "half_open", limits->half_open);
	set_number(object, "reserved", limits->reserved);
	set_number(object, "destinations", limits->destinations);
	return object;
}

static json_t *destination_json(const struct vdt_model_egress *rule)
{
	if (*rule->dns)
		return json_pack("{s:s}", "dns", rule->dns);
	return rule->to.count ? names_json(&rule->to) : json_string("any");
}

static json_t *egress_json(const struct vdt_model_egress *rule)
{
	const char *proto = rule->proto == IPPROTO_TCP ? "tcp" : "udp";
	json_t *object = json_pack("{s:o}", "to", destination_json(rule));

	if (rule->proto == IPPROTO_ICMP)
		json_object_set_new(object, "icmp", json_string("echo"));
	else if (rule->proto)
		json_object_set_new(object, proto,
				    rule->port ? json_integer(rule->port) : json_string("any"));
	set_text(object, "exe", rule->exe);
	return object;
}

static json_t *paths_json(const struct vdt_model_paths *paths)
{
	json_t *list = json_array();

	for (size_t i = 0; i < paths->count; i++)
		json_array_append_new(list, json_string(paths->items[i].text));
	return list;
}

static json_t *network_json(const struct vdt_model *model)
{
	json_t *services = json_array(), *egress = json_array();

	for (size_t i = 0; i < model->n_services; i++)
		json_array_append_new(services, service_json(&model->services[i]));
	for (size_t i = 0; i < model->n_egress; i++)
		json_array_append_new(egress, egress_json(&model->egress[i]));
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "netns",
			 vdt_nl_netns_name(model->netns), "mode", vdt_nl_mode_name(model->mode),
			 "fragments", vdt_nl_fragments_name(model->fragments), "xdp",
			 vdt_nl_xdp_name(model->xdp), "deny", names_json(&model->deny), "services",
			 services, "limits", limits_json(&model->limits), "egress", egress,
			 "packet_sockets", paths_json(&model->packet_sockets));
}

static json_t *kinds_json(uint32_t kinds)
{
	json_t *list = json_array();

	for (unsigned int kind = 0; kind < VEDETTE_INTEGRITY_KIND_LOCK; kind++)
		if (kinds & 1u << kind)
			json_array_append_new(list, json_string(vdt_nl_integrity_kind_name(kind)));
	return list;
}

static json_t *hashes_json(const struct vdt_model_hashes *hashes)
{
	json_t *list = json_array();
	char text[VDT_HASH_TEXT];

	for (size_t i = 0; i < hashes->count; i++) {
		vdt_hash_format(&hashes->items[i], text);
		json_array_append_new(list, json_string(text));
	}
	return list;
}

static json_t *revoked_json(const struct vdt_model_integrity *integrity)
{
	json_t *list = hashes_json(&integrity->revoked);
	char text[VDT_KEY_TEXT];

	for (size_t i = 0; i < integrity->n_keys; i++) {
		vdt_key_format(&integrity->keys[i], text);
		json_array_append_new(list, json_string(text));
	}
	return list;
}

static json_t *builds_json(const struct vdt_model_integrity *integrity)
{
	json_t *object = json_object();

	for (size_t i = 0; i < integrity->n_builds; i++)
		json_object_set_new(object, integrity->builds[i].label.text,
				    json_integer(integrity->builds[i].minimum));
	return object;
}

static json_t *integrity_json(const struct vdt_model_integrity *integrity)
{
	json_t *object = json_pack(
		"{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "mode",
		integrity->enforce ? "enforce" : "log", "kinds",
		kinds_json(integrity->enforce | integrity->log), "interpreters",
		paths_json(&integrity->interpreters), "jit", paths_json(&integrity->jit), "data",
		paths_json(&integrity->data), "revoked", revoked_json(integrity), "builds",
		builds_json(integrity), "verity", hashes_json(&integrity->verity), "updater",
		paths_json(&integrity->updaters));

	if (integrity->enforce)
		json_object_set_new(object, "log", kinds_json(integrity->log));
	return object;
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
	if (document && (model->integrity.enforce || model->integrity.log))
		json_object_set_new(document, "integrity", integrity_json(&model->integrity));
	if (document && model->lock)
		json_object_set_new(document, "lock",
				    json_string(vdt_nl_lock_when_name(model->lock)));
	if (document)
		vdt_settings_json(model, document);
	return document;
}
