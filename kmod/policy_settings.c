// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/*
 * accounts and audit. The kernel obeys neither: it sees that nobody signs what is too weak, and
 * keeps them in the blob for the processes that do.
 */
#include "policy_part.h"
#include "policy_text.h"

/* Bounds that the tables of the spec cannot hold. */
#define DAY	 86400 /* seconds */
#define RING_MIN (1u << 20)
#define RING_MAX (1u << 28)

static u32 number(const struct vdt_level *level, int type)
{
	return nla_get_u32(level->attr[type]);
}

int vdt_part_accounts(struct vdt_parser *p, const struct nlattr *nest)
{
	struct vdt_level level;
	int err = vdt_part_nest(p, &vdt_accounts_grammar, nest, &level);

	if (err)
		return err;
	if (number(&level, VEDETTE_A_ACCOUNTS_LOCK_MAX) > DAY)
		return vdt_refuse(&p->reader, -EINVAL, level.attr[VEDETTE_A_ACCOUNTS_LOCK_MAX],
				  "accounts lock-max: more than a day");
	if (number(&level, VEDETTE_A_ACCOUNTS_ABSOLUTE) > DAY)
		return vdt_refuse(&p->reader, -EINVAL, level.attr[VEDETTE_A_ACCOUNTS_ABSOLUTE],
				  "accounts absolute: more than a day");
	if (number(&level, VEDETTE_A_ACCOUNTS_LOCK_MAX) <
	    number(&level, VEDETTE_A_ACCOUNTS_LOCK_BASE))
		return vdt_refuse(&p->reader, -EINVAL, level.attr[VEDETTE_A_ACCOUNTS_LOCK_MAX],
				  "accounts lock-max: less than lock-base");
	if (number(&level, VEDETTE_A_ACCOUNTS_ABSOLUTE) < number(&level, VEDETTE_A_ACCOUNTS_IDLE))
		return vdt_refuse(&p->reader, -EINVAL, level.attr[VEDETTE_A_ACCOUNTS_ABSOLUTE],
				  "accounts absolute: less than idle");
	if (number(&level, VEDETTE_A_ACCOUNTS_PER_ACCOUNT) >
	    number(&level, VEDETTE_A_ACCOUNTS_SESSIONS))
		return vdt_refuse(&p->reader, -EINVAL, level.attr[VEDETTE_A_ACCOUNTS_PER_ACCOUNT],
				  "accounts per-account: more than sessions");
	return 0;
}

static bool has_form(const struct nlattr *attr, bool (*is_form)(const char *text))
{
	return vdt_text_is_whole(nla_data(attr), nla_len(attr)) && is_form(nla_data(attr));
}

int vdt_part_audit(struct vdt_parser *p, const struct nlattr *nest)
{
	const struct nlattr *syslog, *name;
	struct vdt_level level;
	int err = vdt_part_nest(p, &vdt_audit_grammar, nest, &level);

	if (err)
		return err;
	if (number(&level, VEDETTE_A_AUDIT_RING) < RING_MIN ||
	    number(&level, VEDETTE_A_AUDIT_RING) > RING_MAX)
		return vdt_refuse(&p->reader, -EINVAL, level.attr[VEDETTE_A_AUDIT_RING],
				  "audit ring: not from 1 MiB to 256 MiB");
	syslog = level.attr[VEDETTE_A_AUDIT_SYSLOG];
	name = level.attr[VEDETTE_A_AUDIT_NAME];
	if (syslog && !has_form(syslog, vdt_text_is_collector))
		return vdt_refuse(&p->reader, -EINVAL, syslog,
				  "audit syslog: not tls://ADDRESS:PORT");
	if (name && !has_form(name, vdt_text_is_dns))
		return vdt_refuse(&p->reader, -EINVAL, name, "audit name: not a DNS name");
	if (name && !syslog)
		return vdt_refuse(&p->reader, -EINVAL, name, "audit name: there is no syslog");
	return 0;
}
