// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "policy_attrs.h"
#include "policy_parse.h"
#include "policy_text.h"

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
struct grammar {
	const struct nla_policy *attrs;
	const struct rule *rules;
	const char *unknown;
	int max;
};

#define MAX_ATTRS 8

/* The first attribute of each type of a level. The repeated ones of a type follow the first. */
struct level {
	const struct nlattr *attr[MAX_ATTRS + 1];
	const void *end;
};

struct parser {
	const void *blob;
	struct vdt_fault *fault;
	struct vdt_policy *policy;
};

static const struct rule policy_rules[] = {
	[VEDETTE_A_POLICY_FORMAT] = RULE("format", .needed = true),
	[VEDETTE_A_POLICY_NAME] = RULE("name", .needed = true),
	[VEDETTE_A_POLICY_VERSION] = RULE("version", .needed = true),
	[VEDETTE_A_POLICY_NETNS] = RULE("netns"),
	[VEDETTE_A_POLICY_SET] = RULE("set", .many = true),
	[VEDETTE_A_POLICY_DENY] = RULE("deny", .many = true),
	[VEDETTE_A_POLICY_SERVICE] = RULE("service", .many = true),
	[VEDETTE_A_POLICY_STREAM] = RULE("stream"),
};

static const struct rule prefixes_rules[] = {
	[VEDETTE_A_PREFIXES_NAME] = RULE("set name", .needed = true),
	[VEDETTE_A_PREFIXES_IPV4] = RULE("set ipv4"),
	[VEDETTE_A_PREFIXES_IPV6] = RULE("set ipv6"),
};

static const struct rule service_rules[] = {
	[VEDETTE_A_SERVICE_NAME] = RULE("service name", .needed = true),
	[VEDETTE_A_SERVICE_PROTO] = RULE("service proto", .needed = true),
	[VEDETTE_A_SERVICE_PORT] = RULE("service port", .needed = true),
	[VEDETTE_A_SERVICE_FLAGS] = RULE("service flags"),
	[VEDETTE_A_SERVICE_FROM] = RULE("service from", .many = true),
	[VEDETTE_A_SERVICE_EXE] = RULE("service exe"),
};

static const struct rule stream_rules[] = {
	[VEDETTE_A_STREAM_ENCODER] = RULE("stream encoder", .needed = true),
	[VEDETTE_A_STREAM_REQUIRE] = RULE("stream require"),
	[VEDETTE_A_STREAM_VIEWERS] = RULE("stream viewers"),
};

static const struct grammar policy_grammar = {
	.attrs = vedette_policy_nl_policy,
	.rules = policy_rules,
	.unknown = "policy: unknown attribute",
	.max = VEDETTE_A_POLICY_MAX,
};

static const struct grammar prefixes_grammar = {
	.attrs = vedette_prefixes_nl_policy,
	.rules = prefixes_rules,
	.unknown = "set: unknown attribute",
	.max = VEDETTE_A_PREFIXES_MAX,
};

static const struct grammar service_grammar = {
	.attrs = vedette_service_nl_policy,
	.rules = service_rules,
	.unknown = "service: unknown attribute",
	.max = VEDETTE_A_SERVICE_MAX,
};

static const struct grammar stream_grammar = {
	.attrs = vedette_stream_nl_policy,
	.rules = stream_rules,
	.unknown = "stream: unknown attribute",
	.max = VEDETTE_A_STREAM_MAX,
};

static_assert(VEDETTE_A_POLICY_MAX <= MAX_ATTRS && VEDETTE_A_SERVICE_MAX <= MAX_ATTRS);
static_assert(VEDETTE_A_PREFIXES_MAX <= MAX_ATTRS && VEDETTE_A_STREAM_MAX <= MAX_ATTRS);

static int refuse(struct parser *p, int err, const void *at, const char *text)
{
	p->fault->text = text;
	p->fault->offset = (const char *)at - (const char *)p->blob;
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
static int check_frame(struct parser *p, const struct nlattr *attr, size_t rem)
{
	if (rem < NLA_HDRLEN || attr->nla_len < NLA_HDRLEN)
		return refuse(p, -EMSGSIZE, attr, "policy: bytes behind the last attribute");
	if (NLA_ALIGN(attr->nla_len) > rem)
		return refuse(p, -ENODATA, attr, "policy: cut off in the middle of an attribute");
	if (!is_zero((const char *)attr + attr->nla_len, NLA_ALIGN(attr->nla_len) - attr->nla_len))
		return refuse(p, -EINVAL, attr, "policy: padding is not zero");
	return 0;
}

/* Nests are only looked at from outside here, their inside is a level of its own. */
static int check_attr(struct parser *p, const struct grammar *g, const struct nlattr *attr)
{
	int type = nla_type(attr);
	bool nest;

	if (type == 0 || type > g->max)
		return refuse(p, -EOPNOTSUPP, attr, g->unknown);
	nest = g->attrs[type].type == NLA_NESTED;
	if (attr->nla_type != (nest ? type | NLA_F_NESTED : type))
		return refuse(p, -EINVAL, attr, g->rules[type].wrong);
	if (g == &policy_grammar && type == VEDETTE_A_POLICY_FORMAT && nla_len(attr) == 1 &&
	    nla_get_u8(attr) != 1)
		return refuse(p, -EOPNOTSUPP, attr, "format: made for a newer module");
	if (!nest &&
	    __nla_validate(attr, attr->nla_len, g->max, g->attrs, NL_VALIDATE_STRICT, NULL))
		return refuse(p, -EINVAL, attr, g->rules[type].wrong);
	return 0;
}

static int check_missing(struct parser *p, const struct grammar *g, const struct level *level,
			 const void *head)
{
	int type;

	for (type = 1; type <= g->max; type++)
		if (g->rules[type].needed && !level->attr[type])
			return refuse(p, -ENOMSG, head, g->rules[type].missing);
	return 0;
}

/* Checks everything that is the same for every level. */
static int read_level(struct parser *p, const struct grammar *g, const void *head, size_t len,
		      struct level *ret_level)
{
	const struct nlattr *attr = head;
	int rem = (int)len, last = 0, type, err;

	*ret_level = (struct level){.end = (const char *)head + len};
	for (; rem > 0; attr = nla_next(attr, &rem)) {
		err = check_frame(p, attr, rem);
		if (!err)
			err = check_attr(p, g, attr);
		if (err)
			return err;
		type = nla_type(attr);
		if (type < last)
			return refuse(p, -EINVAL, attr, "policy: attributes are out of order");
		if (type == last && !g->rules[type].many)
			return refuse(p, -EEXIST, attr, g->rules[type].twice);
		if (type != last)
			ret_level->attr[type] = attr;
		last = type;
	}
	return check_missing(p, g, ret_level, head);
}

static int read_nest(struct parser *p, const struct grammar *g, const struct nlattr *nest,
		     struct level *ret_level)
{
	return read_level(p, g, nla_data(nest), nla_len(nest), ret_level);
}

/* From one attribute to the next of its type, NULL behind the last. */
static const struct nlattr *next_same(const struct level *level, const struct nlattr *attr)
{
	const void *next = (const char *)attr + NLA_ALIGN(attr->nla_len);

	if (next == level->end || nla_type(next) != nla_type(attr))
		return NULL;
	return next;
}

static int read_name(struct parser *p, const struct nlattr *attr, const char **ret_name)
{
	const char *name = nla_data(attr);

	if (!vdt_text_is_whole(name, nla_len(attr)) || !vdt_text_is_name(name))
		return refuse(p, -EINVAL, attr, "name: not of the form [a-z][a-z0-9_-]*");
	*ret_name = name;
	return 0;
}

static int find_set(const struct vdt_policy *policy, const char *name)
{
	int i;

	for (i = 0; i < policy->n_sets; i++)
		if (!strcmp(policy->set_names[i], name))
			return i;
	return -1;
}

static int read_set(struct parser *p, const struct nlattr *nest)
{
	struct vdt_policy *policy = p->policy;
	struct vdt_prefixes prefixes = {};
	const struct nlattr *v4, *v6;
	struct level level;
	const char *why, *name;
	int err = read_nest(p, &prefixes_grammar, nest, &level);

	if (err)
		return err;
	err = read_name(p, level.attr[VEDETTE_A_PREFIXES_NAME], &name);
	if (err)
		return err;
	if (find_set(policy, name) >= 0)
		return refuse(p, -EEXIST, nest, "set name: used by an earlier set");
	v4 = level.attr[VEDETTE_A_PREFIXES_IPV4];
	v6 = level.attr[VEDETTE_A_PREFIXES_IPV6];
	if ((v4 && !nla_len(v4)) || (v6 && !nla_len(v6)))
		return refuse(p, -EINVAL, nest, "set: an empty list of prefixes, leave it out");
	if (v4) {
		prefixes.ipv4 = nla_data(v4);
		prefixes.ipv4_len = nla_len(v4);
	}
	if (v6) {
		prefixes.ipv6 = nla_data(v6);
		prefixes.ipv6_len = nla_len(v6);
	}
	err = vdt_prefix_db_add(policy->prefixes, &prefixes, &why);
	if (err)
		return refuse(p, err, nest, why);
	policy->set_names[policy->n_sets++] = name;
	return 0;
}

/* Reads a run of set names, each once, into a mask. */
static int read_mask(struct parser *p, const struct level *level, int type, u64 *ret_mask)
{
	const struct nlattr *attr;
	const char *name;
	u64 mask = 0;
	int set, err;

	for (attr = level->attr[type]; attr; attr = next_same(level, attr)) {
		err = read_name(p, attr, &name);
		if (err)
			return err;
		set = find_set(p->policy, name);
		if (set < 0)
			return refuse(p, -ENOENT, attr, "deny, from: no set of this name");
		if (mask & BIT_ULL(set))
			return refuse(p, -EEXIST, attr, "deny, from: a set given twice");
		mask |= BIT_ULL(set);
	}
	*ret_mask = mask;
	return 0;
}

static int read_exe(struct parser *p, const struct nlattr *attr, const char **ret_exe)
{
	const char *exe;

	if (!attr)
		return 0;
	exe = nla_data(attr);
	if (!vdt_text_is_whole(exe, nla_len(attr)) || !vdt_text_is_path(exe))
		return refuse(p, -EINVAL, attr, "service exe: not an absolute, normalised path");
	*ret_exe = exe;
	return 0;
}

static int read_flags(struct parser *p, const struct level *level, u32 *ret_flags)
{
	const struct nlattr *attr = level->attr[VEDETTE_A_SERVICE_FLAGS];

	if (!attr)
		return 0;
	*ret_flags = nla_get_u32(attr);
	if (!*ret_flags)
		return refuse(p, -EINVAL, attr, "service flags: zero, leave it out");
	if (level->attr[VEDETTE_A_SERVICE_FROM])
		return refuse(p, -EINVAL, attr, "service from: a loopback-only service has none");
	return 0;
}

/* The service apart from the names of sets. */
static int read_port(struct parser *p, const struct level *level, struct vdt_service *ret_service)
{
	const struct nlattr *proto = level->attr[VEDETTE_A_SERVICE_PROTO];
	int err = read_name(p, level->attr[VEDETTE_A_SERVICE_NAME], &ret_service->name);

	if (err)
		return err;
	ret_service->proto = nla_get_u8(proto);
	if (ret_service->proto != IPPROTO_TCP && ret_service->proto != IPPROTO_UDP)
		return refuse(p, -EINVAL, proto, "service proto: neither TCP nor UDP");
	ret_service->port = nla_get_u16(level->attr[VEDETTE_A_SERVICE_PORT]);
	return 0;
}

static int check_unique(struct parser *p, const struct nlattr *nest,
			const struct vdt_service *service)
{
	const struct vdt_policy *policy = p->policy;
	int i;

	if (vdt_policy_service(policy, service->proto, service->port) >= 0)
		return refuse(p, -EEXIST, nest, "service port: used by an earlier service");
	for (i = 0; i < policy->n_services; i++)
		if (!strcmp(policy->services[i].name, service->name))
			return refuse(p, -EEXIST, nest, "service name: used by an earlier service");
	return 0;
}

static int read_service(struct parser *p, const struct nlattr *nest)
{
	struct vdt_policy *policy = p->policy;
	struct vdt_service service = {};
	struct level level;
	int err = read_nest(p, &service_grammar, nest, &level);

	if (!err)
		err = read_port(p, &level, &service);
	if (!err)
		err = read_flags(p, &level, &service.flags);
	if (!err)
		err = read_mask(p, &level, VEDETTE_A_SERVICE_FROM, &service.from);
	if (!err)
		err = read_exe(p, level.attr[VEDETTE_A_SERVICE_EXE], &service.exe);
	if (!err)
		err = check_unique(p, nest, &service);
	if (err)
		return err;
	if (policy->n_services == VDT_SERVICES_MAX)
		return refuse(p, -E2BIG, nest, "service: more services than fit");
	policy->services[policy->n_services++] = service;
	return 0;
}

static int read_stream(struct parser *p, const struct nlattr *nest)
{
	struct vdt_stream *stream = &p->policy->stream;
	const struct nlattr *encoder, *viewers;
	struct level level;
	int err;

	if (!nest)
		return 0;
	err = read_nest(p, &stream_grammar, nest, &level);
	if (err)
		return err;
	encoder = level.attr[VEDETTE_A_STREAM_ENCODER];
	if (!vdt_text_is_whole(nla_data(encoder), nla_len(encoder)) ||
	    !vdt_text_is_encoder(nla_data(encoder)))
		return refuse(p, -EINVAL, encoder,
			      "stream encoder: not an rtsp:// URL on loopback");
	stream->encoder = nla_data(encoder);
	stream->require = VEDETTE_REQUIRE_ENCRYPTED; /* the only value the spec lets through */
	viewers = level.attr[VEDETTE_A_STREAM_VIEWERS];
	stream->viewers = viewers ? nla_get_u16(viewers) : 0;
	return 0;
}

static int read_each(struct parser *p, const struct level *level, int type,
		     int (*read)(struct parser *p, const struct nlattr *nest))
{
	const struct nlattr *attr;
	int err = 0;

	for (attr = level->attr[type]; attr && !err; attr = next_same(level, attr))
		err = read(p, attr);
	return err;
}

static int read_policy(struct parser *p, size_t len)
{
	struct vdt_policy *policy = p->policy;
	const struct nlattr *netns;
	struct level level;
	int err = read_level(p, &policy_grammar, p->blob, len, &level);

	if (err)
		return err;
	err = read_name(p, level.attr[VEDETTE_A_POLICY_NAME], &policy->name);
	if (err)
		return err;
	policy->version = nla_get_u64(level.attr[VEDETTE_A_POLICY_VERSION]);
	netns = level.attr[VEDETTE_A_POLICY_NETNS];
	policy->netns = netns ? nla_get_u8(netns) : VEDETTE_NETNS_ALL;
	err = read_each(p, &level, VEDETTE_A_POLICY_SET, read_set);
	if (!err)
		err = read_mask(p, &level, VEDETTE_A_POLICY_DENY, &policy->deny);
	if (!err)
		err = read_each(p, &level, VEDETTE_A_POLICY_SERVICE, read_service);
	if (!err)
		err = read_stream(p, level.attr[VEDETTE_A_POLICY_STREAM]);
	return err;
}

int vdt_policy_parse(const void *blob, size_t len, struct vdt_policy **ret_policy,
		     struct vdt_fault *fault)
{
	struct parser p = {.blob = blob, .fault = fault};
	int err;

	*fault = (struct vdt_fault){};
	if (len > VDT_BLOB_MAX)
		return refuse(&p, -E2BIG, blob, "policy: larger than fits");
	p.policy = kvzalloc(sizeof(*p.policy), GFP_KERNEL);
	if (!p.policy)
		return -ENOMEM;
	p.policy->prefixes = vdt_prefix_db_new();
	err = p.policy->prefixes ? read_policy(&p, len) : -ENOMEM;
	if (err) {
		vdt_policy_free(p.policy);
		return err;
	}
	*ret_policy = p.policy;
	return 0;
}

void vdt_policy_free(struct vdt_policy *policy)
{
	if (!policy)
		return;
	vdt_prefix_db_free(policy->prefixes);
	kvfree(policy);
}

int vdt_policy_service(const struct vdt_policy *policy, u8 proto, u16 port)
{
	int i;

	for (i = 0; i < policy->n_services; i++)
		if (policy->services[i].port == port && policy->services[i].proto == proto)
			return i;
	return -1;
}

size_t vdt_policy_memory(const struct vdt_policy *policy)
{
	return sizeof(*policy) + vdt_prefix_db_memory(policy->prefixes);
}
