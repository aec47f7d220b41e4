// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit policy propose */

#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/nl/names.h"
#include "lib/policy/prefix.h"
#include "tools/vedette-kit/commands.h"
#include "tools/vedette-kit/json.h"
#include "tools/vedette-kit/observed.h"

/* As a set is called, and as JSON and people call it. */
struct label {
	char set[VDT_MODEL_NAME_ROOM], words[24];
};

static struct label label_of(const struct vdt_observed *observed,
			     const struct vdt_observed_flow *flow)
{
	const char *proto = flow->proto == IPPROTO_TCP	 ? "tcp"
			    : flow->proto == IPPROTO_UDP ? "udp"
							 : "ip";
	unsigned int port = flow->port ? flow->port : flow->proto;
	unsigned int same = 0;
	struct label label;

	/* Flows that differ in the executable or the reason only. */
	for (const struct vdt_observed_flow *f = observed->flows; f < flow; f++)
		same += f->out == flow->out && f->proto == flow->proto && f->port == flow->port;
	snprintf(label.words, sizeof(label.words), "%s %u", proto, port);
	snprintf(label.set, sizeof(label.set), same ? "%s-%s-%u-%u" : "%s-%s-%u",
		 flow->out ? "to" : "from", proto, port, same + 1);
	return label;
}

static size_t count_hosts(const struct vdt_observed_flow *flow)
{
	return flow->hosts[VDT_MODEL_IPV4].count + flow->hosts[VDT_MODEL_IPV6].count;
}

static void print_hosts(const struct vdt_observed_flow *flow)
{
	const char *before = "[";
	char text[VDT_PREFIX_TEXT];

	for (int family = 0; family < VDT_MODEL_FAMILIES; family++) {
		for (size_t i = 0; i < flow->hosts[family].count; i++) {
			vdt_prefix_format(&flow->hosts[family].items[i], family, text);
			printf("%s'%s'", before, text);
			before = ", ";
		}
	}
	puts("]");
}

/* From everybody or to everybody is for people to decide; a port has one service. */
static bool is_service(const struct vdt_observed_flow *flow)
{
	return vdt_observed_wants_rule(flow) && !flow->crowd && !flow->out &&
	       flow->reason != VEDETTE_REASON_SOURCE;
}

static bool is_rule(const struct vdt_observed_flow *flow)
{
	return vdt_observed_wants_rule(flow) && !flow->crowd && flow->out;
}

static bool is_set(const struct vdt_observed_flow *flow)
{
	return vdt_observed_wants_rule(flow) && !flow->crowd;
}

static void print_packets(const struct vdt_observed_flow *flow, const struct label *label)
{
	printf("%s, %" PRIu64 " packets %s %s%zu hosts", label->words, flow->packets,
	       flow->out ? "to" : "from", flow->crowd ? "more than " : "", count_hosts(flow));
}

static void print_service(const struct vdt_observed_flow *flow, const struct label *label)
{
	const char *proto = flow->proto == IPPROTO_TCP ? "tcp" : "udp";

	fputs("    # ", stdout);
	print_packets(flow, label);
	printf("\n    - {name: %s-%u, %s: %u, from: [%s]}\n", proto, flow->port, proto, flow->port,
	       label->set);
}

static void print_rule(const struct vdt_observed_flow *flow, const struct label *label)
{
	fputs("    # ", stdout);
	print_packets(flow, label);
	printf("\n    - {to: [%s], %s: %u", label->set, flow->proto == IPPROTO_TCP ? "tcp" : "udp",
	       flow->port);
	/* Nothing else that a path may have would end a quoted text. */
	if (*flow->exe && !strchr(flow->exe, '\''))
		printf(", exe: '%s'", flow->exe);
	puts("}");
}

typedef void print_fn(const struct vdt_observed_flow *flow, const struct label *label);

static void print_set(const struct vdt_observed_flow *flow, const struct label *label)
{
	printf("  %s: ", label->set);
	print_hosts(flow);
}

static void print_flows(const struct vdt_observed *observed, const char *head,
			bool (*is_wanted)(const struct vdt_observed_flow *flow), print_fn *print)
{
	for (size_t i = 0; i < observed->n_flows; i++) {
		const struct vdt_observed_flow *flow = &observed->flows[i];
		struct label label = label_of(observed, flow);

		if (!is_wanted(flow))
			continue;
		fputs(head, stdout);
		head = "";
		print(flow, &label);
	}
}

/* What is left to people. */
static void print_rest(const struct vdt_observed *observed)
{
	for (size_t i = 0; i < observed->n_flows; i++) {
		const struct vdt_observed_flow *flow = &observed->flows[i];
		struct label label = label_of(observed, flow);

		if (is_service(flow) || is_rule(flow))
			continue;
		fputs("# ", stdout);
		print_packets(flow, &label);
		if (flow->crowd)
			puts(": who should be allowed? make a set of them");
		else if (is_set(flow))
			printf(": add %s to the from of the service there\n", label.set);
		else
			printf(": no rule for it (%s)\n", vdt_nl_reason_text(flow->reason));
	}
	if (observed->beyond)
		printf("# and %" PRIu64 " packets to more ports than are counted here\n",
		       observed->beyond);
}

static void print_proposal(const struct vdt_observed *observed)
{
	bool has_service = false;

	for (size_t i = 0; i < observed->n_flows; i++)
		has_service |= is_service(&observed->flows[i]);
	printf("# From %" PRIu64 " events, %" PRIu64
	       " packets, that only were observed. Read every "
	       "line before it goes into a\n# policy: whoever reached the camera then wrote it.\n",
	       observed->events, observed->packets);
	print_rest(observed);
	print_flows(observed, "sets:\n", is_set, print_set);
	print_flows(observed, "network:\n  services:\n", is_service, print_service);
	print_flows(observed, has_service ? "  egress:\n" : "network:\n  egress:\n", is_rule,
		    print_rule);
}

static json_t *hosts_json(const struct vdt_observed_flow *flow)
{
	json_t *list = json_array();
	char text[VDT_PREFIX_TEXT];

	for (int family = 0; family < VDT_MODEL_FAMILIES; family++) {
		for (size_t i = 0; i < flow->hosts[family].count; i++) {
			vdt_prefix_format(&flow->hosts[family].items[i], family, text);
			json_array_append_new(list, json_string(text));
		}
	}
	return list;
}

static json_t *observed_json(const struct vdt_observed *observed)
{
	json_t *flows = json_array();

	for (size_t i = 0; i < observed->n_flows; i++) {
		const struct vdt_observed_flow *flow = &observed->flows[i];
		json_array_append_new(
			flows,
			json_pack("{s:s, s:i, s:i, s:s, s:I, s:s*, s:b, s:b, s:o}", "direction",
				  flow->out ? "out" : "in", "proto", flow->proto, "port",
				  flow->port, "reason", vdt_nl_reason_name(flow->reason), "packets",
				  (json_int_t)flow->packets, "exe", *flow->exe ? flow->exe : NULL,
				  "proposed", is_set(flow), "crowd", flow->crowd, "hosts",
				  hosts_json(flow)));
	}
	return json_pack("{s:I, s:I, s:I, s:o}", "events", (json_int_t)observed->events, "packets",
			 (json_int_t)observed->packets, "beyond", (json_int_t)observed->beyond,
			 "flows", flows);
}

static int read_events(FILE *in, const char *path, struct vdt_observed *observed)
{
	_cleanup_free_ char *line = NULL;
	size_t room = 0, number = 0;
	ssize_t len;

	while ((len = getline(&line, &room, in)) > 0) {
		json_t *event = json_loadb(line, (size_t)len, JSON_REJECT_DUPLICATES, NULL);
		int err = vdt_observed_add(observed, event);

		json_decref(event);
		number++;
		if (err)
			return vdt_kit_fail(KIT_REFUSED, "%s:%zu: %s", path, number,
					    err == -EINVAL ? "no line of vedette events --json"
							   : strerror(-err));
	}
	return ferror(in) ? vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(errno)) : KIT_DONE;
}

static int propose(const struct kit_args *args)
{
	const char *path = args->operands[0];
	bool is_stdin = !strcmp(path, "-");
	FILE *in = is_stdin ? stdin : fopen(path, "re");
	struct vdt_observed observed = {0};
	int code;

	if (!in)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(errno));
	code = read_events(in, path, &observed);
	if (!is_stdin)
		fclose(in);
	if (!code && vdt_kit_option(args, "json"))
		code = vdt_kit_json(observed_json(&observed));
	else if (!code)
		print_proposal(&observed);
	vdt_observed_done(&observed);
	return code;
}

static const struct kit_option options[] = {
	{"json", 0, NULL, "print JSON", KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_policy_propose = {
	.group = "policy",
	.verb = "propose",
	.operands = "EVENTS",
	.n_operands = 1,
	.summary = "Propose rules for what a camera only observed (vedette events --json)",
	.options = options,
	.run = propose,
};
