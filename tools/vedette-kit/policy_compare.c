// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/policy_compare.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/nl/names.h"
#include "lib/policy/prefix.h"
#include "tools/vedette-kit/policy_compare_part.h"

#define PATH  96
#define FEED  48
#define VALUE 2304 /* 64 names of 31 bytes, with commas */
#define RULE  (VALUE + VDT_MODEL_TEXT_ROOM + 64)

void vdt_differ(json_t *changes, const char *path, const char *before, const char *after,
		int stricter)
{
	json_t *change;

	if (before == after || (before && after && !strcmp(before, after)))
		return;
	change = json_pack("{s:s}", "path", path);
	if (before)
		json_object_set_new(change, "before", json_string(before));
	if (after)
		json_object_set_new(change, "after", json_string(after));
	if (stricter)
		json_object_set_new(change, "effect",
				    json_string(stricter > 0 ? "stricter" : "weaker"));
	json_array_append_new(changes, change);
}

static void differ(json_t *changes, const char *path, const char *before, const char *after)
{
	vdt_differ(changes, path, before, after, 0);
}

static void differ_number(json_t *changes, const char *path, uint64_t before, uint64_t after)
{
	char texts[2][24];

	snprintf(texts[0], sizeof(texts[0]), "%" PRIu64, before);
	snprintf(texts[1], sizeof(texts[1]), "%" PRIu64, after);
	differ(changes, path, texts[0], texts[1]);
}

static void differ_prefixes(json_t *changes, const char *path, enum vdt_model_family family,
			    const struct vdt_model_prefixes *before,
			    const struct vdt_model_prefixes *after)
{
	char text[VDT_PREFIX_TEXT];
	size_t b = 0, a = 0;

	/* Both are sorted: walk them side by side. */
	while (b < before->count || a < after->count) {
		int order = b == before->count ? 1
			    : a == after->count
				    ? -1
				    : vdt_prefix_compare(&before->items[b], &after->items[a]);

		vdt_prefix_format(order > 0 ? &after->items[a] : &before->items[b], family, text);
		if (order)
			differ(changes, path, order < 0 ? text : NULL, order > 0 ? text : NULL);
		b += order <= 0;
		a += order >= 0;
	}
}

/* The prefixes of a feed are no part of the policy. */
static const char *feed_text(const struct vdt_model_set *set, char text[FEED])
{
	if (!set->feed)
		return NULL;
	snprintf(text, FEED, "feed of version %" PRIu64, set->feed);
	return text;
}

/* NULL stands for a set that is not there. */
static void differ_set(json_t *changes, const char *name, const struct vdt_model_set *before,
		       const struct vdt_model_set *after)
{
	static const struct vdt_model_set none;
	char path[PATH], feeds[2][FEED];

	snprintf(path, sizeof(path), "sets.%s", name);
	if (!before || !after)
		differ(changes, path, before ? "the set" : NULL, after ? "the set" : NULL);
	before = before ? before : &none;
	after = after ? after : &none;
	differ(changes, path, feed_text(before, feeds[0]), feed_text(after, feeds[1]));
	for (int family = 0; !before->feed && !after->feed && family < VDT_MODEL_FAMILIES; family++)
		differ_prefixes(changes, path, family, &before->ip[family], &after->ip[family]);
}

static void differ_sets(json_t *changes, const struct vdt_model *before,
			const struct vdt_model *after)
{
	for (size_t i = 0; i < before->n_sets; i++) {
		const char *name = before->sets[i].name.text;

		differ_set(changes, name, &before->sets[i], vdt_model_find_set(after, name));
	}
	for (size_t i = 0; i < after->n_sets; i++) {
		const char *name = after->sets[i].name.text;

		if (!vdt_model_find_set(before, name))
			differ_set(changes, name, NULL, &after->sets[i]);
	}
}

static bool has_name(const struct vdt_model_names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (!strcmp(names->items[i].text, name))
			return true;
	return false;
}

static const char *join(const struct vdt_model_names *names, const char *none, char text[VALUE])
{
	size_t len = 0;

	if (!names->count)
		return none;
	for (size_t i = 0; i < names->count; i++)
		len += (size_t)snprintf(text + len, VALUE - len, "%s%s", i ? ", " : "",
					names->items[i].text);
	return text;
}

/* Going to or from @none changes the meaning of the whole list, so it is shown as a whole. */
static void differ_names(json_t *changes, const char *path, const char *none,
			 const struct vdt_model_names *before, const struct vdt_model_names *after)
{
	char texts[2][VALUE];

	if (!before->count || !after->count) {
		differ(changes, path, join(before, none, texts[0]), join(after, none, texts[1]));
		return;
	}
	for (size_t i = 0; i < before->count; i++)
		if (!has_name(after, before->items[i].text))
			differ(changes, path, before->items[i].text, NULL);
	for (size_t i = 0; i < after->count; i++)
		if (!has_name(before, after->items[i].text))
			differ(changes, path, NULL, after->items[i].text);
}

static const struct vdt_model_service *find_service(const struct vdt_model *model, const char *name)
{
	for (size_t i = 0; i < model->n_services; i++)
		if (!strcmp(model->services[i].name.text, name))
			return &model->services[i];
	return NULL;
}

static const char *port_text(const struct vdt_model_service *service, char text[16])
{
	snprintf(text, 16, "%s %u", service->proto == IPPROTO_TCP ? "tcp" : "udp", service->port);
	return text;
}

static const char *number_text(uint32_t number, char text[16])
{
	if (!number)
		return "no limit";
	snprintf(text, 16, "%u", number);
	return text;
}

static const char *rate_text(const struct vdt_model_service *service, char text[16])
{
	if (!service->rate)
		return "no limit";
	snprintf(text, 16, "%u/%s", service->rate,
		 service->period == 1	 ? "s"
		 : service->period == 60 ? "m"
					 : "h");
	return text;
}

static const char *answers_text(const struct vdt_model_service *service)
{
	return service->flags & VEDETTE_SERVICE_FLAG_ANSWER_ANY ? "any" : "as large as requests";
}

static const char *exe_text(const struct vdt_model_service *service)
{
	return *service->exe ? service->exe : "any";
}

static const char *reach_text(const struct vdt_model_service *service)
{
	return service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY ? "loopback only" : "network";
}

__attribute__((format(printf, 3, 4))) static const char *path_of(char path[PATH], const char *name,
								 const char *format, ...)
{
	int len = snprintf(path, PATH, "network.services.%s", name);
	va_list args;

	va_start(args, format);
	vsnprintf(path + len, PATH - (size_t)len, format, args);
	va_end(args);
	return path;
}

static void differ_service(json_t *changes, const struct vdt_model_service *before,
			   const struct vdt_model_service *after)
{
	const char *name = before->name.text;
	char path[PATH], texts[2][16];

	differ(changes, path_of(path, name, ".port"), port_text(before, texts[0]),
	       port_text(after, texts[1]));
	differ(changes, path_of(path, name, ".exe"), exe_text(before), exe_text(after));
	differ(changes, path_of(path, name, ".reach"), reach_text(before), reach_text(after));
	differ_names(changes, path_of(path, name, ".from"), "every source", &before->from,
		     &after->from);
	differ(changes, path_of(path, name, ".connections"),
	       number_text(before->connections, texts[0]),
	       number_text(after->connections, texts[1]));
	differ(changes, path_of(path, name, ".per_source"),
	       number_text(before->per_source, texts[0]), number_text(after->per_source, texts[1]));
	differ(changes, path_of(path, name, ".rate"), rate_text(before, texts[0]),
	       rate_text(after, texts[1]));
	differ(changes, path_of(path, name, ".answers"), answers_text(before), answers_text(after));
}

/* A service that came or went, in one line. */
static void differ_existence(json_t *changes, const struct vdt_model_service *service, bool added)
{
	char path[PATH], names[VALUE], port[16], text[VALUE + 64];

	snprintf(text, sizeof(text), "%s, %s", port_text(service, port),
		 service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY
			 ? reach_text(service)
			 : join(&service->from, "every source", names));
	path_of(path, service->name.text, "%s", "");
	differ(changes, path, added ? NULL : text, added ? text : NULL);
}

static void differ_services(json_t *changes, const struct vdt_model *before,
			    const struct vdt_model *after)
{
	for (size_t i = 0; i < before->n_services; i++) {
		const struct vdt_model_service *service = &before->services[i];
		const struct vdt_model_service *other = find_service(after, service->name.text);

		if (other)
			differ_service(changes, service, other);
		else
			differ_existence(changes, service, false);
	}
	for (size_t i = 0; i < after->n_services; i++)
		if (!find_service(before, after->services[i].name.text))
			differ_existence(changes, &after->services[i], true);
}

static void differ_stream(json_t *changes, const struct vdt_model *before,
			  const struct vdt_model *after)
{
	if (!before->has_stream && !after->has_stream)
		return;
	differ(changes, "stream.encoder", before->has_stream ? before->stream.encoder : NULL,
	       after->has_stream ? after->stream.encoder : NULL);
	if (before->has_stream && after->has_stream)
		differ_number(changes, "stream.viewers", before->stream.viewers,
			      after->stream.viewers);
}

static void differ_limits(json_t *changes, const struct vdt_model_limits *before,
			  const struct vdt_model_limits *after)
{
	const struct {
		const char *path;
		uint32_t before, after, silence;
	} all[] = {
		{"connections", before->connections, after->connections, VDT_CONNECTIONS},
		{"half_open", before->half_open, after->half_open, VDT_HALF_OPEN},
		{"reserved", before->reserved, after->reserved, VDT_RESERVED},
		{"destinations", before->destinations, after->destinations, VDT_DESTINATIONS},
	};
	char path[PATH];

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		snprintf(path, sizeof(path), "network.limits.%s", all[i].path);
		differ_number(changes, path, all[i].before ? all[i].before : all[i].silence,
			      all[i].after ? all[i].after : all[i].silence);
	}
}

/* A rule has no name but what it says. */
static const char *rule_text(const struct vdt_model_egress *rule, char text[RULE])
{
	char names[VALUE];
	const char *proto = rule->proto == IPPROTO_TCP	  ? "tcp"
			    : rule->proto == IPPROTO_UDP  ? "udp"
			    : rule->proto == IPPROTO_ICMP ? "icmp echo"
							  : "everything";
	int len = snprintf(text, RULE, "to %s, %s",
			   *rule->dns ? rule->dns : join(&rule->to, "any", names), proto);

	if (rule->port)
		len += snprintf(text + len, RULE - (size_t)len, " %u", rule->port);
	if (*rule->exe)
		snprintf(text + len, RULE - (size_t)len, ", by %s", rule->exe);
	return text;
}

static bool has_rule(const struct vdt_model *model, const char *text)
{
	char other[RULE];

	for (size_t i = 0; i < model->n_egress; i++)
		if (!strcmp(rule_text(&model->egress[i], other), text))
			return true;
	return false;
}

static void differ_egress(json_t *changes, const struct vdt_model *before,
			  const struct vdt_model *after)
{
	char text[RULE];

	for (size_t i = 0; i < before->n_egress; i++)
		if (!has_rule(after, rule_text(&before->egress[i], text)))
			differ(changes, "network.egress", text, NULL);
	for (size_t i = 0; i < after->n_egress; i++)
		if (!has_rule(before, rule_text(&after->egress[i], text)))
			differ(changes, "network.egress", NULL, text);
}

static bool has_path(const struct vdt_model_paths *paths, const char *path)
{
	for (size_t i = 0; i < paths->count; i++)
		if (!strcmp(paths->items[i].text, path))
			return true;
	return false;
}

static void differ_packet_sockets(json_t *changes, const struct vdt_model_paths *before,
				  const struct vdt_model_paths *after)
{
	for (size_t i = 0; i < before->count; i++)
		if (!has_path(after, before->items[i].text))
			differ(changes, "network.packet_sockets", before->items[i].text, NULL);
	for (size_t i = 0; i < after->count; i++)
		if (!has_path(before, after->items[i].text))
			differ(changes, "network.packet_sockets", NULL, after->items[i].text);
}

static void differ_network(json_t *changes, const struct vdt_model *before,
			   const struct vdt_model *after)
{
	differ(changes, "network.netns", vdt_nl_netns_name(before->netns),
	       vdt_nl_netns_name(after->netns));
	differ(changes, "network.mode", vdt_nl_mode_name(before->mode),
	       vdt_nl_mode_name(after->mode));
	differ(changes, "network.fragments", vdt_nl_fragments_name(before->fragments),
	       vdt_nl_fragments_name(after->fragments));
	differ(changes, "network.xdp", vdt_nl_xdp_name(before->xdp), vdt_nl_xdp_name(after->xdp));
	differ_names(changes, "network.deny", "none", &before->deny, &after->deny);
	differ_services(changes, before, after);
	differ_limits(changes, &before->limits, &after->limits);
	differ_egress(changes, before, after);
	differ_packet_sockets(changes, &before->packet_sockets, &after->packet_sockets);
}

json_t *vdt_policy_compare(const struct vdt_model *before, const struct vdt_model *after)
{
	json_t *changes = json_array();

	differ(changes, "policy.name", before->name.text, after->name.text);
	differ_number(changes, "policy.version", before->version, after->version);
	differ_sets(changes, before, after);
	differ_network(changes, before, after);
	differ_stream(changes, before, after);
	vdt_differ_integrity(changes, before, after);
	vdt_differ_settings(changes, before, after);
	return changes;
}
