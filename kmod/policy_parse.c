// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "policy_part.h"
#include "policy_text.h"

int vdt_part_nest(struct vdt_parser *p, const struct vdt_grammar *g, const struct nlattr *nest,
		  struct vdt_level *ret_level)
{
	return vdt_level_read(&p->reader, g, nla_data(nest), nla_len(nest), ret_level);
}

int vdt_part_each(struct vdt_parser *p, const struct vdt_level *level, int type,
		  int (*read)(struct vdt_parser *p, const struct nlattr *attr))
{
	const struct nlattr *attr;
	int err = 0;

	for (attr = level->attr[type]; attr && !err; attr = vdt_level_next(level, attr))
		err = read(p, attr);
	return err;
}

int vdt_part_name(struct vdt_parser *p, const struct nlattr *attr, const char **ret_name)
{
	const char *name = nla_data(attr);

	if (!vdt_text_is_whole(name, nla_len(attr)) || !vdt_text_is_name(name))
		return vdt_refuse(&p->reader, -EINVAL, attr,
				  "name: not of the form [a-z][a-z0-9_-]*");
	*ret_name = name;
	return 0;
}

int vdt_part_exe(struct vdt_parser *p, const struct nlattr *attr, s16 *ret_exe)
{
	struct vdt_policy *policy = p->policy;
	const char *exe;
	int index;

	*ret_exe = VDT_NO_EXE;
	if (!attr)
		return 0;
	exe = nla_data(attr);
	if (!vdt_text_is_whole(exe, nla_len(attr)) || !vdt_text_is_path(exe))
		return vdt_refuse(&p->reader, -EINVAL, attr,
				  "exe: not an absolute, normalised path");
	index = vdt_policy_exe(policy, exe);
	if (index == VDT_NO_EXE) {
		if (policy->n_exes == VDT_EXES_MAX)
			return vdt_refuse(&p->reader, -E2BIG, attr,
					  "exe: more executables than fit");
		index = policy->n_exes++;
		policy->exes[index] = exe;
	}
	*ret_exe = (s16)index;
	return 0;
}

int vdt_part_stream(struct vdt_parser *p, const struct nlattr *nest)
{
	struct vdt_stream *stream = &p->policy->stream;
	const struct nlattr *encoder;
	struct vdt_level level;
	int err = vdt_part_nest(p, &vdt_stream_grammar, nest, &level);

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

static u32 get_limit(const struct vdt_level *level, int type, u32 otherwise)
{
	return level->attr[type] ? nla_get_u32(level->attr[type]) : otherwise;
}

int vdt_part_limits(struct vdt_parser *p, const struct nlattr *nest)
{
	struct vdt_limits *limits = &p->policy->limits;
	struct vdt_level level = {};
	int err = 0;

	if (nest && !nla_len(nest))
		return vdt_refuse(&p->reader, -EINVAL, nest, "limits: none in it, leave it out");
	if (nest)
		err = vdt_part_nest(p, &vdt_limits_grammar, nest, &level);
	if (err)
		return err;
	*limits = (struct vdt_limits){
		.connections = get_limit(&level, VEDETTE_A_LIMITS_CONNECTIONS, VDT_CONNECTIONS),
		.half_open = get_limit(&level, VEDETTE_A_LIMITS_HALF_OPEN, VDT_HALF_OPEN),
		.reserved = get_limit(&level, VEDETTE_A_LIMITS_RESERVED, VDT_RESERVED),
		.destinations = get_limit(&level, VEDETTE_A_LIMITS_DESTINATIONS, VDT_DESTINATIONS),
	};
	if (limits->reserved >= limits->connections)
		return vdt_refuse(&p->reader, -EINVAL, nest,
				  "limits reserved: not below the connections it is part of");
	return 0;
}

/* Looked at before all else, for a newer format may have attributes that mean nothing here. */
static int check_format(struct vdt_parser *p, size_t len)
{
	const struct nlattr *first = p->reader.blob;

	if (len > NLA_HDRLEN && nla_type(first) == VEDETTE_A_POLICY_FORMAT && nla_len(first) == 1 &&
	    nla_get_u8(first) != VDT_POLICY_FORMAT)
		return vdt_refuse(&p->reader, -EOPNOTSUPP, first,
				  "format: not the one of this module");
	return 0;
}

/* JSON readers take no larger number, and nothing could ever follow the largest of all. */
static int read_version(struct vdt_parser *p, const struct nlattr *attr, u64 *ret_version)
{
	*ret_version = nla_get_u64(attr);
	if (*ret_version > VDT_VERSION_MAX)
		return vdt_refuse(&p->reader, -EINVAL, attr, "version: above 2^63 - 1");
	return 0;
}

/* One form only for each policy: a default is said by silence. */
static int read_choice(struct vdt_parser *p, const struct nlattr *attr, const char *why,
		       u8 *ret_choice)
{
	if (!attr)
		return 0;
	*ret_choice = nla_get_u8(attr);
	return *ret_choice ? 0 : vdt_refuse(&p->reader, -EINVAL, attr, why);
}

static int read_choices(struct vdt_parser *p, const struct vdt_level *level)
{
	struct vdt_policy *policy = p->policy;
	int err = read_choice(p, level->attr[VEDETTE_A_POLICY_MODE],
			      "mode: the default, leave it out", &policy->mode);

	if (!err)
		err = read_choice(p, level->attr[VEDETTE_A_POLICY_FRAGMENTS],
				  "fragments: the default, leave it out", &policy->fragments);
	if (!err)
		err = read_choice(p, level->attr[VEDETTE_A_POLICY_XDP],
				  "xdp: the default, leave it out", &policy->xdp);
	if (!err)
		err = read_choice(p, level->attr[VEDETTE_A_POLICY_LOCK],
				  "lock: the default, leave it out", &policy->lock);
	return err;
}

static int read_head(struct vdt_parser *p, const struct vdt_level *level)
{
	struct vdt_policy *policy = p->policy;
	int err = vdt_part_name(p, level->attr[VEDETTE_A_POLICY_NAME], &policy->name);

	if (!err)
		err = read_version(p, level->attr[VEDETTE_A_POLICY_VERSION], &policy->version);
	if (!err)
		err = read_choices(p, level);
	policy->netns = nla_get_u8(level->attr[VEDETTE_A_POLICY_NETNS]);
	return err;
}

static int read_policy(struct vdt_parser *p, size_t len)
{
	struct vdt_policy *policy = p->policy;
	struct vdt_level level;
	int err = vdt_level_read(&p->reader, &vdt_policy_grammar, p->reader.blob, len, &level);

	if (!err)
		err = read_head(p, &level);
	if (!err)
		err = vdt_part_each(p, &level, VEDETTE_A_POLICY_SET, vdt_part_set);
	if (!err)
		err = vdt_part_mask(p, &level, VEDETTE_A_POLICY_DENY, &policy->deny);
	if (!err)
		err = vdt_part_each(p, &level, VEDETTE_A_POLICY_SERVICE, vdt_part_service);
	if (!err && level.attr[VEDETTE_A_POLICY_STREAM])
		err = vdt_part_stream(p, level.attr[VEDETTE_A_POLICY_STREAM]);
	if (!err)
		err = vdt_part_limits(p, level.attr[VEDETTE_A_POLICY_LIMITS]);
	if (!err)
		err = vdt_part_each(p, &level, VEDETTE_A_POLICY_EGRESS, vdt_part_egress);
	if (!err)
		err = vdt_part_each(p, &level, VEDETTE_A_POLICY_PACKET_SOCKET,
				    vdt_part_packet_socket);
	if (!err && level.attr[VEDETTE_A_POLICY_INTEGRITY])
		err = vdt_part_integrity(p, level.attr[VEDETTE_A_POLICY_INTEGRITY]);
	if (!err && level.attr[VEDETTE_A_POLICY_ACCOUNTS])
		err = vdt_part_accounts(p, level.attr[VEDETTE_A_POLICY_ACCOUNTS]);
	if (!err && level.attr[VEDETTE_A_POLICY_AUDIT])
		err = vdt_part_audit(p, level.attr[VEDETTE_A_POLICY_AUDIT]);
	return err;
}

int vdt_policy_parse(const void *blob, size_t len, struct vdt_policy **ret_policy,
		     struct vdt_fault *fault)
{
	struct vdt_parser p = {.reader = {.blob = blob, .fault = fault}};
	int err;

	*fault = (struct vdt_fault){};
	if (len > VDT_BLOB_MAX)
		return vdt_refuse(&p.reader, -E2BIG, blob, "policy: larger than fits");
	p.policy = kvzalloc(sizeof(*p.policy), GFP_KERNEL);
	if (!p.policy)
		return -ENOMEM;
	err = check_format(&p, len);
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

int vdt_policy_exe(const struct vdt_policy *policy, const char *path)
{
	int i;

	for (i = 0; i < policy->n_exes; i++)
		if (!strcmp(policy->exes[i], path))
			return i;
	return VDT_NO_EXE;
}
