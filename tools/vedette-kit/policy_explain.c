// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit policy explain */

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lib/nl/names.h"
#include "lib/policy/prefix.h"
#include "tools/vedette-kit/commands.h"
#include "tools/vedette-kit/json.h"
#include "tools/vedette-kit/kernel.h"
#include "tools/vedette-kit/number.h"
#include "tools/vedette-kit/policy_file.h"
#include "tools/vedette-kit/prefix_text.h"

#define DEFAULT_HOP_LIMIT 255 /* what a neighbour's discovery arrives with */
#define SENTENCE	  256

/* What of the policy made the difference; parts that had no say are NULL. */
struct cause {
	const struct vdt_model_service *service;
	const struct vdt_model_egress *rule;
	const struct vdt_model_set *set;
	const struct vdt_model_prefix *prefix;
	enum vdt_model_family family;
};

static int read_address(const char *option, const char *text, struct vdt_kernel_address *ret)
{
	struct vdt_model_mark nowhere = {0};
	struct vdt_model_prefix prefix;
	struct vdt_model_error error;

	if (strchr(text, '/') || vdt_prefix_parse(text, &nowhere, &prefix, &ret->family, &error))
		return vdt_kit_fail(KIT_USAGE, "--%s %s; expected an IPv4 or IPv6 address", option,
				    text);
	memcpy(ret->bytes, prefix.address, sizeof(ret->bytes));
	return KIT_DONE;
}

static bool is_loopback(const struct vdt_kernel_address *address)
{
	if (address->family == VDT_MODEL_IPV4)
		return address->bytes[0] == 127;
	return !memcmp(address->bytes, &in6addr_loopback, sizeof(address->bytes));
}

/*
 * The end that is not the camera must be given. For the camera's own any address does, but one of
 * the same kind.
 */
static int read_addresses(const struct kit_args *args, struct vdt_kernel_question *q)
{
	const char *other_name = q->out ? "to" : "from", *own_name = q->out ? "from" : "to";
	struct vdt_kernel_address *other = q->out ? &q->to : &q->from;
	struct vdt_kernel_address *own = q->out ? &q->from : &q->to;
	const char *own_text = vdt_kit_option(args, own_name);
	int code;

	if (!vdt_kit_option(args, other_name))
		return vdt_kit_fail(KIT_USAGE, "--%s is missing", other_name);
	code = read_address(other_name, vdt_kit_option(args, other_name), other);
	if (code)
		return code;
	*own = *other;
	if (!is_loopback(other))
		memset(own->bytes, 0, sizeof(own->bytes));
	if (own_text)
		code = read_address(own_name, own_text, own);
	if (!code && q->from.family != q->to.family)
		return vdt_kit_fail(KIT_USAGE, "--from and --to are of different IP versions");
	q->loopback = is_loopback(&q->from) && is_loopback(&q->to);
	return code;
}

static const struct {
	const char *option;
	uint8_t proto;
	unsigned int min, max;
} protocols[] = {
	{"tcp", IPPROTO_TCP, 1, UINT16_MAX},
	{"udp", IPPROTO_UDP, 1, UINT16_MAX},
	{"icmp", IPPROTO_ICMP, 0, UINT8_MAX},
	{"icmpv6", IPPROTO_ICMPV6, 0, UINT8_MAX},
};

/* Exactly one of the protocols. */
static int read_protocol(const struct kit_args *args, struct vdt_kernel_question *q)
{
	bool has_port;

	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++) {
		const char *text = vdt_kit_option(args, protocols[i].option);
		uint64_t number;

		if (!text)
			continue;
		if (q->proto)
			return vdt_kit_fail(KIT_USAGE,
					    "choose one of --tcp, --udp, --icmp, --icmpv6");
		if (vdt_number_parse(text, protocols[i].min, protocols[i].max, &number))
			return vdt_kit_fail(KIT_USAGE, "--%s %s; expected %u to %u",
					    protocols[i].option, text, protocols[i].min,
					    protocols[i].max);
		q->proto = protocols[i].proto;
		has_port = q->proto == IPPROTO_TCP || q->proto == IPPROTO_UDP;
		q->port = has_port ? (uint16_t)number : 0;
		q->icmp_type = has_port ? 0 : (uint8_t)number;
	}
	if (!q->proto)
		return vdt_kit_fail(KIT_USAGE, "--tcp, --udp, --icmp or --icmpv6 is missing");
	if (q->proto == IPPROTO_ICMPV6 && q->from.family != VDT_MODEL_IPV6)
		return vdt_kit_fail(KIT_USAGE, "--icmpv6 needs IPv6 addresses");
	if (q->proto == IPPROTO_ICMP && q->from.family != VDT_MODEL_IPV4)
		return vdt_kit_fail(KIT_USAGE, "--icmp needs IPv4 addresses");
	return KIT_DONE;
}

/* What the camera knows of the packet. */
static int read_facts(const struct kit_args *args, struct vdt_kernel_question *q)
{
	q->banned = vdt_kit_option(args, "banned");
	q->established = vdt_kit_option(args, "established");
	q->exe = vdt_kit_option(args, "exe");
	q->dns = vdt_kit_option(args, "dns");
	if (q->out && q->banned)
		return vdt_kit_fail(KIT_USAGE, "--banned is of packets that come in, not --out");
	if (!q->out && (q->exe || q->dns))
		return vdt_kit_fail(KIT_USAGE, "--exe and --dns are of packets that go --out");
	return KIT_DONE;
}

static int read_question(const struct kit_args *args, struct vdt_kernel_question *q)
{
	const char *expect = vdt_kit_option(args, "expect");
	const char *hops = vdt_kit_option(args, "hop-limit");
	uint64_t hop_limit = DEFAULT_HOP_LIMIT;
	int code;

	q->out = vdt_kit_option(args, "out");
	code = read_addresses(args, q);
	if (!code)
		code = read_protocol(args, q);
	if (!code)
		code = read_facts(args, q);
	if (code)
		return code;
	if (hops && vdt_number_parse(hops, 0, UINT8_MAX, &hop_limit))
		return vdt_kit_fail(KIT_USAGE, "--hop-limit %s; expected 0 to 255", hops);
	if (expect && strcmp(expect, "pass") && strcmp(expect, "drop"))
		return vdt_kit_fail(KIT_USAGE, "--expect %s; expected pass or drop", expect);
	q->hop_limit = (uint8_t)hop_limit;
	return KIT_DONE;
}

static bool covers(const struct vdt_model_prefix *prefix, const struct vdt_kernel_address *address)
{
	struct vdt_model_prefix masked = {.length = prefix->length};

	memcpy(masked.address, address->bytes, sizeof(masked.address));
	vdt_prefix_mask(&masked, address->family);
	return !vdt_prefix_compare(&masked, prefix);
}

/* The first of @names that the kernel found the address in, and the prefix that is why. */
static void find_set(const struct vdt_model *model, const struct vdt_model_names *names,
		     const struct vdt_kernel_address *address, uint64_t sets, struct cause *cause)
{
	for (size_t i = 0; !cause->set && i < names->count; i++) {
		const struct vdt_model_set *set = vdt_model_find_set(model, names->items[i].text);

		if (sets & 1ull << (set - model->sets))
			cause->set = set;
	}
	if (!cause->set)
		return;
	cause->family = address->family;
	for (size_t i = 0; i < cause->set->ip[cause->family].count; i++)
		if (covers(&cause->set->ip[cause->family].items[i], address))
			cause->prefix = &cause->set->ip[cause->family].items[i];
}

static struct cause find_cause(const struct vdt_model *model, const struct vdt_kernel_question *q,
			       const struct vdt_kernel_answer *answer)
{
	struct cause cause = {0};

	if (answer->service >= 0)
		cause.service = &model->services[answer->service];
	if (answer->rule >= 0)
		cause.rule = &model->egress[answer->rule];
	if (answer->reason == VEDETTE_REASON_DENY_SET)
		find_set(model, &model->deny, &q->from, answer->sets, &cause);
	else if (answer->reason == VEDETTE_REASON_SERVICE)
		find_set(model, &cause.service->from, &q->from, answer->sets, &cause);
	else if (cause.rule)
		find_set(model, &cause.rule->to, &q->to, answer->sets, &cause);
	return cause;
}

static void print_line(const struct vdt_model_mark *at, const char *what, const char *name)
{
	fputs("  ", stdout);
	if (at->line)
		printf("%s:%u: ", at->file, at->line);
	printf("%s%s%s\n", what, *name ? " " : "", name);
}

static void print_set(const struct cause *cause)
{
	char prefix[VDT_PREFIX_TEXT], text[SENTENCE];

	if (!cause->prefix) {
		print_line(&cause->set->name.at, cause->set->feed ? "feed" : "set",
			   cause->set->name.text);
		return;
	}
	vdt_prefix_format(cause->prefix, cause->family, prefix);
	snprintf(text, sizeof(text), "%s of set %s", prefix, cause->set->name.text);
	print_line(&cause->prefix->at, "prefix", text);
}

static void print_answer(const struct vdt_model *model, const struct vdt_kernel_answer *answer,
			 const struct cause *cause)
{
	char number[24];

	puts(vdt_nl_reason_text(answer->reason));
	if (cause->service)
		print_line(&cause->service->name.at, "service", cause->service->name.text);
	if (cause->rule) {
		snprintf(number, sizeof(number), "%zu", (size_t)(cause->rule - model->egress) + 1);
		print_line(&cause->rule->at, "egress rule", number);
	}
	if (cause->set)
		print_set(cause);
	if (answer->observed && !answer->pass)
		puts("  the mode is observe: it passes, and leaves an event");
}

static void add_place(json_t *object, const char *key, const struct vdt_model_mark *at)
{
	if (at->line)
		json_object_set_new(object, key,
				    json_sprintf("%s:%u:%u", at->file, at->line, at->column));
}

static json_t *answer_json(const struct vdt_model *model, const struct vdt_kernel_answer *answer,
			   const struct cause *cause)
{
	json_t *object = json_pack("{s:s, s:s}", "verdict", answer->pass ? "pass" : "drop",
				   "reason", vdt_nl_reason_name(answer->reason));
	char prefix[VDT_PREFIX_TEXT];

	if (answer->observed && !answer->pass)
		json_object_set_new(object, "observed", json_true());
	if (cause->service) {
		json_object_set_new(object, "service", json_string(cause->service->name.text));
		add_place(object, "service_at", &cause->service->name.at);
	}
	if (cause->rule) {
		json_object_set_new(object, "rule", json_integer(cause->rule - model->egress + 1));
		add_place(object, "rule_at", &cause->rule->at);
	}
	if (cause->set)
		json_object_set_new(object, "set", json_string(cause->set->name.text));
	if (cause->prefix) {
		vdt_prefix_format(cause->prefix, cause->family, prefix);
		json_object_set_new(object, "prefix", json_string(prefix));
		add_place(object, "prefix_at", &cause->prefix->at);
	}
	return object;
}

/* Without its prefixes a set answers for nobody, which may not be what the camera will do. */
static void warn_of_feeds(const struct vdt_policy_file *file)
{
	for (size_t i = 0; i < file->model.n_sets; i++) {
		const struct vdt_model_set *set = &file->model.sets[i];
		bool known = !set->feed;

		for (size_t k = 0; k < file->n_feeds; k++)
			known |= !strcmp(file->feeds[k].feed.name, set->name.text);
		if (!known)
			fprintf(stderr,
				"vedette-kit: feed '%s' is not here and taken as empty; "
				"give it with --feed FILE\n",
				set->name.text);
	}
}

static int answer(const struct kit_args *args, const struct vdt_policy_file *file,
		  const struct vdt_kernel_question *q)
{
	struct vdt_kernel_policy policy = vdt_policy_file_kernel(file);
	const char *expect = vdt_kit_option(args, "expect");
	struct vdt_kernel_answer answer;
	struct cause cause;
	char why[VDT_KERNEL_WHY];
	int code = KIT_DONE;

	warn_of_feeds(file);
	if (vdt_kernel_ask(&policy, q, &answer, why))
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", args->operands[0], why);
	cause = find_cause(&file->model, q, &answer);
	if (vdt_kit_option(args, "json"))
		code = vdt_kit_json(answer_json(&file->model, &answer, &cause));
	else
		print_answer(&file->model, &answer, &cause);
	return expect && answer.pass != !strcmp(expect, "pass") ? KIT_REFUSED : code;
}

static int explain(const struct kit_args *args)
{
	struct vdt_kernel_question question = {0};
	struct vdt_policy_file file;
	const char *feed;
	size_t next = 0;
	int code = read_question(args, &question);

	if (!code)
		code = vdt_policy_file_read(args->operands[0], &file);
	if (code)
		return code;
	while (!code && (feed = vdt_kit_each(args, "feed", &next)))
		code = vdt_policy_file_add_feed(&file, feed);
	if (!code)
		code = answer(args, &file, &question);
	vdt_policy_file_done(&file);
	return code;
}

static const struct kit_option options[] = {
	{"from", 0, "ADDR", "source address", KIT_OPTIONAL},
	{"to", 0, "ADDR", "destination address", KIT_OPTIONAL},
	{"out", 0, NULL, "the camera sends it by itself", KIT_OPTIONAL},
	{"tcp", 0, "PORT", "a SYN to this port", KIT_OPTIONAL},
	{"udp", 0, "PORT", "a datagram to this port", KIT_OPTIONAL},
	{"icmp", 0, "TYPE", "an ICMP message of this type; 8 is an echo request", KIT_OPTIONAL},
	{"icmpv6", 0, "TYPE", "an ICMPv6 message of this type", KIT_OPTIONAL},
	{"hop-limit", 0, "N", "hop limit on arrival; 255 unless given", KIT_OPTIONAL},
	{"established", 0, NULL, "not the first packet", KIT_OPTIONAL},
	{"banned", 0, NULL, "the source is banned", KIT_OPTIONAL},
	{"exe", 0, "PATH", "with --out, who sends it", KIT_OPTIONAL},
	{"dns", 0, "NAME", "with --out, the name that --to was the answer for", KIT_OPTIONAL},
	{"feed", 0, "FILE", "a feed of the policy; may be given again", KIT_OPTIONAL},
	{"expect", 0, "pass|drop", "exit with 1 if the camera would do otherwise", KIT_OPTIONAL},
	{"json", 0, NULL, "print JSON", KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_policy_explain = {
	.group = "policy",
	.verb = "explain",
	.operands = "FILE",
	.n_operands = 1,
	.summary = "Tell what a camera does with the first packet of a connection, and why",
	.options = options,
	.run = explain,
};
