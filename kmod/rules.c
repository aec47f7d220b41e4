// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "feed.h"
#include "limits.h"
#include "policy_parse.h"
#include "prefix_build.h"
#include "rules.h"

/* What is known while the rules are made. */
struct maker {
	struct vdt_rules *rules;
	const struct vdt_rules *before;	   /* or NULL */
	struct vdt_prefix_source *sources; /* by set */
	const char *why;
};

static int refuse(struct maker *maker, int err, const char *why)
{
	maker->why = why;
	return err;
}

static int find_feed(const struct vdt_policy *policy, const char *name)
{
	int i;

	for (i = 0; i < policy->n_sets; i++)
		if (policy->sets[i].feed && !strcmp(policy->sets[i].name, name))
			return i;
	return -1;
}

/* The set of this feed in the rules before, or -1. */
static int find_before(const struct maker *maker, const char *name)
{
	return maker->before && maker->before->policy ? find_feed(maker->before->policy, name) : -1;
}

static int take_given(struct maker *maker, const struct vdt_rules_feed *given)
{
	const struct vdt_policy *policy = maker->rules->policy;
	const struct vdt_feed *feed = given->feed;
	int set = find_feed(policy, feed->name), before = find_before(maker, feed->name);
	struct vdt_feed_identity *identity;

	if (set < 0)
		return refuse(maker, -ENOENT, "feed: the policy names no feed of this name");
	identity = &maker->rules->feeds[set];
	if (identity->version)
		return refuse(maker, -EEXIST, "feed: given twice");
	if (feed->version < policy->sets[set].feed)
		return refuse(maker, -ESTALE, "feed version: below what the policy asks for");
	if (before >= 0 && feed->version < maker->before->feeds[before].version)
		return refuse(maker, -ESTALE, "feed version: below the one in force");
	maker->sources[set].packed = feed->prefixes;
	identity->version = feed->version;
	identity->prefixes = (u32)vdt_prefix_source_count(&maker->sources[set]);
	memcpy(identity->digest, given->digest, sizeof(identity->digest));
	return 0;
}

static int take_kept(struct maker *maker, int set)
{
	const struct vdt_set *asked = &maker->rules->policy->sets[set];
	int before = find_before(maker, asked->name);

	if (before < 0)
		return refuse(maker, -ENOENT,
			      "feed: not there yet, hand it over together with the policy");
	if (maker->before->feeds[before].version < asked->feed)
		return refuse(
			maker, -ESTALE,
			"feed: older than the policy asks for, hand over a newer one with it");
	maker->sources[set].db = maker->before->prefixes;
	maker->sources[set].set = (unsigned int)before;
	maker->rules->feeds[set] = maker->before->feeds[before];
	return 0;
}

static int find_sources(struct maker *maker, const struct vdt_rules_feed *feeds, unsigned int n)
{
	const struct vdt_policy *policy = maker->rules->policy;
	unsigned int i;
	int set, err = 0;

	for (i = 0; !err && i < n; i++)
		err = take_given(maker, &feeds[i]);
	for (set = 0; !err && set < policy->n_sets; set++) {
		if (!policy->sets[set].feed)
			maker->sources[set].packed = policy->sets[set].prefixes;
		else if (!maker->rules->feeds[set].version)
			err = take_kept(maker, set);
	}
	return err;
}

int vdt_rules_init(struct vdt_rules *rules, const struct vdt_policy *policy,
		   const struct vdt_rules_feed *feeds, unsigned int n,
		   const struct vdt_rules *before, const char **ret_why)
{
	struct maker maker = {.rules = rules, .before = before};
	int err;

	*ret_why = NULL;
	*rules = (struct vdt_rules){.policy = policy};
	maker.sources = kvcalloc(VDT_SETS_MAX, sizeof(*maker.sources), GFP_KERNEL);
	if (!maker.sources)
		return -ENOMEM;
	err = find_sources(&maker, feeds, n);
	if (!err)
		err = vdt_prefix_db_build(maker.sources, policy->n_sets, VDT_PREFIX_MEMORY_MAX,
					  &rules->prefixes, &maker.why);
	kvfree(maker.sources);
	*ret_why = maker.why;
	return err;
}

void vdt_rules_done(struct vdt_rules *rules)
{
	vdt_prefix_db_free(rules->prefixes);
	rules->prefixes = NULL;
	rules->policy = NULL;
}

size_t vdt_rules_memory(const struct vdt_rules *rules)
{
	return sizeof(*rules->policy) + vdt_prefix_db_memory(rules->prefixes);
}
