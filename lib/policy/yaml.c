// SPDX-License-Identifier: BSD-3-Clause

#include "lib/policy/print.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>

#include "lib/nl/names.h"
#include "lib/policy/hash.h"
#include "lib/policy/prefix.h"
#include "lib/policy/settings.h"

/* Names that a YAML 1.1 reader takes for something else than a string. */
static const char *const not_plain[] = {"y",	 "n",  "yes", "no",  "true",
					"false", "on", "off", "null"};

static const char *quote_of(const char *name)
{
	for (size_t i = 0; i < sizeof(not_plain) / sizeof(*not_plain); i++)
		if (!strcmp(name, not_plain[i]))
			return "'";
	return "";
}

static void print_name(FILE *out, const char *name)
{
	const char *quote = quote_of(name);

	fprintf(out, "%s%s%s", quote, name, quote);
}

static void print_quoted(FILE *out, const char *text)
{
	putc('\'', out);
	for (; *text; text++) {
		if (*text == '\'')
			putc('\'', out);
		putc(*text, out);
	}
	putc('\'', out);
}

static void print_names(FILE *out, const struct vdt_model_names *names)
{
	putc('[', out);
	for (size_t i = 0; i < names->count; i++) {
		fputs(i ? ", " : "", out);
		print_name(out, names->items[i].text);
	}
	putc(']', out);
}

/* One prefix a line, so that a review tool shows each change as one line. */
static void print_set(FILE *out, const struct vdt_model_set *set)
{
	char text[VDT_PREFIX_TEXT];

	fputs("  ", out);
	print_name(out, set->name.text);
	if (set->feed) {
		fprintf(out, ": {feed: %" PRIu64 "}\n", set->feed);
		return;
	}
	if (!set->ip[VDT_MODEL_IPV4].count && !set->ip[VDT_MODEL_IPV6].count)
		fputs(": []\n", out);
	else
		fputs(":\n", out);
	for (int family = 0; family < VDT_MODEL_FAMILIES; family++) {
		for (size_t i = 0; i < set->ip[family].count; i++) {
			vdt_prefix_format(&set->ip[family].items[i], family, text);
			fputs("    - ", out);
			print_quoted(out, text);
			putc('\n', out);
		}
	}
}

static void print_path(FILE *out, const char *key, const char *path)
{
	if (!*path)
		return;
	fprintf(out, ", %s: ", key);
	print_quoted(out, path);
}

static void print_limit(FILE *out, const char *key, uint32_t value)
{
	if (value)
		fprintf(out, ", %s: %u", key, value);
}

static char unit_of(uint32_t period)
{
	return period == 1 ? 's' : period == 60 ? 'm' : 'h';
}

static void print_service(FILE *out, const struct vdt_model_service *service)
{
	fputs("    - {name: ", out);
	print_name(out, service->name.text);
	fprintf(out, ", %s: %u", service->proto == IPPROTO_TCP ? "tcp" : "udp", service->port);
	print_path(out, "exe", service->exe);
	if (service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY)
		fputs(", loopback: only", out);
	if (service->from.count) {
		fputs(", from: ", out);
		print_names(out, &service->from);
	}
	print_limit(out, "connections", service->connections);
	print_limit(out, "per_source", service->per_source);
	if (service->rate)
		fprintf(out, ", rate: %u/%c", service->rate, unit_of(service->period));
	if (service->flags & VEDETTE_SERVICE_FLAG_ANSWER_ANY)
		fputs(", answers: any", out);
	fputs("}\n", out);
}

static void print_limits(FILE *out, const struct vdt_model_limits *limits)
{
	const struct {
		const char *key;
		uint32_t value;
	} all[] = {
		{"connections", limits->connections},
		{"half_open", limits->half_open},
		{"reserved", limits->reserved},
		{"destinations", limits->destinations},
	};
	const char *before = "  limits: {";

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		if (!all[i].value)
			continue;
		fprintf(out, "%s%s: %u", before, all[i].key, all[i].value);
		before = ", ";
	}
	if (*before == ',')
		fputs("}\n", out);
}

static void print_egress(FILE *out, const struct vdt_model_egress *rule)
{
	fputs("    - {to: ", out);
	if (*rule->dns)
		fprintf(out, "{dns: '%s'}", rule->dns);
	else if (rule->to.count)
		print_names(out, &rule->to);
	else
		fputs("any", out);
	if (rule->proto == IPPROTO_ICMP)
		fputs(", icmp: echo", out);
	else if (rule->port)
		fprintf(out, ", %s: %u", rule->proto == IPPROTO_TCP ? "tcp" : "udp", rule->port);
	else if (rule->proto)
		fprintf(out, ", %s: any", rule->proto == IPPROTO_TCP ? "tcp" : "udp");
	print_path(out, "exe", rule->exe);
	fputs("}\n", out);
}

static void print_paths(FILE *out, const char *key, const struct vdt_model_paths *paths)
{
	if (paths->count)
		fprintf(out, "  %s:\n", key);
	for (size_t i = 0; i < paths->count; i++) {
		fputs("    - ", out);
		print_quoted(out, paths->items[i].text);
		putc('\n', out);
	}
}

static void print_choices(FILE *out, const struct vdt_model *model)
{
	fprintf(out, "  netns: %s\n", vdt_nl_netns_name(model->netns));
	fprintf(out, "  mode: %s\n", vdt_nl_mode_name(model->mode));
	fprintf(out, "  fragments: %s\n", vdt_nl_fragments_name(model->fragments));
	fprintf(out, "  xdp: %s\n",
		model->xdp == VEDETTE_XDP_OFF ? "'off'" : vdt_nl_xdp_name(model->xdp));
}

static void print_network(FILE *out, const struct vdt_model *model)
{
	fputs("network:\n", out);
	print_choices(out, model);
	if (model->deny.count) {
		fputs("  deny: ", out);
		print_names(out, &model->deny);
		putc('\n', out);
	}
	if (model->n_services)
		fputs("  services:\n", out);
	for (size_t i = 0; i < model->n_services; i++)
		print_service(out, &model->services[i]);
	print_limits(out, &model->limits);
	if (model->n_egress)
		fputs("  egress:\n", out);
	for (size_t i = 0; i < model->n_egress; i++)
		print_egress(out, &model->egress[i]);
	print_paths(out, "packet_sockets", &model->packet_sockets);
}

static void print_kinds(FILE *out, const char *key, uint32_t kinds)
{
	const char *before = "";

	fprintf(out, "  %s: [", key);
	for (unsigned int kind = 0; kind < VEDETTE_INTEGRITY_KIND_LOCK; kind++) {
		if (!(kinds & 1u << kind))
			continue;
		fprintf(out, "%s%s", before, vdt_nl_integrity_kind_name(kind));
		before = ", ";
	}
	fputs("]\n", out);
}

static void print_hashes(FILE *out, const struct vdt_model_hashes *hashes)
{
	char text[VDT_HASH_TEXT];

	for (size_t i = 0; i < hashes->count; i++) {
		vdt_hash_format(&hashes->items[i], text);
		fprintf(out, "    - '%s'\n", text);
	}
}

static void print_revoked(FILE *out, const struct vdt_model_integrity *integrity)
{
	char text[VDT_KEY_TEXT];

	if (integrity->revoked.count || integrity->n_keys)
		fputs("  revoked:\n", out);
	print_hashes(out, &integrity->revoked);
	for (size_t i = 0; i < integrity->n_keys; i++) {
		vdt_key_format(&integrity->keys[i], text);
		fprintf(out, "    - '%s'\n", text);
	}
}

static void print_builds(FILE *out, const struct vdt_model_integrity *integrity)
{
	if (integrity->n_builds)
		fputs("  builds:\n", out);
	for (size_t i = 0; i < integrity->n_builds; i++) {
		fputs("    ", out);
		print_name(out, integrity->builds[i].label.text);
		fprintf(out, ": %" PRIu32 "\n", integrity->builds[i].minimum);
	}
}

/* The kinds are always written out: a later version may have more of them. */
static void print_integrity(FILE *out, const struct vdt_model_integrity *integrity)
{
	if (!integrity->enforce && !integrity->log)
		return;
	fprintf(out, "integrity:\n  mode: %s\n", integrity->enforce ? "enforce" : "log");
	print_kinds(out, "kinds", integrity->enforce | integrity->log);
	if (integrity->enforce && integrity->log)
		print_kinds(out, "log", integrity->log);
	print_paths(out, "interpreters", &integrity->interpreters);
	print_paths(out, "jit", &integrity->jit);
	print_paths(out, "data", &integrity->data);
	print_revoked(out, integrity);
	print_builds(out, integrity);
	if (integrity->verity.count)
		fputs("  verity:\n", out);
	print_hashes(out, &integrity->verity);
	print_paths(out, "updater", &integrity->updaters);
}

void vdt_policy_print(const struct vdt_model *model, FILE *out)
{
	fputs("policy: {name: ", out);
	print_name(out, model->name.text);
	fprintf(out, ", version: %" PRIu64 "}\n", model->version);
	if (model->n_sets)
		fputs("sets:\n", out);
	for (size_t i = 0; i < model->n_sets; i++)
		print_set(out, &model->sets[i]);
	print_network(out, model);
	if (model->has_stream) {
		fputs("stream: {encoder: ", out);
		print_quoted(out, model->stream.encoder);
		fprintf(out, ", require: encrypted, viewers: %u}\n", model->stream.viewers);
	}
	print_integrity(out, &model->integrity);
	if (model->lock)
		fprintf(out, "lock: %s\n", vdt_nl_lock_when_name(model->lock));
	vdt_settings_print(model, out);
}
