// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "policy_attrs.h"
#include "policy_level.h"

/* What the texts say of an attribute, and how often it may stand in its level. */
struct rule {
	const char *wrong, *twice, *missing;
	bool many, needed;
};

#define RULE(name, ...) \
	{ \
		.wrong = name ": wrong length or value", .twice = name ": given twice", \
		.missing = name ": missing", __VA_ARGS__ \
	}

/* The attributes of a level. Their types and ranges come from the spec by way of `attrs`. */
struct vdt_grammar {
	const struct nla_policy *attrs;
	const struct rule *rules;
	const char *unknown;
	int max;
};

static const struct rule policy_rules[] = {
	[VEDETTE_A_POLICY_FORMAT] = RULE("format", .needed = true),
	[VEDETTE_A_POLICY_NAME] = RULE("name", .needed = true),
	[VEDETTE_A_POLICY_VERSION] = RULE("version", .needed = true),
	[VEDETTE_A_POLICY_NETNS] = RULE("netns", .needed = true),
	[VEDETTE_A_POLICY_SET] = RULE("set", .many = true),
	[VEDETTE_A_POLICY_DENY] = RULE("deny", .many = true),
	[VEDETTE_A_POLICY_SERVICE] = RULE("service", .many = true),
	[VEDETTE_A_POLICY_STREAM] = RULE("stream"),
	[VEDETTE_A_POLICY_MODE] = RULE("mode"),
	[VEDETTE_A_POLICY_FRAGMENTS] = RULE("fragments"),
	[VEDETTE_A_POLICY_XDP] = RULE("xdp"),
	[VEDETTE_A_POLICY_LIMITS] = RULE("limits"),
	[VEDETTE_A_POLICY_EGRESS] = RULE("egress", .many = true),
	[VEDETTE_A_POLICY_PACKET_SOCKET] = RULE("packet-socket", .many = true),
	[VEDETTE_A_POLICY_INTEGRITY] = RULE("integrity"),
	[VEDETTE_A_POLICY_LOCK] = RULE("lock"),
	[VEDETTE_A_POLICY_ACCOUNTS] = RULE("accounts"),
	[VEDETTE_A_POLICY_AUDIT] = RULE("audit"),
};

static const struct rule prefixes_rules[] = {
	[VEDETTE_A_PREFIXES_NAME] = RULE("set name", .needed = true),
	[VEDETTE_A_PREFIXES_IPV4] = RULE("set ipv4"),
	[VEDETTE_A_PREFIXES_IPV6] = RULE("set ipv6"),
	[VEDETTE_A_PREFIXES_FEED] = RULE("set feed"),
};

static const struct rule service_rules[] = {
	[VEDETTE_A_SERVICE_NAME] = RULE("service name", .needed = true),
	[VEDETTE_A_SERVICE_PROTO] = RULE("service proto", .needed = true),
	[VEDETTE_A_SERVICE_PORT] = RULE("service port", .needed = true),
	[VEDETTE_A_SERVICE_FLAGS] = RULE("service flags"),
	[VEDETTE_A_SERVICE_FROM] = RULE("service from", .many = true),
	[VEDETTE_A_SERVICE_EXE] = RULE("service exe"),
	[VEDETTE_A_SERVICE_CONNECTIONS] = RULE("service connections"),
	[VEDETTE_A_SERVICE_PER_SOURCE] = RULE("service per-source"),
	[VEDETTE_A_SERVICE_RATE] = RULE("service rate"),
	[VEDETTE_A_SERVICE_PERIOD] = RULE("service period"),
};

static const struct rule limits_rules[] = {
	[VEDETTE_A_LIMITS_CONNECTIONS] = RULE("limits connections"),
	[VEDETTE_A_LIMITS_HALF_OPEN] = RULE("limits half-open"),
	[VEDETTE_A_LIMITS_RESERVED] = RULE("limits reserved"),
	[VEDETTE_A_LIMITS_DESTINATIONS] = RULE("limits destinations"),
};

static const struct rule egress_rules[] = {
	[VEDETTE_A_EGRESS_TO] = RULE("egress to", .many = true),
	[VEDETTE_A_EGRESS_DNS] = RULE("egress dns"),
	[VEDETTE_A_EGRESS_PROTO] = RULE("egress proto"),
	[VEDETTE_A_EGRESS_PORT] = RULE("egress port"),
	[VEDETTE_A_EGRESS_EXE] = RULE("egress exe"),
};

static const struct rule integrity_rules[] = {
	[VEDETTE_A_INTEGRITY_ENFORCE] = RULE("integrity enforce"),
	[VEDETTE_A_INTEGRITY_LOG] = RULE("integrity log"),
	[VEDETTE_A_INTEGRITY_INTERPRETER] = RULE("integrity interpreter", .many = true),
	[VEDETTE_A_INTEGRITY_JIT] = RULE("integrity jit", .many = true),
	[VEDETTE_A_INTEGRITY_DATA] = RULE("integrity data", .many = true),
	[VEDETTE_A_INTEGRITY_REVOKED_HASH] = RULE("integrity revoked-hash", .many = true),
	[VEDETTE_A_INTEGRITY_REVOKED_KEY] = RULE("integrity revoked-key", .many = true),
	[VEDETTE_A_INTEGRITY_BUILD] = RULE("integrity build", .many = true),
	[VEDETTE_A_INTEGRITY_VERITY] = RULE("integrity verity", .many = true),
	[VEDETTE_A_INTEGRITY_UPDATER] = RULE("integrity updater", .many = true),
};

static const struct rule build_rules[] = {
	[VEDETTE_A_BUILD_LABEL] = RULE("build label", .needed = true),
	[VEDETTE_A_BUILD_MINIMUM] = RULE("build minimum", .needed = true),
};

static const struct rule stream_rules[] = {
	[VEDETTE_A_STREAM_ENCODER] = RULE("stream encoder", .needed = true),
	[VEDETTE_A_STREAM_REQUIRE] = RULE("stream require", .needed = true),
	[VEDETTE_A_STREAM_VIEWERS] = RULE("stream viewers", .needed = true),
};

static const struct rule accounts_rules[] = {
	[VEDETTE_A_ACCOUNTS_MIN_LENGTH] = RULE("accounts min-length", .needed = true),
	[VEDETTE_A_ACCOUNTS_HISTORY] = RULE("accounts history", .needed = true),
	[VEDETTE_A_ACCOUNTS_FAILURES] = RULE("accounts failures", .needed = true),
	[VEDETTE_A_ACCOUNTS_LOCK_BASE] = RULE("accounts lock-base", .needed = true),
	[VEDETTE_A_ACCOUNTS_LOCK_MAX] = RULE("accounts lock-max", .needed = true),
	[VEDETTE_A_ACCOUNTS_IDLE] = RULE("accounts idle", .needed = true),
	[VEDETTE_A_ACCOUNTS_ABSOLUTE] = RULE("accounts absolute", .needed = true),
	[VEDETTE_A_ACCOUNTS_SESSIONS] = RULE("accounts sessions", .needed = true),
	[VEDETTE_A_ACCOUNTS_PER_ACCOUNT] = RULE("accounts per-account", .needed = true),
};

static const struct rule audit_rules[] = {
	[VEDETTE_A_AUDIT_OFF] = RULE("audit off", .needed = true),
	[VEDETTE_A_AUDIT_RING] = RULE("audit ring", .needed = true),
	[VEDETTE_A_AUDIT_STOP] = RULE("audit stop", .needed = true),
	[VEDETTE_A_AUDIT_CHECKPOINT] = RULE("audit checkpoint", .needed = true),
	[VEDETTE_A_AUDIT_SYSLOG] = RULE("audit syslog"),
	[VEDETTE_A_AUDIT_NAME] = RULE("audit name"),
};

const struct vdt_grammar vdt_policy_grammar = {
	.attrs = vedette_policy_nl_policy,
	.rules = policy_rules,
	.unknown = "policy: unknown attribute",
	.max = VEDETTE_A_POLICY_MAX,
};

const struct vdt_grammar vdt_prefixes_grammar = {
	.attrs = vedette_prefixes_nl_policy,
	.rules = prefixes_rules,
	.unknown = "set: unknown attribute",
	.max = VEDETTE_A_PREFIXES_MAX,
};

const struct vdt_grammar vdt_service_grammar = {
	.attrs = vedette_service_nl_policy,
	.rules = service_rules,
	.unknown = "service: unknown attribute",
	.max = VEDETTE_A_SERVICE_MAX,
};

const struct vdt_grammar vdt_stream_grammar = {
	.attrs = vedette_stream_nl_policy,
	.rules = stream_rules,
	.unknown = "stream: unknown attribute",
	.max = VEDETTE_A_STREAM_MAX,
};

const struct vdt_grammar vdt_limits_grammar = {
	.attrs = vedette_limits_nl_policy,
	.rules = limits_rules,
	.unknown = "limits: unknown attribute",
	.max = VEDETTE_A_LIMITS_MAX,
};

const struct vdt_grammar vdt_egress_grammar = {
	.attrs = vedette_egress_nl_policy,
	.rules = egress_rules,
	.unknown = "egress: unknown attribute",
	.max = VEDETTE_A_EGRESS_MAX,
};

const struct vdt_grammar vdt_integrity_grammar = {
	.attrs = vedette_integrity_nl_policy,
	.rules = integrity_rules,
	.unknown = "integrity: unknown attribute",
	.max = VEDETTE_A_INTEGRITY_MAX,
};

const struct vdt_grammar vdt_build_grammar = {
	.attrs = vedette_build_nl_policy,
	.rules = build_rules,
	.unknown = "build: unknown attribute",
	.max = VEDETTE_A_BUILD_MAX,
};

const struct vdt_grammar vdt_accounts_grammar = {
	.attrs = vedette_accounts_nl_policy,
	.rules = accounts_rules,
	.unknown = "accounts: unknown attribute",
	.max = VEDETTE_A_ACCOUNTS_MAX,
};

const struct vdt_grammar vdt_audit_grammar = {
	.attrs = vedette_audit_nl_policy,
	.rules = audit_rules,
	.unknown = "audit: unknown attribute",
	.max = VEDETTE_A_AUDIT_MAX,
};

static_assert(VEDETTE_A_POLICY_MAX <= VDT_LEVEL_ATTRS && VEDETTE_A_SERVICE_MAX <= VDT_LEVEL_ATTRS);
static_assert(VEDETTE_A_PREFIXES_MAX <= VDT_LEVEL_ATTRS && VEDETTE_A_STREAM_MAX <= VDT_LEVEL_ATTRS);
static_assert(VEDETTE_A_LIMITS_MAX <= VDT_LEVEL_ATTRS && VEDETTE_A_EGRESS_MAX <= VDT_LEVEL_ATTRS);
static_assert(VEDETTE_A_INTEGRITY_MAX <= VDT_LEVEL_ATTRS && VEDETTE_A_BUILD_MAX <= VDT_LEVEL_ATTRS);
static_assert(VEDETTE_A_ACCOUNTS_MAX <= VDT_LEVEL_ATTRS && VEDETTE_A_AUDIT_MAX <= VDT_LEVEL_ATTRS);

int vdt_refuse(struct vdt_reader *reader, int err, const void *at, const char *text)
{
	reader->fault->text = text;
	reader->fault->offset = (const char *)at - (const char *)reader->blob;
	return err;
}

static bool is_zero(const char *data, size_t len)
{
	while (len--)
		if (*data++)
			return false;
	return true;
}

/* Whether there is a whole attribute with its padding in the `rem` bytes that are left. */
static int check_frame(struct vdt_reader *reader, const struct nlattr *attr, size_t rem)
{
	if (rem < NLA_HDRLEN || attr->nla_len < NLA_HDRLEN)
		return vdt_refuse(reader, -EMSGSIZE, attr,
				  "policy: bytes behind the last attribute");
	if (NLA_ALIGN(attr->nla_len) > rem)
		return vdt_refuse(reader, -ENODATA, attr,
				  "policy: cut off in the middle of an attribute");
	if (!is_zero((const char *)attr + attr->nla_len, NLA_ALIGN(attr->nla_len) - attr->nla_len))
		return vdt_refuse(reader, -EINVAL, attr, "policy: padding is not zero");
	return 0;
}

/* Nests are only looked at from outside here, their inside is a level of its own. */
static int check_attr(struct vdt_reader *reader, const struct vdt_grammar *g,
		      const struct nlattr *attr)
{
	int type = nla_type(attr);
	bool nest;

	if (type == 0 || type > g->max)
		return vdt_refuse(reader, -EOPNOTSUPP, attr, g->unknown);
	nest = g->attrs[type].type == NLA_NESTED;
	if (attr->nla_type != (nest ? type | NLA_F_NESTED : type))
		return vdt_refuse(reader, -EINVAL, attr, g->rules[type].wrong);
	if (!nest &&
	    __nla_validate(attr, attr->nla_len, g->max, g->attrs, NL_VALIDATE_STRICT, NULL))
		return vdt_refuse(reader, -EINVAL, attr, g->rules[type].wrong);
	return 0;
}

static int check_missing(struct vdt_reader *reader, const struct vdt_grammar *g,
			 const struct vdt_level *level, const void *head)
{
	int type;

	for (type = 1; type <= g->max; type++)
		if (g->rules[type].needed && !level->attr[type])
			return vdt_refuse(reader, -ENOMSG, head, g->rules[type].missing);
	return 0;
}

int vdt_level_read(struct vdt_reader *reader, const struct vdt_grammar *g, const void *head,
		   size_t len, struct vdt_level *ret_level)
{
	const struct nlattr *attr = head;
	int rem = (int)len, last = 0, type, err;

	*ret_level = (struct vdt_level){.end = (const char *)head + len};
	for (; rem > 0; attr = nla_next(attr, &rem)) {
		err = check_frame(reader, attr, rem);
		if (!err)
			err = check_attr(reader, g, attr);
		if (err)
			return err;
		type = nla_type(attr);
		if (type < last)
			return vdt_refuse(reader, -EINVAL, attr,
					  "policy: attributes are out of order");
		if (type == last && !g->rules[type].many)
			return vdt_refuse(reader, -EEXIST, attr, g->rules[type].twice);
		if (type != last)
			ret_level->attr[type] = attr;
		last = type;
	}
	return check_missing(reader, g, ret_level, head);
}

const struct nlattr *vdt_level_next(const struct vdt_level *level, const struct nlattr *attr)
{
	const void *next = (const char *)attr + NLA_ALIGN(attr->nla_len);

	if (next == level->end || nla_type(next) != nla_type(attr))
		return NULL;
	return next;
}
