// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "policy_part.h"
#include "policy_text.h"

static int read_destination(struct vdt_parser *p, const struct vdt_level *level,
			    struct vdt_egress_rule *rule)
{
	const struct nlattr *dns = level->attr[VEDETTE_A_EGRESS_DNS];

	if (!dns)
		return vdt_part_mask(p, level, VEDETTE_A_EGRESS_TO, &rule->to);
	if (level->attr[VEDETTE_A_EGRESS_TO])
		return vdt_refuse(&p->reader, -EINVAL, dns,
				  "egress: a rule has sets or a DNS name, not both");
	rule->dns = nla_data(dns);
	if (!vdt_text_is_whole(rule->dns, nla_len(dns)) || !vdt_text_is_dns(rule->dns))
		return vdt_refuse(&p->reader, -EINVAL, dns,
				  "egress dns: not a DNS name in lower case");
	return 0;
}

static int read_transport(struct vdt_parser *p, const struct vdt_level *level,
			  const struct nlattr *nest, struct vdt_egress_rule *rule)
{
	const struct nlattr *proto = level->attr[VEDETTE_A_EGRESS_PROTO];
	const struct nlattr *port = level->attr[VEDETTE_A_EGRESS_PORT];

	rule->proto = proto ? nla_get_u8(proto) : 0;
	if (proto && rule->proto != IPPROTO_TCP && rule->proto != IPPROTO_UDP &&
	    rule->proto != IPPROTO_ICMP)
		return vdt_refuse(&p->reader, -EINVAL, proto,
				  "egress proto: neither TCP nor UDP nor ICMP");
	rule->port = port ? nla_get_u16(port) : 0;
	if (port && rule->proto != IPPROTO_TCP && rule->proto != IPPROTO_UDP)
		return vdt_refuse(&p->reader, -EINVAL, nest,
				  "egress port: stands with TCP or UDP only");
	/* A name is pinned to a port, for many names live behind one address. */
	if (rule->dns && !port)
		return vdt_refuse(&p->reader, -EINVAL, nest,
				  "egress dns: a rule by name needs proto and port");
	return 0;
}

int vdt_part_egress(struct vdt_parser *p, const struct nlattr *nest)
{
	struct vdt_policy *policy = p->policy;
	struct vdt_egress_rule rule = {};
	struct vdt_level level;
	int err = vdt_part_nest(p, &vdt_egress_grammar, nest, &level);

	if (!err)
		err = read_destination(p, &level, &rule);
	if (!err)
		err = read_transport(p, &level, nest, &rule);
	if (!err)
		err = vdt_part_exe(p, level.attr[VEDETTE_A_EGRESS_EXE], &rule.exe);
	if (err)
		return err;
	if (policy->n_egress == VDT_EGRESS_MAX)
		return vdt_refuse(&p->reader, -E2BIG, nest, "egress: more rules than fit");
	policy->egress[policy->n_egress++] = rule;
	return 0;
}

int vdt_part_packet_socket(struct vdt_parser *p, const struct nlattr *attr)
{
	s16 exe;
	int err = vdt_part_exe(p, attr, &exe);

	if (err)
		return err;
	if (p->policy->packet_sockets & BIT_ULL(exe))
		return vdt_refuse(&p->reader, -EEXIST, attr,
				  "packet-socket: an executable given twice");
	p->policy->packet_sockets |= BIT_ULL(exe);
	return 0;
}
