// SPDX-License-Identifier: BSD-3-Clause
#include "lib/kshim/core.h"
#include "kmod/policy_parse.h"

#include "lib/nl/client.h"
#include "lib/nl/integrity.h"
#include "tools/vedette/warm_up.h"

struct tally {
	uint32_t enforce; /* bits of enum vedette_integrity_kind */
	unsigned int count;
};

static void add(const struct vdt_nl_denial *denial, void *ctx)
{
	struct tally *tally = ctx;

	if (denial->observed && tally->enforce & 1u << denial->kind)
		tally->count++;
}

int vdt_warm_up_count(struct vdt_nl *nl, const void *blob, size_t len, unsigned int *ret_count)
{
	struct vdt_policy *policy;
	struct vdt_fault fault;
	struct tally tally = {0};
	int err = 0;

	if (!vdt_policy_parse(blob, len, &policy, &fault)) {
		tally.enforce = policy->integrity.enforce;
		vdt_policy_free(policy);
		err = tally.enforce ? vdt_nl_denials(nl, add, &tally) : 0;
	}
	*ret_count = tally.count;
	return err;
}
