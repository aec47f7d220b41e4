// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "policy_part.h"

static int find_set(const struct vdt_policy *policy, const char *name)
{
	int i;

	for (i = 0; i < policy->n_sets; i++)
		if (!strcmp(policy->sets[i].name, name))
			return i;
	return -1;
}

static int count_feeds(const struct vdt_policy *policy)
{
	int i, n = 0;

	for (i = 0; i < policy->n_sets; i++)
		n += policy->sets[i].feed != 0;
	return n;
}

static int read_feed(struct vdt_parser *p, const struct vdt_level *level, u64 *ret_feed)
{
	const struct nlattr *attr = level->attr[VEDETTE_A_PREFIXES_FEED];

	if (!attr)
		return 0;
	if (level->attr[VEDETTE_A_PREFIXES_IPV4] || level->attr[VEDETTE_A_PREFIXES_IPV6])
		return vdt_refuse(&p->reader, -EINVAL, attr,
				  "set feed: a feed brings its prefixes itself");
	*ret_feed = nla_get_u64(attr);
	if (*ret_feed > VDT_VERSION_MAX)
		return vdt_refuse(&p->reader, -EINVAL, attr, "set feed: version above 2^63 - 1");
	if (count_feeds(p->policy) == VDT_FEEDS_MAX)
		return vdt_refuse(&p->reader, -E2BIG, attr, "set feed: more feeds than fit");
	return 0;
}

static int read_prefixes(struct vdt_parser *p, const struct vdt_level *level,
			 const struct nlattr *nest, struct vdt_prefixes *ret_prefixes)
{
	const struct nlattr *v4 = level->attr[VEDETTE_A_PREFIXES_IPV4];
	const struct nlattr *v6 = level->attr[VEDETTE_A_PREFIXES_IPV6];
	const char *why;

	if ((v4 && !nla_len(v4)) || (v6 && !nla_len(v6)))
		return vdt_refuse(&p->reader, -EINVAL, nest,
				  "set: an empty list of prefixes, leave it out");
	if (v4) {
		ret_prefixes->ipv4 = nla_data(v4);
		ret_prefixes->ipv4_len = nla_len(v4);
	}
	if (v6) {
		ret_prefixes->ipv6 = nla_data(v6);
		ret_prefixes->ipv6_len = nla_len(v6);
	}
	if (ret_prefixes->ipv4_len > VDT_PREFIXES4_MAX * VDT_PREFIX_PACKED4 ||
	    ret_prefixes->ipv6_len > VDT_PREFIXES6_MAX * VDT_PREFIX_PACKED6)
		return vdt_refuse(&p->reader, -E2BIG, nest, "set: more prefixes than fit");
	if (vdt_prefixes_check(ret_prefixes, &why))
		return vdt_refuse(&p->reader, -EINVAL, nest, why);
	return 0;
}

int vdt_part_set(struct vdt_parser *p, const struct nlattr *nest)
{
	struct vdt_policy *policy = p->policy;
	struct vdt_set set = {};
	struct vdt_level level;
	int err = vdt_part_nest(p, &vdt_prefixes_grammar, nest, &level);

	if (!err)
		err = vdt_part_name(p, level.attr[VEDETTE_A_PREFIXES_NAME], &set.name);
	if (err)
		return err;
	if (find_set(policy, set.name) >= 0)
		return vdt_refuse(&p->reader, -EEXIST, nest, "set name: used by an earlier set");
	err = read_feed(p, &level, &set.feed);
	if (!err)
		err = read_prefixes(p, &level, nest, &set.prefixes);
	if (err)
		return err;
	if (policy->n_sets == VDT_SETS_MAX)
		return vdt_refuse(&p->reader, -E2BIG, nest, "set: more sets than fit");
	policy->sets[policy->n_sets++] = set;
	return 0;
}

int vdt_part_mask(struct vdt_parser *p, const struct vdt_level *level, int type, u64 *ret_mask)
{
	const struct nlattr *attr;
	const char *name;
	u64 mask = 0;
	int set, err;

	for (attr = level->attr[type]; attr; attr = vdt_level_next(level, attr)) {
		err = vdt_part_name(p, attr, &name);
		if (err)
			return err;
		set = find_set(p->policy, name);
		if (set < 0)
			return vdt_refuse(&p->reader, -ENOENT, attr,
					  "deny, from, to: no set of this name");
		if (mask & BIT_ULL(set))
			return vdt_refuse(&p->reader, -EEXIST, attr,
					  "deny, from, to: a set given twice");
		mask |= BIT_ULL(set);
	}
	*ret_mask = mask;
	return 0;
}
