// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "policy_parse.h"
#include "prefix_set.h"
#include "rules.h"

int vdt_rules_init(struct vdt_rules *rules, const struct vdt_policy *policy, const char **ret_why)
{
	int i, err = 0;

	*ret_why = NULL;
	*rules = (struct vdt_rules){.policy = policy, .prefixes = vdt_prefix_db_new()};
	if (!rules->prefixes)
		return -ENOMEM;
	for (i = 0; !err && i < policy->n_sets; i++)
		err = vdt_prefix_db_add(rules->prefixes, &policy->sets[i].prefixes, ret_why);
	if (err)
		vdt_rules_done(rules);
	return err;
}

void vdt_rules_done(struct vdt_rules *rules)
{
	vdt_prefix_db_free(rules->prefixes);
	*rules = (struct vdt_rules){};
}

size_t vdt_rules_memory(const struct vdt_rules *rules)
{
	return sizeof(*rules->policy) + vdt_prefix_db_memory(rules->prefixes);
}
