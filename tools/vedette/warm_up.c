// SPDX-License-Identifier: BSD-3-Clause
#include "lib/kshim/core.h"
#include "kmod/policy_parse.h"

#include "lib/nl/client.h"
#include "lib/nl/integrity.h"
#include "tools/vedette/warm_up.h"

struct tally {
	uint32_t kinds; /* bits of enum vedette_integrity_kind */
	unsigned int count;
};

static void add(const struct vdt_nl_denial *denial, void *ctx)
{
	struct tally *tally = ctx;

	if (denial->observed && tally->kinds & 1u << denial->kind)
		tally->count++;
}

static uint32_t kinds_enforced(const void *blob, size_t len)
{
	struct vdt_policy *policy;
	struct vdt_fault fault;
	uint32_t kinds;

	if (vdt_policy_parse(blob, len, &policy, &fault))
		return 0;
	kinds = policy->integrity.enforce;
	vdt_policy_free(policy);
	return kinds;
}

int vdt_warm_up(struct vdt_nl *nl, const void *blob, size_t len, struct vdt_warm_up *ret_warm_up)
{
	struct tally tally = {.kinds = kinds_enforced(blob, len)};
	struct vdt_nl_integrity state;
	int err;

	*ret_warm_up = (struct vdt_warm_up){0};
	if (!tally.kinds)
		return 0;
	err = vdt_nl_integrity(nl, &state);
	if (err)
		return err;
	/* What is enforced already was refused, not observed, since it is. */
	tally.kinds &= ~state.enforce;
	if (!tally.kinds)
		return 0;
	err = vdt_nl_denials(nl, add, &tally);
	ret_warm_up->denials = tally.count;
	ret_warm_up->forgotten = state.forgotten;
	return err;
}
