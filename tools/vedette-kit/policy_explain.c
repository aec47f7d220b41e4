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

static int read_addresses(const struct kit_args *args, struct vdt_kernel_question *q)
{
	const char *to = vdt_kit_option(args, "to");
	int code = read_address("from", vdt_kit_option(args, "from"), &q->from);

	if (code)
		return code;
	q->to = q->from; /* any address of the device does, but one of the same kind */
	if (!is_loopback(&q->from))
		memset(q->to.bytes, 0, sizeof(q->to.bytes));
	if (to)
		code = read_address("to", to, &q->to);
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
	{"icmpv6", IPPROTO_ICMPV6, 0, UINT8_MAX},
};

/* Exactly one of the protocols. */
static int read_protocol(const struct kit_args *args, struct vdt_kernel_question *q)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++) {
		const char *text = vdt_kit_option(args, protocols[i].option);
		uint64_t number;

		if (!text)
			continue;
		if (q->proto)
			return vdt_kit_fail(KIT_USAGE, "choose one of --tcp, --udp, --icmpv6");
		if (vdt_number_parse(text, protocols[i].min, protocols[i].max, &number))
			return vdt_kit_fail(KIT_USAGE, "--%s %s; expected %u to %u",
					    protocols[i].option, text, protocols[i].min,
					    protocols[i].max);
		q->proto = protocols[i].proto;
		q->port = q->proto == IPPROTO_ICMPV6 ? 0 : (uint16_t)number;
		q->icmp_type = q->proto == IPPROTO_ICMPV6 ? (uint8_t)number : 0;
	}
	if (!q->proto)
		return vdt_kit_fail(KIT_USAGE, "--tcp, --udp or --icmpv6 is missing");
	if (q->proto == IPPROTO_ICMPV6 && q->from.family != VDT_MODEL_IPV6)
		return vdt_kit_fail(KIT_USAGE, "--icmpv6 needs an IPv6 address in --from");
	return KIT_DONE;
}

static int read_question(const struct kit_args *args, struct vdt_kernel_question *q)
{
	const char *expect = vdt_kit_option(args, "expect");
	const char *hops = vdt_kit_option(args, "hop-limit");
	uint64_t hop_limit = DEFAULT_HOP_LIMIT;
	int code = read_addresses(args, q);

	if (!code)
		code = read_protocol(args, q);
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

/* The first of @names that the kernel found the source in, and the prefix that is why. */
static void find_set(const struct vdt_model *model, const struct vdt_model_names *names,
		     const struct vdt_kernel_question *q, uint64_t sets, struct cause *cause)
{
	for (size_t i = 0; !cause->set && i < names->count; i++) {
		const struct vdt_model_set *set = vdt_model_find_set(model, names->items[i].text);

		if (sets & 1ull << (set - model->sets))
			cause->set = set;
	}
	if (!cause->set)
		return;
	cause->family = q->from.family;
	for (size_t i = 0; i < cause->set->ip[cause->family].count; i++)
		if (covers(&cause->set->ip[cause->family].items[i], &q->from))
			cause->prefix = &cause->set->ip[cause->family].items[i];
}

static struct cause find_cause(const struct vdt_model *model, const struct vdt_kernel_question *q,
			       const struct vdt_kernel_answer *answer)
{
	struct cause cause = {0};

	if (answer->service >= 0)
		cause.service = &model->services[answer->service];
	if (answer->reason == VEDETTE_REASON_DENY_SET)
		find_set(model, &model->deny, q, answer->sets, &cause);
	else if (answer->reason == VEDETTE_REASON_SERVICE)
		find_set(model, &cause.service->from, q, answer->sets, &cause);
	return cause;
}

static void print_line(const struct vdt_model_mark *at, const char *what, const char *name)
{
	if (at->line)
		printf("  %s:%u: %s %s\n", at->file, at->line, what, name);
	else
		printf("  %s %s\n", what, name);
}

static void print_answer(const struct vdt_kernel_answer *answer, const struct cause *cause)
{
	char prefix[VDT_PREFIX_TEXT], text[SENTENCE];

	puts(vdt_nl_reason_text(answer->reason));
	if (cause->service)
		print_line(&cause->service->name.at, "service", cause->service->name.text);
	if (!cause->prefix)
		return;
	vdt_prefix_format(cause->prefix, cause->family, prefix);
	snprintf(text, sizeof(text), "%s of set %s", prefix, cause->set->name.text);
	print_line(&cause->prefix->at, "prefix", text);
}

static void add_place(json_t *object, const char *key, const struct vdt_model_mark *at)
{
	if (at->line)
		json_object_set_new(object, key,
				    json_sprintf("%s:%u:%u", at->file, at->line, at->column));
}

static json_t *answer_json(const struct vdt_kernel_answer *answer, const struct cause *cause)
{
	json_t *object = json_pack("{s:s, s:s}", "verdict", answer->pass ? "pass" : "drop",
				   "reason", vdt_nl_reason_name(answer->reason));
	char prefix[VDT_PREFIX_TEXT];

	if (cause->service) {
		json_object_set_new(object, "service", json_string(cause->service->name.text));
		add_place(object, "service_at", &cause->service->name.at);
	}
	if (cause->prefix) {
		vdt_prefix_format(cause->prefix, cause->family, prefix);
		json_object_set_new(object, "set", json_string(cause->set->name.text));
		json_object_set_new(object, "prefix", json_string(prefix));
		add_place(object, "prefix_at", &cause->prefix->at);
	}
	return object;
}

static int answer(const struct kit_args *args, const struct vdt_policy_file *file,
		  const struct vdt_kernel_question *q)
{
	const char *expect = vdt_kit_option(args, "expect");
	struct vdt_kernel_answer answer;
	struct cause cause;
	char why[VDT_KERNEL_WHY];
	int code = KIT_DONE;

	if (vdt_kernel_ask(file->blob, file->blob_len, q, &answer, why))
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", args->operands[0], why);
	cause = find_cause(&file->model, q, &answer);
	if (vdt_kit_option(args, "json"))
		code = vdt_kit_json(answer_json(&answer, &cause));
	else
		print_answer(&answer, &cause);
	return expect && answer.pass != !strcmp(expect, "pass") ? KIT_REFUSED : code;
}

static int explain(const struct kit_args *args)
{
	struct vdt_kernel_question question = {0};
	struct vdt_policy_file file;
	int code = read_question(args, &question);

	if (!code)
		code = vdt_policy_file_read(args->operands[0], &file);
	if (code)
		return code;
	code = answer(args, &file, &question);
	vdt_policy_file_done(&file);
	return code;
}

static const struct kit_option options[] = {
	{"from", 0, "ADDR", "source address", KIT_NEEDED},
	{"to", 0, "ADDR", "address of the camera", KIT_OPTIONAL},
	{"tcp", 0, "PORT", "a SYN to this port", KIT_OPTIONAL},
	{"udp", 0, "PORT", "a datagram to this port", KIT_OPTIONAL},
	{"icmpv6", 0, "TYPE", "an ICMPv6 message of this type", KIT_OPTIONAL},
	{"hop-limit", 0, "N", "hop limit on arrival; 255 unless given", KIT_OPTIONAL},
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
