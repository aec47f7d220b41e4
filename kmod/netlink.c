// SPDX-License-Identifier: GPL-2.0-only
/* The family itself, and the requests that only look: status-get, stats-get. */
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/utsname.h>
#include <net/genetlink.h>

#include "addr.h"
#include "compat.h"
#include "events.h"
#include "flows.h"
#include "genl.h"
#include "keyring.h"
#include "limits.h"
#include "lock.h"
#include "netlink.h"
#include "netlink_hooks.h"
#include "policy.h"
#include "stats.h"
#include "xdp.h"

enum { REPLY_SIZE = 16 << 10 }; /* bytes; a page does not hold all that may be in a status */

static_assert(512 + VDT_CERTS_MAX * (VDT_SUBJECT_MAX + 32) + 32 * (VDT_EVENT_TEXT_MAX + 48) <=
	      REPLY_SIZE);
static_assert(128 + 2 * (VEDETTE_REASON_MAX + 1) * 40 <= REPLY_SIZE);
static_assert(1024 + (VEDETTE_INTEGRITY_KIND_MAX + 1) * (VEDETTE_INTEGRITY_REASON_MAX + 1) * 44 <=
	      REPLY_SIZE);

int vdt_netlink_init(void)
{
	int err = genl_register_family(&vedette_nl_family);

	if (!err)
		vdt_events_unmute();
	return err;
}

void vdt_netlink_exit(void)
{
	vdt_events_mute();
	genl_unregister_family(&vedette_nl_family);
}

struct sk_buff *vdt_netlink_reply_new(struct genl_info *info, void **ret_head)
{
	struct sk_buff *msg = genlmsg_new(REPLY_SIZE, GFP_KERNEL);

	if (!msg)
		return NULL;
	*ret_head = genlmsg_put_reply(msg, info, &vedette_nl_family, 0, info->genlhdr->cmd);
	if (!*ret_head) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

int vdt_netlink_reply_send(struct sk_buff *msg, void *head, struct genl_info *info, int err)
{
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	genlmsg_end(msg, head);
	return genlmsg_reply(msg, info);
}

void *vdt_netlink_row_start(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &vedette_nl_family,
			   NLM_F_MULTI, cmd);
}

int vdt_netlink_row_end(struct sk_buff *skb, void *head, int err)
{
	if (err) {
		genlmsg_cancel(skb, head);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, head);
	return 0;
}

int vdt_netlink_refuse(struct genl_info *info, int err, const char *why)
{
	if (err && why && info->extack)
		info->extack->_msg = why;
	return err;
}

int vdt_netlink_put_u64(struct sk_buff *msg, int type, u64 value)
{
	return nla_put(msg, type, sizeof(value), &value);
}

int vdt_netlink_put_addr(struct sk_buff *msg, int type, const struct vdt_addr *addr)
{
	if (vdt_addr_is_v4(addr))
		return nla_put(msg, type, 4, addr->byte + VDT_ADDR_MAPPED);
	return nla_put(msg, type, sizeof(addr->byte), addr->byte);
}

static int put_module(struct sk_buff *msg)
{
	return nla_put_string(msg, VEDETTE_A_STATUS_MODULE_VERSION, VDT_VERSION) ||
	       nla_put_string(msg, VEDETTE_A_STATUS_KERNEL, init_utsname()->release) ||
	       (vdt_keyring_development() && nla_put_flag(msg, VEDETTE_A_STATUS_DEVELOPMENT_KEYS));
}

static int put_active(struct sk_buff *msg, const struct vdt_image *image)
{
	u64 age = ktime_get_boottime_ns() - image->since;
	u32 left = vdt_policy_confirm_left();

	return nla_put_string(msg, VEDETTE_A_STATUS_POLICY_NAME, image->policy->name) ||
	       vdt_netlink_put_u64(msg, VEDETTE_A_STATUS_POLICY_VERSION, image->policy->version) ||
	       nla_put(msg, VEDETTE_A_STATUS_POLICY_DIGEST, SHA256_DIGEST_SIZE,
		       image->source->file.digest) ||
	       vdt_netlink_put_u64(msg, VEDETTE_A_STATUS_POLICY_AGE, div64_u64(age, VDT_SECOND)) ||
	       (left && nla_put_u32(msg, VEDETTE_A_STATUS_CONFIRM_LEFT, left)) ||
	       nla_put_u8(msg, VEDETTE_A_STATUS_NETNS, image->policy->netns) ||
	       nla_put_u8(msg, VEDETTE_A_STATUS_MODE, image->policy->mode) ||
	       vdt_netlink_put_u64(msg, VEDETTE_A_STATUS_MEMORY, vdt_image_memory(image));
}

static int put_policy(struct sk_buff *msg)
{
	const struct vdt_image *image = vdt_policy_hold();
	int err = nla_put_u8(msg, VEDETTE_A_STATUS_POLICY_STATE, vdt_policy_state()) ||
		  (image && put_active(msg, image));

	vdt_policy_release();
	return err;
}

static int put_cert(struct sk_buff *msg, const char *subject, enum vdt_role role)
{
	struct nlattr *nest = nla_nest_start(msg, VEDETTE_A_STATUS_CERTIFICATE);

	if (!nest || nla_put_string(msg, VEDETTE_A_CERTIFICATE_SUBJECT, subject) ||
	    nla_put_string(msg, VEDETTE_A_CERTIFICATE_ROLE, vdt_role_name(role)))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int put_certs(struct sk_buff *msg)
{
	const char *subject;
	enum vdt_role role;
	unsigned int i;
	int err = 0;

	for (i = 0; !err && vdt_keyring_cert(i, &subject, &role); i++)
		err = put_cert(msg, subject, role);
	return err;
}

int vedette_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	void *head;
	struct sk_buff *msg = vdt_netlink_reply_new(info, &head);
	int err;

	if (!msg)
		return -ENOMEM;
	err = put_module(msg) || put_policy(msg) ||
	      nla_put_u8(msg, VEDETTE_A_STATUS_LOCK,
			 vdt_locked() ? VEDETTE_LOCK_LOCKED : VEDETTE_LOCK_UNLOCKED) ||
	      vdt_netlink_put_u64(msg, VEDETTE_A_STATUS_EVENTS_LOST, vdt_event_counts().lost) ||
	      put_certs(msg) || vdt_netlink_put_enforcement(msg);
	return vdt_netlink_reply_send(msg, head, info, err ? -EMSGSIZE : 0);
}

static int put_count(struct sk_buff *msg, int type, u8 reason, struct vdt_count count)
{
	struct nlattr *nest = nla_nest_start(msg, type);

	if (!nest || nla_put_u8(msg, VEDETTE_A_COUNTER_REASON, reason) ||
	    vdt_netlink_put_u64(msg, VEDETTE_A_COUNTER_PACKETS, count.packets) ||
	    vdt_netlink_put_u64(msg, VEDETTE_A_COUNTER_BYTES, count.bytes))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

int vedette_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vdt_event_counts events = vdt_event_counts();
	struct vdt_xdp_count xdp = vdt_xdp_sum();
	void *head;
	struct sk_buff *msg = vdt_netlink_reply_new(info, &head);
	int err = 0;
	u8 reason;

	if (!msg)
		return -ENOMEM;
	for (reason = 0; !err && reason <= VEDETTE_REASON_MAX; reason++)
		err = put_count(msg, VEDETTE_A_STATS_COUNTER, reason, vdt_stats_sum(reason));
	for (reason = 0; !err && reason <= VEDETTE_REASON_MAX; reason++)
		err = put_count(msg, VEDETTE_A_STATS_OBSERVED, reason,
				vdt_stats_sum_observed(reason));
	err = err || vdt_netlink_put_u64(msg, VEDETTE_A_STATS_EVENTS, events.sent) ||
	      vdt_netlink_put_u64(msg, VEDETTE_A_STATS_EVENTS_SUPPRESSED, events.suppressed) ||
	      nla_put_u32(msg, VEDETTE_A_STATS_FLOWS, vdt_flows_count()) ||
	      vdt_netlink_put_u64(msg, VEDETTE_A_STATS_XDP_PASSED, xdp.passed) ||
	      vdt_netlink_put_u64(msg, VEDETTE_A_STATS_XDP_DROPPED, xdp.dropped);
	return vdt_netlink_reply_send(msg, head, info, err ? -EMSGSIZE : 0);
}
