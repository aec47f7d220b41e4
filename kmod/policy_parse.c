// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "policy_level.h"
#include "policy_parse.h"
#include "policy_text.h"

struct parser {
	struct vdt_reader reader;
	struct vdt_policy *policy;
};

static int read_nest(struct parser *p, const struct vdt_grammar *g, const struct nlattr *nest,
		     struct vdt_level *ret_level)
{
	return vdt_level_read(&p->reader, g, nla_data(nest), nla_len(nest), ret_level);
}

static int read_name(struct parser *p, const struct nlattr *attr, const char **ret_name)
{
	const char *name = nla_data(attr);

	if (!vdt_text_is_whole(name, nla_len(attr)) || !vdt_text_is_name(name))
		return vdt_refuse(&p->reader, -EINVAL, attr,
				  "name: not of the form [a-z][a-z0-9_-]*");
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
	struct vdt_level level;
	const char *why, *name;
	int err = read_nest(p, &vdt_prefixes_grammar, nest, &level);

	if (err)
		return err;
	err = read_name(p, level.attr[VEDETTE_A_PREFIXES_NAME], &name);
	if (err)
		return err;
	if (find_set(policy, name) >= 0)
		return vdt_refuse(&p->reader, -EEXIST, nest, "set name: used by an earlier set");
	v4 = level.attr[VEDETTE_A_PREFIXES_IPV4];
	v6 = level.attr[VEDETTE_A_PREFIXES_IPV6];
	if ((v4 && !nla_len(v4)) || (v6 && !nla_len(v6)))
		return vdt_refuse(&p->reader, -EINVAL, nest,
				  "set: an empty list of prefixes, leave it out");
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
		return vdt_refuse(&p->reader, err, nest, why);
	policy->set_names[policy->n_sets++] = name;
	return 0;
}

/* Reads a run of set names, each once, into a mask. */
static int read_mask(struct parser *p, const struct vdt_level *level, int type, u64 *ret_mask)
{
	const struct nlattr *attr;
	const char *name;
	u64 mask = 0;
	int set, err;

	for (attr = level->attr[type]; attr; attr = vdt_level_next(level, attr)) {
		err = read_name(p, attr, &name);
		if (err)
			return err;
		set = find_set(p->policy, name);
		if (set < 0)
			return vdt_refuse(&p->reader, -ENOENT, attr,
					  "deny, from: no set of this name");
		if (mask & BIT_ULL(set))
			return vdt_refuse(&p->reader, -EEXIST, attr,
					  "deny, from: a set given twice");
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
		return vdt_refuse(&p->reader, -EINVAL, attr,
				  "service exe: not an absolute, normalised path");
	*ret_exe = exe;
	return 0;
}

static int read_flags(struct parser *p, const struct vdt_level *level, u32 *ret_flags)
{
	const struct nlattr *attr = level->attr[VEDETTE_A_SERVICE_FLAGS];

	if (!attr)
		return 0;
	*ret_flags = nla_get_u32(attr);
	if (!*ret_flags)
		return vdt_refuse(&p->reader, -EINVAL, attr, "service flags: zero, leave it out");
	if (level->attr[VEDETTE_A_SERVICE_FROM])
		return vdt_refuse(&p->reader, -EINVAL, attr,
				  "service from: a loopback-only service has none");
	return 0;
}

/* The service apart from the names of sets. */
static int read_port(struct parser *p, const struct vdt_level *level,
		     struct vdt_service *ret_service)
{
	const struct nlattr *proto = level->attr[VEDETTE_A_SERVICE_PROTO];
	int err = read_name(p, level->attr[VEDETTE_A_SERVICE_NAME], &ret_service->name);

	if (err)
		return err;
	ret_service->proto = nla_get_u8(proto);
	if (ret_service->proto != IPPROTO_TCP && ret_service->proto != IPPROTO_UDP)
		return vdt_refuse(&p->reader, -EINVAL, proto, "service proto: neither TCP nor UDP");
	ret_service->port = nla_get_u16(level->attr[VEDETTE_A_SERVICE_PORT]);
	return 0;
}

static int check_unique(struct parser *p, const struct nlattr *nest,
			const struct vdt_service *service)
{
	const struct vdt_policy *policy = p->policy;
	int i;

	if (vdt_policy_service(policy, service->proto, service->port) >= 0)
		return vdt_refuse(&p->reader, -EEXIST, nest,
				  "service port: used by an earlier service");
	for (i = 0; i < policy->n_services; i++)
		if (!strcmp(policy->services[i].name, service->name))
			return vdt_refuse(&p->reader, -EEXIST, nest,
					  "service name: used by an earlier service");
	return 0;
}

static int read_service(struct parser *p, const struct nlattr *nest)
{
	struct vdt_policy *policy = p->policy;
	struct vdt_service service = {};
	struct vdt_level level;
	int err = read_nest(p, &vdt_service_grammar, nest, &level);

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
		return vdt_refuse(&p->reader, -E2BIG, nest, "service: more services than fit");
	policy->services[policy->n_services++] = service;
	return 0;
}

static int read_stream(struct parser *p, const struct nlattr *nest)
{
	struct vdt_stream *stream = &p->policy->stream;
	const struct nlattr *encoder;
	struct vdt_level level;
	int err;

	if (!nest)
		return 0;
	err = read_nest(p, &vdt_stream_grammar, nest, &level);
	if (err)
		return err;
	encoder = level.attr[VEDETTE_A_STREAM_ENCODER];
	if (!vdt_text_is_whole(nla_data(encoder), nla_len(encoder)) ||
	    !vdt_text_is_encoder(nla_data(encoder)))
		return vdt_refuse(&p->reader, -EINVAL, encoder,
				  "stream encoder: not an rtsp:// URL on loopback");
	stream->encoder = nla_data(encoder);
	stream->require = VEDETTE_REQUIRE_ENCRYPTED; /* the only value the spec lets through */
	stream->viewers = nla_get_u16(level.attr[VEDETTE_A_STREAM_VIEWERS]);
	return 0;
}

static int read_each(struct parser *p, const struct vdt_level *level, int type,
		     int (*read)(struct parser *p, const struct nlattr *nest))
{
	const struct nlattr *attr;
	int err = 0;

	for (attr = level->attr[type]; attr && !err; attr = vdt_level_next(level, attr))
		err = read(p, attr);
	return err;
}

/* Looked at before all else, for a newer format may have attributes that mean nothing here. */
static int check_format(struct parser *p, size_t len)
{
	const struct nlattr *first = p->reader.blob;

	if (len > NLA_HDRLEN && nla_type(first) == VEDETTE_A_POLICY_FORMAT && nla_len(first) == 1 &&
	    nla_get_u8(first) != VDT_POLICY_FORMAT)
		return vdt_refuse(&p->reader, -EOPNOTSUPP, first,
				  "format: not the one of this module");
	return 0;
}

/* JSON readers take no larger number, and nothing could ever follow the largest of all. */
static int read_version(struct parser *p, const struct nlattr *attr, u64 *ret_version)
{
	*ret_version = nla_get_u64(attr);
	if (*ret_version > VDT_VERSION_MAX)
		return vdt_refuse(&p->reader, -EINVAL, attr, "version: above 2^63 - 1");
	return 0;
}

static int read_policy(struct parser *p, size_t len)
{
	struct vdt_policy *policy = p->policy;
	struct vdt_level level;
	int err = vdt_level_read(&p->reader, &vdt_policy_grammar, p->reader.blob, len, &level);

	if (err)
		return err;
	err = read_name(p, level.attr[VEDETTE_A_POLICY_NAME], &policy->name);
	if (err)
		return err;
	err = read_version(p, level.attr[VEDETTE_A_POLICY_VERSION], &policy->version);
	if (err)
		return err;
	policy->netns = nla_get_u8(level.attr[VEDETTE_A_POLICY_NETNS]);
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
	struct parser p = {.reader = {.blob = blob, .fault = fault}};
	int err;

	*fault = (struct vdt_fault){};
	if (len > VDT_BLOB_MAX)
		return vdt_refuse(&p.reader, -E2BIG, blob, "policy: larger than fits");
	p.policy = kvzalloc(sizeof(*p.policy), GFP_KERNEL);
	if (!p.policy)
		return -ENOMEM;
	p.policy->prefixes = vdt_prefix_db_new();
	err = p.policy->prefixes ? check_format(&p, len) : -ENOMEM;
	if (!err)
		err = read_policy(&p, len);
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
