// SPDX-License-Identifier: GPL-2.0-only
/* Requests about the BPF programs: hooks-hold, hooks-release; and the enforcement in the status. */
#include <net/genetlink.h>

#include "compat.h"
#include "defrag.h"
#include "egress_device.h"
#include "events.h"
#include "genl.h"
#include "hooks.h"
#include "lock.h"
#include "netlink.h"
#include "netlink_hooks.h"
#include "netlink_lock.h"

int vedette_nl_hooks_hold_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *text = info->attrs[VEDETTE_A_HOOKS_TEXT], *attr;
	int rest, err = vdt_netlink_check_lock(info);
	const char *why = NULL;

	if (err)
		return err;
	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rest) {
		if (nla_type(attr) != VEDETTE_A_HOOKS_FD)
			continue;
		err = vdt_hooks_hold(nla_get_s32(attr), &why);
		if (err)
			return vdt_netlink_refuse(info, err, why);
	}
	if (text)
		vdt_hooks_explain(nla_data(text));
	return 0;
}

int vedette_nl_hooks_release_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *text = info->attrs[VEDETTE_A_HOOKS_TEXT];
	int err = vdt_netlink_check_lock(info);

	if (err)
		return err;
	vdt_hooks_release_xdp();
	if (info->attrs[VEDETTE_A_HOOKS_XDP])
		return 0;
	if (vdt_locked())
		return -EACCES;
	vdt_hooks_release_lsm();
	vdt_event_module(text ? nla_data(text) : "LSM programs released");
	return 0;
}

static int put_part(const struct vdt_hook_part *part, void *ctx)
{
	struct sk_buff *msg = ctx;
	struct nlattr *nest = nla_nest_start(msg, VEDETTE_A_STATUS_ENFORCEMENT);

	if (!nest || nla_put_string(msg, VEDETTE_A_ENFORCEMENT_NAME, part->name) ||
	    nla_put_u8(msg, VEDETTE_A_ENFORCEMENT_STATE, part->state) ||
	    (part->text && nla_put_string(msg, VEDETTE_A_ENFORCEMENT_TEXT, part->text)))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

/* Packets are judged for as long as the module is loaded. */
int vdt_netlink_put_enforcement(struct sk_buff *msg)
{
	static const struct vdt_hook_part packets = {
		.name = "packets",
		.state = VEDETTE_ENFORCEMENT_STATE_HELD,
	};
	struct vdt_hook_part fragments = {
		.name = "fragments",
		.state = VEDETTE_ENFORCEMENT_STATE_HELD,
		.text = vdt_defrag_missing(),
	};
	struct vdt_hook_part frames = {
		.name = "packet-sockets",
		.state = VEDETTE_ENFORCEMENT_STATE_HELD,
		.text = vdt_egress_device_missing(),
	};

	if (fragments.text)
		fragments.state = VEDETTE_ENFORCEMENT_STATE_NOT_AVAILABLE;
	if (frames.text)
		frames.state = VEDETTE_ENFORCEMENT_STATE_NOT_AVAILABLE;
	if (put_part(&packets, msg) || put_part(&fragments, msg) || put_part(&frames, msg))
		return -EMSGSIZE;
	return vdt_hooks_each(put_part, msg) ? -EMSGSIZE : 0;
}
