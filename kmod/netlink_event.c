// SPDX-License-Identifier: GPL-2.0-only
/* Events as messages, for the multicast group and for event-get. */
#include <net/genetlink.h>

#include "compat.h"
#include "events.h"
#include "genl.h"
#include "netlink.h"
#include "netlink_event.h"

enum {
	EVENT_SIZE =
		1024, /* bytes that the attributes of an event take at most, with their headers */
};

static_assert(sizeof(struct vdt_event) + 28 * (NLA_HDRLEN + NLA_ALIGNTO) <= EVENT_SIZE);

static int put_drop(struct sk_buff *msg, const struct vdt_event *event)
{
	return nla_put_u8(msg, VEDETTE_A_EVENT_REASON, event->reason) ||
	       vdt_netlink_put_addr(msg, VEDETTE_A_EVENT_SOURCE, &event->src) ||
	       vdt_netlink_put_addr(msg, VEDETTE_A_EVENT_DESTINATION, &event->dst) ||
	       nla_put_u8(msg, VEDETTE_A_EVENT_PROTO, event->proto) ||
	       (event->port && nla_put_u16(msg, VEDETTE_A_EVENT_PORT, event->port)) ||
	       nla_put_u32(msg, VEDETTE_A_EVENT_IFINDEX, event->ifindex) ||
	       nla_put_u32(msg, VEDETTE_A_EVENT_SUPPRESSED, event->suppressed) ||
	       (event->observed && nla_put_flag(msg, VEDETTE_A_EVENT_OBSERVED));
}

static int put_policy(struct sk_buff *msg, const struct vdt_event *event)
{
	if (!event->policy_name[0])
		return 0;
	return nla_put_string(msg, VEDETTE_A_EVENT_POLICY_NAME, event->policy_name) ||
	       vdt_netlink_put_u64(msg, VEDETTE_A_EVENT_POLICY_VERSION, event->policy_version) ||
	       nla_put(msg, VEDETTE_A_EVENT_POLICY_DIGEST, sizeof(event->policy_digest),
		       event->policy_digest);
}

static int put_banned(struct sk_buff *msg, const struct vdt_event *event)
{
	if (!event->bits)
		return 0;
	return vdt_netlink_put_addr(msg, VEDETTE_A_EVENT_SOURCE, &event->src) ||
	       nla_put_u8(msg, VEDETTE_A_EVENT_PREFIX_LENGTH, event->bits) ||
	       (event->seconds && nla_put_u32(msg, VEDETTE_A_EVENT_SECONDS, event->seconds));
}

static int put_asked(struct sk_buff *msg, const struct vdt_event *event)
{
	return put_policy(msg, event) || put_banned(msg, event) ||
	       (event->error && nla_put_s32(msg, VEDETTE_A_EVENT_ERROR, event->error)) ||
	       (event->text[0] && nla_put_string(msg, VEDETTE_A_EVENT_TEXT, event->text)) ||
	       nla_put_u32(msg, VEDETTE_A_EVENT_PID, event->pid) ||
	       nla_put_u32(msg, VEDETTE_A_EVENT_UID, event->uid);
}

static int put_refused(struct sk_buff *msg, const struct vdt_event *event)
{
	return nla_put_u8(msg, VEDETTE_A_EVENT_REASON, event->reason) ||
	       nla_put_u8(msg, VEDETTE_A_EVENT_PROTO, event->proto) ||
	       (event->port && nla_put_u16(msg, VEDETTE_A_EVENT_PORT, event->port)) ||
	       (event->observed && nla_put_flag(msg, VEDETTE_A_EVENT_OBSERVED)) ||
	       put_asked(msg, event);
}

/* Over a limit, or for somebody who asked. */
static int put_cut(struct sk_buff *msg, const struct vdt_event *event)
{
	if (event->reason != VEDETTE_REASON_SERVICE)
		return put_drop(msg, event);
	return vdt_netlink_put_addr(msg, VEDETTE_A_EVENT_SOURCE, &event->src) ||
	       vdt_netlink_put_addr(msg, VEDETTE_A_EVENT_DESTINATION, &event->dst) ||
	       nla_put_u8(msg, VEDETTE_A_EVENT_PROTO, event->proto) ||
	       nla_put_u16(msg, VEDETTE_A_EVENT_PORT, event->port) || put_asked(msg, event);
}

static int put_denied_file(struct sk_buff *msg, const struct vdt_event *event)
{
	if (!event->integrity.ino)
		return 0;
	return vdt_netlink_put_u64(msg, VEDETTE_A_EVENT_INODE, event->integrity.ino) ||
	       nla_put_u32(msg, VEDETTE_A_EVENT_DEVICE, event->integrity.dev) ||
	       (event->integrity.digest_len &&
		nla_put(msg, VEDETTE_A_EVENT_FILE_DIGEST, event->integrity.digest_len,
			event->integrity.digest)) ||
	       (event->integrity.key_id &&
		nla_put_u32(msg, VEDETTE_A_EVENT_KEY_ID, event->integrity.key_id));
}

static int put_integrity(struct sk_buff *msg, const struct vdt_event *event)
{
	return nla_put_u8(msg, VEDETTE_A_EVENT_KIND, event->integrity.kind) ||
	       nla_put_u8(msg, VEDETTE_A_EVENT_INTEGRITY_REASON, event->integrity.reason) ||
	       (event->integrity.path[0] &&
		nla_put_string(msg, VEDETTE_A_EVENT_PATH, event->integrity.path)) ||
	       put_denied_file(msg, event) ||
	       nla_put_u32(msg, VEDETTE_A_EVENT_PARENT, event->integrity.parent) ||
	       nla_put_u32(msg, VEDETTE_A_EVENT_SUPPRESSED, event->suppressed) ||
	       (event->observed && nla_put_flag(msg, VEDETTE_A_EVENT_OBSERVED)) ||
	       put_asked(msg, event);
}

static int put_fields(struct sk_buff *msg, const struct vdt_event *event)
{
	switch (event->type) {
	case VEDETTE_EVENT_TYPE_PACKET_DROP:
	case VEDETTE_EVENT_TYPE_EGRESS_DROP:
		return put_drop(msg, event);
	case VEDETTE_EVENT_TYPE_CUT:
		return put_cut(msg, event);
	case VEDETTE_EVENT_TYPE_SOCKET_REFUSE:
		return put_refused(msg, event);
	case VEDETTE_EVENT_TYPE_INTEGRITY:
		return put_integrity(msg, event);
	default:
		return put_asked(msg, event);
	}
}

/* Returns 0 or -EMSGSIZE, then the message is as before. */
static int put_event(struct sk_buff *msg, u32 portid, u32 seq, int flags, u8 cmd,
		     const struct vdt_event *event)
{
	void *head = genlmsg_put(msg, portid, seq, &vedette_nl_family, flags, cmd);

	if (!head)
		return -EMSGSIZE;
	if (vdt_netlink_put_u64(msg, VEDETTE_A_EVENT_SEQ, event->seq) ||
	    vdt_netlink_put_u64(msg, VEDETTE_A_EVENT_BOOTTIME, event->boottime) ||
	    vdt_netlink_put_u64(msg, VEDETTE_A_EVENT_REALTIME, event->realtime) ||
	    nla_put_u8(msg, VEDETTE_A_EVENT_TYPE, event->type) || put_fields(msg, event)) {
		genlmsg_cancel(msg, head);
		return -EMSGSIZE;
	}
	genlmsg_end(msg, head);
	return 0;
}

void vdt_netlink_event_send(const struct vdt_event *event)
{
	struct sk_buff *msg = genlmsg_new(EVENT_SIZE, GFP_ATOMIC);

	if (!msg)
		return;
	if (put_event(msg, 0, 0, 0, VEDETTE_CMD_EVENT, event)) {
		nlmsg_free(msg);
		return;
	}
	genlmsg_multicast_netns(&vedette_nl_family, &init_net, msg, 0, VEDETTE_NLGRP_EVENTS,
				GFP_ATOMIC);
}

/* cb->args: [0] whether the request was read, [1] sequence number of the last event that was put.
 */
int vedette_nl_event_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nlattr *since = vdt_dump_attrs(cb)[VEDETTE_A_EVENT_SINCE];
	struct vdt_event event;

	if (!cb->args[0]) {
		cb->args[0] = 1;
		cb->args[1] = since ? nla_get_u64(since) : 0;
	}
	while (vdt_event_next(cb->args[1], &event)) {
		if (put_event(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, NLM_F_MULTI,
			      VEDETTE_CMD_EVENT_GET, &event))
			break;
		cb->args[1] = event.seq;
	}
	return skb->len;
}
