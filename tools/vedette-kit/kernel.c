// SPDX-License-Identifier: BSD-3-Clause

#include "lib/kshim/core.h"
#include "kmod/eval.h"
#include "kmod/policy_parse.h"

#include "tools/vedette-kit/kernel.h"

#include <stdio.h>

#define SOURCE_PORT 49152 /* the first of the dynamic ports; no rule looks at it */

static int parse(const uint8_t *blob, size_t len, struct vdt_policy **ret_policy,
		 char why[VDT_KERNEL_WHY])
{
	struct vdt_fault fault = {0};
	int err = vdt_policy_parse(blob, len, ret_policy, &fault);

	if (!err)
		return 0;
	snprintf(why, VDT_KERNEL_WHY, "%s (byte %zu, errno %d)",
		 fault.text ? fault.text : "no memory", fault.offset, -err);
	return -EINVAL;
}

int vdt_kernel_check(const uint8_t *blob, size_t len, char why[VDT_KERNEL_WHY])
{
	struct vdt_policy *policy = NULL;
	int err = parse(blob, len, &policy, why);

	vdt_policy_free(policy);
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
	struct vdt_policy *policy = NULL;
	struct vdt_verdict verdict;
	int err = parse(blob, len, &policy, why);

	if (err)
		return err;
	verdict = vdt_eval(policy, &packet);
	*ret_answer = (struct vdt_kernel_answer){
		.pass = verdict.pass,
		.reason = verdict.reason,
		.service = verdict.service,
		.sets = vdt_prefix_lookup(policy->prefixes, &packet.src),
	};
	vdt_policy_free(policy);
	return 0;
}
