// SPDX-License-Identifier: BSD-3-Clause
/* The kernel's lib/nlattr.c in its strict mode, for the types of lib/kshim/nla.h. */
#include <errno.h>
#include <stdbool.h>

#include "lib/kshim/nla.h"

/* Exact lengths, by type. */
static const uint8_t exact_len[] = {
	[NLA_U8] = 1, [NLA_U16] = 2, [NLA_U32] = 4, [NLA_U64] = 8, [NLA_BINARY] = 0,
};

static uint64_t get_value(const struct nla_policy *policy, const struct nlattr *nla)
{
	switch (policy->type) {
	case NLA_U8:
		return nla_get_u8(nla);
	case NLA_U16:
		return nla_get_u16(nla);
	case NLA_U32:
		return nla_get_u32(nla);
	default:
		return nla_get_u64(nla);
	}
}

static int check_value(const struct nla_policy *policy, const struct nlattr *nla)
{
	uint64_t value;

	if (policy->validation_type == NLA_VALIDATE_NONE)
		return 0;
	value = get_value(policy, nla);
	switch (policy->validation_type) {
	case NLA_VALIDATE_RANGE:
		return value < policy->min || value > policy->max ? -ERANGE : 0;
	case NLA_VALIDATE_MIN:
		return value < policy->min ? -ERANGE : 0;
	case NLA_VALIDATE_MAX:
		return value > policy->max ? -ERANGE : 0;
	default:
		return value & ~(uint64_t)policy->mask ? -EINVAL : 0;
	}
}

static int check_string(const struct nla_policy *policy, const struct nlattr *nla)
{
	const char *data = nla_data(nla);
	int len = nla_len(nla);
	int search = policy->len && len > policy->len + 1 ? policy->len + 1 : len;

	if (policy->type == NLA_NUL_STRING && (search <= 0 || !memchr(data, '\0', search)))
		return -EINVAL;
	if (len < 1)
		return -ERANGE;
	if (policy->len && len - (data[len - 1] == '\0') > policy->len)
		return -ERANGE;
	return 0;
}

static int check_nest(const struct nla_policy *policy, const struct nlattr *nla)
{
	if (!nla_len(nla))
		return 0;
	if (nla_len(nla) < NLA_HDRLEN)
		return -ERANGE;
	return vdt_kshim_nla_validate(nla_data(nla), nla_len(nla), policy->len,
				      policy->nested_policy, NL_VALIDATE_STRICT, NULL);
}

static int check_attr(const struct nla_policy *policy, const struct nlattr *nla)
{
	bool nested = nla->nla_type & NLA_F_NESTED;

	if (exact_len[policy->type] && nla_len(nla) != exact_len[policy->type])
		return -EINVAL;
	if (policy->type != NLA_UNSPEC && nested != (policy->type == NLA_NESTED))
		return -EINVAL;
	switch (policy->type) {
	case NLA_NUL_STRING:
	case NLA_STRING:
		return check_string(policy, nla);
	case NLA_NESTED:
		return check_nest(policy, nla);
	case NLA_BINARY:
		return policy->len && nla_len(nla) > policy->len ? -ERANGE : 0;
	case NLA_UNSPEC:
		return -EINVAL;
	default:
		return check_value(policy, nla);
	}
}

int vdt_kshim_nla_validate(const struct nlattr *head, int len, int maxtype,
			   const struct nla_policy *policy, unsigned int validate,
			   struct netlink_ext_ack *extack)
{
	const struct nlattr *nla = head;
	int rem = len, type, err;

	for (; nla_ok(nla, rem); nla = nla_next(nla, &rem)) {
		type = nla_type(nla);
		if (type == 0 || type > maxtype)
			return -EINVAL;
		err = check_attr(&policy[type], nla);
		if (err < 0)
			return err;
	}
	return rem > 0 ? -EINVAL : 0;
}
