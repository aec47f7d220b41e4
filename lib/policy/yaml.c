// SPDX-License-Identifier: BSD-3-Clause

#include "lib/policy/print.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>

#include "lib/policy/prefix.h"

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

static void print_service(FILE *out, const struct vdt_model_service *service)
{
	fputs("    - {name: ", out);
	print_name(out, service->name.text);
	fprintf(out, ", %s: %u", service->proto == IPPROTO_TCP ? "tcp" : "udp", service->port);
	if (*service->exe) {
		fputs(", exe: ", out);
		print_quoted(out, service->exe);
	}
	if (service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY)
		fputs(", loopback: only", out);
	if (service->from.count) {
		fputs(", from: ", out);
		print_names(out, &service->from);
	}
	fputs("}\n", out);
}

static void print_network(FILE *out, const struct vdt_model *model)
{
	fprintf(out, "network:\n  netns: %s\n", model->netns == VEDETTE_NETNS_ALL ? "all" : "init");
	if (model->deny.count) {
		fputs("  deny: ", out);
		print_names(out, &model->deny);
		putc('\n', out);
	}
	if (model->n_services)
		fputs("  services:\n", out);
	for (size_t i = 0; i < model->n_services; i++)
		print_service(out, &model->services[i]);
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
}
