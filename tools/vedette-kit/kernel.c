// SPDX-License-Identifier: BSD-3-Clause

#include "lib/kshim/core.h"
#include "kmod/eval.h"
#include "kmod/feed.h"
#include "kmod/policy_parse.h"
#include "kmod/prefix_set.h"
#include "kmod/rules.h"

#include "tools/vedette-kit/kernel.h"

#include <stdio.h>

#define SOURCE_PORT 49152 /* the first of the dynamic ports; no rule looks at it */

/* A policy as the module has it in force. */
struct loaded {
	struct vdt_policy *policy;
	struct vdt_rules rules;
};

static void unload(struct loaded *loaded)
{
	vdt_rules_done(&loaded->rules);
	vdt_policy_free(loaded->policy);
}

/* A feed that is not here is an empty one. */
static int make_rules(struct loaded *loaded, char why[VDT_KERNEL_WHY])
{
	static const uint8_t digest[VDT_FEED_DIGEST];
	struct vdt_rules_feed given[VDT_FEEDS_MAX];
	struct vdt_feed feeds[VDT_FEEDS_MAX];
	const char *text = NULL;
	unsigned int n = 0;
	int err;

	for (int i = 0; i < loaded->policy->n_sets; i++) {
		const struct vdt_set *set = &loaded->policy->sets[i];

		if (!set->feed)
			continue;
		feeds[n] = (struct vdt_feed){.name = set->name, .version = set->feed};
		given[n] = (struct vdt_rules_feed){.feed = &feeds[n], .digest = digest};
		n++;
	}
	err = vdt_rules_init(&loaded->rules, loaded->policy, given, n, NULL, &text);
	if (err)
		snprintf(why, VDT_KERNEL_WHY, "%s (errno %d)", text ? text : "no memory", -err);
	return err ? -EINVAL : 0;
}

static int load(const uint8_t *blob, size_t len, struct loaded *ret_loaded,
		char why[VDT_KERNEL_WHY])
{
	struct vdt_fault fault = {0};
	int err = vdt_policy_parse(blob, len, &ret_loaded->policy, &fault);

	if (err) {
		snprintf(why, VDT_KERNEL_WHY, "%s (byte %zu, errno %d)",
			 fault.text ? fault.text : "no memory", fault.offset, -err);
		return -EINVAL;
	}
	err = make_rules(ret_loaded, why);
	if (err)
		vdt_policy_free(ret_loaded->policy);
	return err;
}

int vdt_kernel_check(const uint8_t *blob, size_t len, char why[VDT_KERNEL_WHY])
{
	struct loaded loaded;
	int err = load(blob, len, &loaded, why);

	if (!err)
		unload(&loaded);
	return err;
}

static struct vdt_addr address(const struct vdt_kernel_address *from)
{
	return from->family == VDT_MODEL_IPV4 ? vdt_addr_from_v4(from->bytes)
					      : vdt_addr_from_v6(from->bytes);
}

int vdt_kernel_ask(const uint8_t *blob, size_t len, const struct vdt_kernel_question *question,
		   struct vdt_kernel_answer *ret_answer, char why[VDT_KERNEL_WHY])
{
	struct vdt_packet packet = {
		.src = address(&question->from),
		.dst = address(&question->to),
		.src_port = SOURCE_PORT,
		.dst_port = question->port,
		.proto = question->proto,
		.hop_limit = question->hop_limit,
		.icmp_type = question->icmp_type,
		.ipv6 = question->from.family == VDT_MODEL_IPV6,
		.loopback = question->loopback,
		.syn = question->proto == IPPROTO_TCP,
	};
	struct vdt_verdict verdict;
	struct loaded loaded;
	int err = load(blob, len, &loaded, why);

	if (err)
		return err;
	verdict = vdt_eval_in(&loaded.rules, &packet);
	*ret_answer = (struct vdt_kernel_answer){
		.pass = verdict.pass,
		.reason = verdict.reason,
		.service = verdict.service,
		.sets = vdt_prefix_lookup(loaded.rules.prefixes, &packet.src),
	};
	unload(&loaded);
	return 0;
}
