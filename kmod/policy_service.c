// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "policy_part.h"

static int read_flags(struct vdt_parser *p, const struct vdt_level *level,
		      struct vdt_service *service)
{
	const struct nlattr *attr = level->attr[VEDETTE_A_SERVICE_FLAGS];

	if (!attr)
		return 0;
	service->flags = nla_get_u32(attr);
	if (!service->flags)
		return vdt_refuse(&p->reader, -EINVAL, attr, "service flags: zero, leave it out");
	if (service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY &&
	    (level->attr[VEDETTE_A_SERVICE_FROM] || level->attr[VEDETTE_A_SERVICE_CONNECTIONS] ||
	     level->attr[VEDETTE_A_SERVICE_PER_SOURCE] || level->attr[VEDETTE_A_SERVICE_RATE]))
		return vdt_refuse(&p->reader, -EINVAL, attr,
				  "service from, limits: a loopback-only service has none");
	if (service->flags & VEDETTE_SERVICE_FLAG_ANSWER_ANY && service->proto != IPPROTO_UDP)
		return vdt_refuse(&p->reader, -EINVAL, attr,
				  "service flags: the size of answers is limited for UDP only");
	return 0;
}

static u32 get_u32(const struct vdt_level *level, int type)
{
	return level->attr[type] ? nla_get_u32(level->attr[type]) : 0;
}

static int read_limits(struct vdt_parser *p, const struct vdt_level *level,
		       const struct nlattr *nest, struct vdt_service *service)
{
	service->connections = get_u32(level, VEDETTE_A_SERVICE_CONNECTIONS);
	service->per_source = get_u32(level, VEDETTE_A_SERVICE_PER_SOURCE);
	service->rate = get_u32(level, VEDETTE_A_SERVICE_RATE);
	service->period = get_u32(level, VEDETTE_A_SERVICE_PERIOD);
	if (!service->rate != !service->period)
		return vdt_refuse(&p->reader, -EINVAL, nest,
				  "service rate: rate and period stand together");
	if (service->period && service->period != 1 && service->period != 60 &&
	    service->period != 3600)
		return vdt_refuse(&p->reader, -EINVAL, nest,
				  "service period: not a second, a minute or an hour");
	if (service->connections && service->per_source > service->connections)
		return vdt_refuse(&p->reader, -EINVAL, nest,
				  "service per-source: above the connections of the service");
	return 0;
}

/* The service apart from the names of sets. */
static int read_port(struct vdt_parser *p, const struct vdt_level *level,
		     struct vdt_service *ret_service)
{
	const struct nlattr *proto = level->attr[VEDETTE_A_SERVICE_PROTO];
	int err = vdt_part_name(p, level->attr[VEDETTE_A_SERVICE_NAME], &ret_service->name);

	if (err)
		return err;
	ret_service->proto = nla_get_u8(proto);
	if (ret_service->proto != IPPROTO_TCP && ret_service->proto != IPPROTO_UDP)
		return vdt_refuse(&p->reader, -EINVAL, proto, "service proto: neither TCP nor UDP");
	ret_service->port = nla_get_u16(level->attr[VEDETTE_A_SERVICE_PORT]);
	return 0;
}

static int check_unique(struct vdt_parser *p, const struct nlattr *nest,
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

int vdt_part_service(struct vdt_parser *p, const struct nlattr *nest)
{
	struct vdt_policy *policy = p->policy;
	struct vdt_service service = {};
	struct vdt_level level;
	int err = vdt_part_nest(p, &vdt_service_grammar, nest, &level);

	if (!err)
		err = read_port(p, &level, &service);
	if (!err)
		err = read_flags(p, &level, &service);
	if (!err)
		err = vdt_part_mask(p, &level, VEDETTE_A_SERVICE_FROM, &service.from);
	if (!err)
		err = vdt_part_exe(p, level.attr[VEDETTE_A_SERVICE_EXE], &service.exe);
	if (!err)
		err = read_limits(p, &level, nest, &service);
	if (!err)
		err = check_unique(p, nest, &service);
	if (err)
		return err;
	if (policy->n_services == VDT_SERVICES_MAX)
		return vdt_refuse(&p->reader, -E2BIG, nest, "service: more services than fit");
	policy->services[policy->n_services++] = service;
	return 0;
}
