// SPDX-License-Identifier: BSD-3-Clause

#include "lib/kshim/core.h"
#include "kmod/policy_text.h" /* the camera's own opinion on names, paths and URLs */

#include "lib/policy/model.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>

#include "lib/policy/check_part.h"
#include "lib/policy/complain.h"
#include "lib/policy/prefix.h"

static const struct {
	const char *name;
	size_t most;
} families[VDT_MODEL_FAMILIES] = {
	[VDT_MODEL_IPV4] = {"IPv4", VDT_PREFIXES4_MAX},
	[VDT_MODEL_IPV6] = {"IPv6", VDT_PREFIXES6_MAX},
};

int vdt_check_name(const struct vdt_model_name *name, const char *what, struct vdt_model_error *e)
{
	if (!*name->text)
		return vdt_complain(e, &name->at, "%s has no name", what);
	if (!vdt_text_is_name(name->text))
		return vdt_complain(e, &name->at,
				    "'%s' is no name for %s; names are lower-case letters, digits, "
				    "'-' and '_', starting with a letter",
				    name->text, what);
	return 0;
}

int vdt_check_count(size_t count, size_t most, const char *what, struct vdt_model_error *e)
{
	if (count <= most)
		return 0;
	return vdt_complain(e, NULL, "%zu %s; a policy holds at most %zu", count, what, most);
}

/* Sorted by now, so what is equal stands side by side. */
static int check_prefixes(const struct vdt_model_set *set, enum vdt_model_family family,
			  struct vdt_model_error *e)
{
	const struct vdt_model_prefixes *list = &set->ip[family];
	char text[VDT_PREFIX_TEXT];

	if (!set->feed && list->count > families[family].most)
		return vdt_complain(
			e, &set->name.at, "set '%s' has %zu %s prefixes; a set holds at most %zu",
			set->name.text, list->count, families[family].name, families[family].most);
	for (size_t i = 0; i < list->count; i++) {
		const struct vdt_model_prefix *prefix = &list->items[i];
		struct vdt_model_prefix masked = *prefix;
		int order = i ? vdt_prefix_compare(prefix - 1, prefix) : -1;

		if (vdt_prefix_mask(&masked, family)) {
			vdt_prefix_format(&masked, family, text);
			return vdt_complain(e, &prefix->at,
					    "set '%s': bits are set behind /%u; write %s",
					    set->name.text, prefix->length, text);
		}
		vdt_prefix_format(prefix, family, text);
		if (order == 0)
			return vdt_complain(e, &prefix->at, "set '%s' has %s twice; remove one",
					    set->name.text, text);
		if (order > 0)
			return vdt_complain(e, &prefix->at, "set '%s': %s is out of order",
					    set->name.text, text);
	}
	return 0;
}

static int check_set(const struct vdt_model *model, size_t index, struct vdt_model_error *e)
{
	const struct vdt_model_set *set = &model->sets[index];
	int err = vdt_check_name(&set->name, "a set", e);

	if (!err && vdt_model_find_set(model, set->name.text) != set)
		err = vdt_complain(e, &set->name.at,
				   "a set '%s' exists already; choose another name",
				   set->name.text);
	if (!err && set->feed > VDT_MODEL_VERSION)
		err = vdt_complain(e, &set->feed_at, "set '%s': feed version above %" PRIu64,
				   set->name.text, VDT_MODEL_VERSION);
	for (int family = 0; !err && family < VDT_MODEL_FAMILIES; family++)
		err = check_prefixes(set, family, e);
	return err;
}

static int check_sets(const struct vdt_model *model, struct vdt_model_error *e)
{
	size_t feeds = 0, prefixes = 0;
	int err = vdt_check_count(model->n_sets, VDT_SETS_MAX, "sets", e);

	for (size_t i = 0; !err && i < model->n_sets; i++) {
		const struct vdt_model_set *set = &model->sets[i];

		err = check_set(model, i, e);
		feeds += set->feed != 0;
		prefixes += set->ip[VDT_MODEL_IPV4].count + set->ip[VDT_MODEL_IPV6].count;
	}
	if (!err)
		err = vdt_check_count(feeds, VDT_FEEDS_MAX, "feeds", e);
	if (!err)
		err = vdt_check_count(prefixes, VDT_PREFIXES_MAX, "prefixes in all sets", e);
	return err;
}

static int check_references(const struct vdt_model *model, const struct vdt_model_names *names,
			    struct vdt_model_error *e)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct vdt_model_name *name = &names->items[i];

		if (!vdt_model_find_set(model, name->text))
			return vdt_complain(e, &name->at, "unknown set '%s'; define it under sets",
					    name->text);
		for (size_t j = 0; j < i; j++)
			if (!strcmp(names->items[j].text, name->text))
				return vdt_complain(e, &name->at,
						    "set '%s' is named twice; remove one",
						    name->text);
	}
	return 0;
}

/* Against the services before it. */
static int check_overlap(const struct vdt_model *model, size_t index, struct vdt_model_error *e)
{
	const struct vdt_model_service *service = &model->services[index];
	const struct vdt_model_service *other = model->services;

	for (; other < service; other++) {
		if (!strcmp(other->name.text, service->name.text))
			return vdt_complain(e, &service->name.at,
					    "a service '%s' exists already; choose another name",
					    service->name.text);
		if (other->proto == service->proto && other->port == service->port)
			return vdt_complain(
				e, &service->port_at,
				"service '%s' has %s port %u already; one port, one service",
				other->name.text, service->proto == IPPROTO_TCP ? "tcp" : "udp",
				service->port);
	}
	return 0;
}

static int check_flags(const struct vdt_model_service *service, struct vdt_model_error *e)
{
	const uint32_t known = VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY | VEDETTE_SERVICE_FLAG_ANSWER_ANY;
	bool loopback = service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY;

	if (service->flags & ~known)
		return vdt_complain(e, &service->name.at, "service '%s' has unknown flags 0x%x",
				    service->name.text, service->flags);
	if (loopback && service->from.count)
		return vdt_complain(e, &service->from.items->at,
				    "service '%s' is for loopback only and takes no source; "
				    "remove from or loopback",
				    service->name.text);
	if (loopback && (service->connections || service->per_source || service->rate))
		return vdt_complain(e, &service->name.at,
				    "service '%s' is for loopback only, where nothing is limited; "
				    "remove connections, per_source and rate",
				    service->name.text);
	if (service->flags & VEDETTE_SERVICE_FLAG_ANSWER_ANY && service->proto != IPPROTO_UDP)
		return vdt_complain(e, &service->name.at,
				    "service '%s' is not UDP, its answers have any size anyway; "
				    "remove answers",
				    service->name.text);
	return 0;
}

static int check_limit(uint32_t value, const char *what, const struct vdt_model_mark *at,
		       struct vdt_model_error *e)
{
	if (value <= VDT_MODEL_LIMIT)
		return 0;
	return vdt_complain(e, at, "%s %u; 1 to %u", what, value, VDT_MODEL_LIMIT);
}

static int check_service_limits(const struct vdt_model_service *service, struct vdt_model_error *e)
{
	const struct vdt_model_mark *at = &service->name.at;
	int err = check_limit(service->connections, "connections", at, e);

	if (!err)
		err = check_limit(service->per_source, "per_source", at, e);
	if (!err)
		err = check_limit(service->rate, "rate", at, e);
	if (err)
		return err;
	if (service->rate ? service->period != 1 && service->period != 60 && service->period != 3600
			  : service->period)
		return vdt_complain(e, at,
				    "service '%s' has %u in %u seconds; expected a rate in "
				    "a second, a minute or an hour",
				    service->name.text, service->rate, service->period);
	if (service->connections && service->per_source > service->connections)
		return vdt_complain(e, &service->per_source_at,
				    "service '%s' gives a source %u of its %u connections; "
				    "lower per_source",
				    service->name.text, service->per_source, service->connections);
	return 0;
}

int vdt_check_path(const char *path, const char *what, const struct vdt_model_mark *at,
		   struct vdt_model_error *e)
{
	if (!*path || vdt_text_is_path(path))
		return 0;
	return vdt_complain(e, at, "%s '%s' is no absolute path without '.', '..' and spaces", what,
			    path);
}

static int check_service(const struct vdt_model *model, size_t index, struct vdt_model_error *e)
{
	const struct vdt_model_service *service = &model->services[index];
	int err = vdt_check_name(&service->name, "a service", e);

	if (err)
		return err;
	if (service->proto != IPPROTO_TCP && service->proto != IPPROTO_UDP)
		return vdt_complain(e, &service->port_at, "service '%s' has protocol %u; 6 or 17",
				    service->name.text, service->proto);
	if (!service->port)
		return vdt_complain(e, &service->port_at, "service '%s' has no port; 1 to 65535",
				    service->name.text);
	err = check_flags(service, e);
	if (!err)
		err = check_service_limits(service, e);
	if (!err)
		err = vdt_check_path(service->exe, "exe", &service->exe_at, e);
	if (!err)
		err = check_overlap(model, index, e);
	if (!err)
		err = check_references(model, &service->from, e);
	return err;
}

static int check_stream(const struct vdt_model_stream *stream, struct vdt_model_error *e)
{
	if (!vdt_text_is_encoder(stream->encoder))
		return vdt_complain(e, &stream->encoder_at,
				    "encoder '%s'; expected rtsp://127.0.0.1:PORT/PATH or "
				    "rtsp://[::1]:PORT/PATH, for the plain stream stays inside",
				    stream->encoder);
	if (stream->require != VEDETTE_REQUIRE_ENCRYPTED)
		return vdt_complain(e, &stream->at, "unknown require %u", stream->require);
	if (!stream->viewers || stream->viewers > VDT_MODEL_VIEWERS)
		return vdt_complain(e, &stream->at, "%u viewers; 1 to %u", stream->viewers,
				    VDT_MODEL_VIEWERS);
	return 0;
}

static int check_limits(const struct vdt_model_limits *limits, struct vdt_model_error *e)
{
	uint32_t connections = limits->connections ? limits->connections : VDT_CONNECTIONS;
	int err = check_limit(limits->connections, "connections", &limits->at, e);

	if (!err)
		err = check_limit(limits->half_open, "half_open", &limits->at, e);
	if (!err)
		err = check_limit(limits->reserved, "reserved", &limits->at, e);
	if (!err)
		err = check_limit(limits->destinations, "destinations", &limits->at, e);
	if (!err && limits->reserved >= connections)
		err = vdt_complain(
			e, &limits->at,
			"%u connections are reserved of %u in all, which leaves none for "
			"others; lower reserved",
			limits->reserved, connections);
	return err;
}

static int check_destination(const struct vdt_model *model, const struct vdt_model_egress *rule,
			     struct vdt_model_error *e)
{
	if (!*rule->dns)
		return check_references(model, &rule->to, e);
	if (rule->to.count)
		return vdt_complain(e, &rule->dns_at,
				    "a rule has sets or a DNS name, not both; write two rules");
	if (!vdt_text_is_dns(rule->dns))
		return vdt_complain(
			e, &rule->dns_at,
			"'%s' is no DNS name; expected one like updates.example.com, in "
			"lower case",
			rule->dns);
	if (!rule->port)
		return vdt_complain(e, &rule->dns_at,
				    "a rule by name needs a port, for many names live behind one "
				    "address; add tcp or udp");
	return 0;
}

static int check_egress(const struct vdt_model *model, size_t index, struct vdt_model_error *e)
{
	const struct vdt_model_egress *rule = &model->egress[index];
	bool has_ports = rule->proto == IPPROTO_TCP || rule->proto == IPPROTO_UDP;
	int err = check_destination(model, rule, e);

	if (!err && rule->proto && !has_ports && rule->proto != IPPROTO_ICMP)
		err = vdt_complain(e, &rule->at, "egress protocol %u; 1, 6 or 17", rule->proto);
	if (!err && rule->port && !has_ports)
		err = vdt_complain(e, &rule->at, "a port without TCP or UDP");
	if (!err)
		err = vdt_check_path(rule->exe, "exe", &rule->exe_at, e);
	return err;
}

static int check_packet_sockets(const struct vdt_model_paths *paths, struct vdt_model_error *e)
{
	int err = vdt_check_count(paths->count, VDT_EXES_MAX, "packet_sockets", e);

	for (size_t i = 0; !err && i < paths->count; i++) {
		const struct vdt_model_path *path = &paths->items[i];

		if (!*path->text)
			return vdt_complain(e, &path->at, "packet_sockets: an empty path");
		err = vdt_check_path(path->text, "packet_sockets:", &path->at, e);
		for (size_t j = 0; !err && j < i; j++)
			if (!strcmp(paths->items[j].text, path->text))
				err = vdt_complain(e, &path->at, "'%s' stands twice; remove one",
						   path->text);
	}
	return err;
}

/* Every path that the policy names, by number; NULL behind the last, "" where none was given. */
static const char *path_at(const struct vdt_model *model, size_t i)
{
	const struct vdt_model_paths *lists[] = {&model->packet_sockets,
						 &model->integrity.interpreters,
						 &model->integrity.jit, &model->integrity.updaters};

	if (i < model->n_services)
		return model->services[i].exe;
	i -= model->n_services;
	if (i < model->n_egress)
		return model->egress[i].exe;
	i -= model->n_egress;
	for (size_t list = 0; list < sizeof(lists) / sizeof(*lists); list++) {
		if (i < lists[list]->count)
			return lists[list]->items[i].text;
		i -= lists[list]->count;
	}
	return NULL;
}

static int check_executables(const struct vdt_model *model, struct vdt_model_error *e)
{
	const char *path;
	size_t count = 0;

	for (size_t i = 0; (path = path_at(model, i)); i++) {
		size_t first = 0;

		while (strcmp(path_at(model, first), path))
			first++;
		count += *path && first == i;
	}
	return vdt_check_count(count, VDT_EXES_MAX, "executables", e);
}

static int check_choices(const struct vdt_model *model, struct vdt_model_error *e)
{
	if (model->netns > VEDETTE_NETNS_INIT)
		return vdt_complain(e, NULL, "unknown netns %u", model->netns);
	if (model->mode > VEDETTE_MODE_OBSERVE)
		return vdt_complain(e, NULL, "unknown mode %u", model->mode);
	if (model->fragments > VEDETTE_FRAGMENTS_REASSEMBLE)
		return vdt_complain(e, NULL, "unknown fragments %u", model->fragments);
	if (model->xdp > VEDETTE_XDP_OFF)
		return vdt_complain(e, NULL, "unknown xdp %u", model->xdp);
	if (model->lock > VEDETTE_LOCK_WHEN_BOOT)
		return vdt_complain(e, NULL, "unknown lock %u", model->lock);
	return 0;
}

int vdt_model_check(const struct vdt_model *model, struct vdt_model_error *ret_error)
{
	struct vdt_model_error *e = ret_error;
	int err = vdt_check_name(&model->name, "a policy", e);

	if (!err && (!model->version || model->version > VDT_MODEL_VERSION))
		err = vdt_complain(e, &model->name.at, "version %" PRIu64 "; 1 to %" PRIu64,
				   model->version, VDT_MODEL_VERSION);
	if (!err)
		err = check_choices(model, e);
	if (!err)
		err = check_sets(model, e);
	if (!err)
		err = check_references(model, &model->deny, e);
	if (!err)
		err = vdt_check_count(model->n_services, VDT_SERVICES_MAX, "services", e);
	for (size_t i = 0; !err && i < model->n_services; i++)
		err = check_service(model, i, e);
	if (!err && model->has_stream)
		err = check_stream(&model->stream, e);
	if (!err)
		err = check_limits(&model->limits, e);
	if (!err)
		err = vdt_check_count(model->n_egress, VDT_EGRESS_MAX, "egress rules", e);
	for (size_t i = 0; !err && i < model->n_egress; i++)
		err = check_egress(model, i, e);
	if (!err)
		err = check_packet_sockets(&model->packet_sockets, e);
	if (!err)
		err = vdt_check_integrity(&model->integrity, e);
	if (!err)
		err = vdt_check_settings(model, e);
	if (!err)
		err = check_executables(model, e);
	return err;
}
