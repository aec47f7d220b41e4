// SPDX-License-Identifier: BSD-3-Clause

#include "lib/kshim/core.h"
#include "kmod/eval.h"
#include "kmod/feed.h"
#include "kmod/policy_parse.h"
#include "kmod/prefix_set.h"
#include "kmod/rules.h"

#include "tools/vedette-kit/kernel.h"

#include <stdio.h>

#include "tools/vedette-kit/feed_file.h"

#define EPHEMERAL_PORT 49152 /* the first of the dynamic ports; no rule looks at it */

static const uint8_t no_digest[VDT_FEED_DIGEST]; /* nothing here depends on it */

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

static bool is_given(const struct vdt_kernel_policy *from, const char *name)
{
	for (size_t i = 0; i < from->n_feeds; i++)
		if (!strcmp(from->feeds[i].feed.name, name))
			return true;
	return false;
}

static int make_rules(const struct vdt_kernel_policy *from, struct loaded *loaded,
		      char why[VDT_KERNEL_WHY])
{
	struct vdt_rules_feed given[2 * VDT_FEEDS_MAX];
	struct vdt_feed empty[VDT_FEEDS_MAX];
	unsigned int n = 0, n_empty = 0;
	const char *text = NULL;
	int err;

	for (size_t i = 0; i < from->n_feeds && i < VDT_FEEDS_MAX; i++)
		given[n++] = (struct vdt_rules_feed){&from->feeds[i].feed, no_digest};
	for (int i = 0; i < loaded->policy->n_sets; i++) {
		const struct vdt_set *set = &loaded->policy->sets[i];

		if (!set->feed || is_given(from, set->name))
			continue;
		empty[n_empty] = (struct vdt_feed){.name = set->name, .version = set->feed};
		given[n++] = (struct vdt_rules_feed){&empty[n_empty++], no_digest};
	}
	err = vdt_rules_init(&loaded->rules, loaded->policy, given, n, NULL, &text);
	if (err)
		snprintf(why, VDT_KERNEL_WHY, "%s (errno %d)", text ? text : "no memory", -err);
	return err ? -EINVAL : 0;
}

static int load(const struct vdt_kernel_policy *from, struct loaded *ret_loaded,
		char why[VDT_KERNEL_WHY])
{
	struct vdt_fault fault = {0};
	int err = vdt_policy_parse(from->blob, from->len, &ret_loaded->policy, &fault);

	if (err) {
		snprintf(why, VDT_KERNEL_WHY, "%s (byte %zu, errno %d)",
			 fault.text ? fault.text : "no memory", fault.offset, -err);
		return -EINVAL;
	}
	err = make_rules(from, ret_loaded, why);
	if (err)
		vdt_policy_free(ret_loaded->policy);
	return err;
}

int vdt_kernel_check(const struct vdt_kernel_policy *policy, char why[VDT_KERNEL_WHY])
{
	struct loaded loaded;
	int err = load(policy, &loaded, why);

	if (!err)
		unload(&loaded);
	return err;
}

static struct vdt_addr address(const struct vdt_kernel_address *from)
{
	return from->family == VDT_MODEL_IPV4 ? vdt_addr_from_v4(from->bytes)
					      : vdt_addr_from_v6(from->bytes);
}

/* The egress rules that a name is in. */
static u64 names_of(const struct vdt_policy *policy, const char *dns)
{
	u64 names = 0;

	for (int i = 0; dns && i < policy->n_egress; i++)
		if (policy->egress[i].dns && !strcmp(policy->egress[i].dns, dns))
			names |= BIT_ULL(i);
	return names;
}

static u64 exes_of(const struct vdt_policy *policy, const char *exe)
{
	int index = exe ? vdt_policy_exe(policy, exe) : VDT_NO_EXE;

	return index == VDT_NO_EXE ? 0 : BIT_ULL(index);
}

static struct vdt_packet make_packet(const struct vdt_policy *policy,
				     const struct vdt_kernel_question *q)
{
	return (struct vdt_packet){
		.src = address(&q->from),
		.dst = address(&q->to),
		.src_port = EPHEMERAL_PORT,
		.dst_port = q->port,
		.proto = q->proto,
		.hop_limit = q->hop_limit,
		.icmp_type = q->icmp_type,
		.ipv6 = q->from.family == VDT_MODEL_IPV6,
		.loopback = q->loopback,
		.own_src = q->out,
		.syn = q->proto == IPPROTO_TCP && !q->established,
		.flow = q->established,
		.banned = q->banned,
		.exes = exes_of(policy, q->exe),
		.names = names_of(policy, q->dns),
	};
}

int vdt_kernel_ask(const struct vdt_kernel_policy *policy,
		   const struct vdt_kernel_question *question, struct vdt_kernel_answer *ret_answer,
		   char why[VDT_KERNEL_WHY])
{
	struct vdt_packet packet;
	struct vdt_verdict verdict;
	struct loaded loaded;
	int err = load(policy, &loaded, why);

	if (err)
		return err;
	packet = make_packet(loaded.policy, question);
	verdict = question->out ? vdt_eval_out(&loaded.rules, &packet)
				: vdt_eval_in(&loaded.rules, &packet);
	*ret_answer = (struct vdt_kernel_answer){
		.pass = verdict.pass,
		.observed = loaded.policy->mode == VEDETTE_MODE_OBSERVE,
		.reason = verdict.reason,
		.service = verdict.service,
		.rule = verdict.reason == VEDETTE_REASON_EGRESS_RULE ? verdict.rule : -1,
		.sets = vdt_prefix_lookup(loaded.rules.prefixes,
					  question->out ? &packet.dst : &packet.src),
	};
	unload(&loaded);
	return 0;
}
