// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/settings.h"

#include <errno.h>
#include <netlink/attr.h>
#include <stdio.h>
#include <string.h>

#include <vedette/settings.h>

int vdt_settings_read(const struct vdt_nl_image *image, struct vdt_msg_STREAM_SETTINGS *ret_msg)
{
	static struct nla_policy policy[VEDETTE_A_STREAM_MAX + 1] = {
		[VEDETTE_A_STREAM_ENCODER] = {.type = NLA_STRING,
					      .maxlen = sizeof(ret_msg->encoder)},
		[VEDETTE_A_STREAM_VIEWERS] = {.type = NLA_U16},
	};
	struct nlattr *attrs[VEDETTE_A_STREAM_MAX + 1], *stream;

	stream = nla_find((const struct nlattr *)(const void *)image->blob, (int)image->blob_len,
			  VEDETTE_A_POLICY_STREAM);
	if (!stream)
		return -ENOENT;
	if (nla_parse_nested(attrs, VEDETTE_A_STREAM_MAX, stream, policy) < 0 ||
	    !attrs[VEDETTE_A_STREAM_ENCODER] || !attrs[VEDETTE_A_STREAM_VIEWERS])
		return -EBADMSG;
	memset(ret_msg, 0, sizeof(*ret_msg));
	ret_msg->policy_version = image->version;
	ret_msg->viewers = nla_get_u16(attrs[VEDETTE_A_STREAM_VIEWERS]);
	snprintf(ret_msg->encoder, sizeof(ret_msg->encoder), "%s",
		 nla_get_string(attrs[VEDETTE_A_STREAM_ENCODER]));
	return 0;
}

uint8_t vdt_settings_xdp(const struct vdt_nl_image *image)
{
	struct nlattr *xdp = nla_find((const struct nlattr *)(const void *)image->blob,
				      (int)image->blob_len, VEDETTE_A_POLICY_XDP);

	return xdp && nla_len(xdp) == 1 ? nla_get_u8(xdp) : VEDETTE_XDP_NATIVE;
}

/* Returns 0, -ENOENT (the policy does not have it) or -EBADMSG. */
static int read_section(const struct vdt_nl_image *image, int type, struct nla_policy *policy,
			int max, struct nlattr **attrs)
{
	struct nlattr *nest = nla_find((const struct nlattr *)(const void *)image->blob,
				       (int)image->blob_len, type);

	if (!nest)
		return -ENOENT;
	return nla_parse_nested(attrs, max, nest, policy) < 0 ? -EBADMSG : 0;
}

/* Every number of a section is in the blob. */
static bool are_there(struct nlattr **attrs, int last)
{
	for (int i = 1; i <= last; i++)
		if (!attrs[i] || nla_len(attrs[i]) != sizeof(uint32_t))
			return false;
	return true;
}

static void copy_string(const struct nlattr *attr, char *into, size_t room)
{
	if (attr)
		snprintf(into, room, "%s", nla_get_string(attr));
}

int vdt_settings_audit(const struct vdt_nl_image *image, struct vdt_msg_AUDIT_SETTINGS *ret_msg)
{
	static struct nla_policy policy[VEDETTE_A_AUDIT_MAX + 1] = {
		[VEDETTE_A_AUDIT_SYSLOG] = {.type = NLA_STRING,
					    .maxlen = sizeof(ret_msg->collector)},
		[VEDETTE_A_AUDIT_NAME] = {.type = NLA_STRING, .maxlen = sizeof(ret_msg->name)},
	};
	struct vdt_msg_AUDIT_SETTINGS msg = {.policy_version = image->version,
					     .ring = VDT_AUDIT_RING,
					     .checkpoint = VDT_AUDIT_CHECKPOINT};
	struct nlattr *attrs[VEDETTE_A_AUDIT_MAX + 1];
	int err = read_section(image, VEDETTE_A_POLICY_AUDIT, policy, VEDETTE_A_AUDIT_MAX, attrs);

	if (err == -EBADMSG || (!err && !are_there(attrs, VEDETTE_A_AUDIT_CHECKPOINT)))
		return -EBADMSG;
	if (!err) {
		msg.off = nla_get_u32(attrs[VEDETTE_A_AUDIT_OFF]) != 0;
		msg.stop_on_full = nla_get_u32(attrs[VEDETTE_A_AUDIT_STOP]) != 0;
		msg.ring = nla_get_u32(attrs[VEDETTE_A_AUDIT_RING]);
		msg.checkpoint = nla_get_u32(attrs[VEDETTE_A_AUDIT_CHECKPOINT]);
		copy_string(attrs[VEDETTE_A_AUDIT_SYSLOG], msg.collector, sizeof(msg.collector));
		copy_string(attrs[VEDETTE_A_AUDIT_NAME], msg.name, sizeof(msg.name));
	}
	*ret_msg = msg;
	return 0;
}

int vdt_settings_access(const struct vdt_nl_image *image, struct vdt_msg_ACCESS_SETTINGS *ret_msg)
{
	static struct nla_policy policy[VEDETTE_A_ACCOUNTS_MAX + 1];
	struct nlattr *attrs[VEDETTE_A_ACCOUNTS_MAX + 1];
	uint32_t value[VEDETTE_A_ACCOUNTS_MAX + 1] = {
		[VEDETTE_A_ACCOUNTS_MIN_LENGTH] = VDT_ACCOUNTS_MIN_LENGTH,
		[VEDETTE_A_ACCOUNTS_HISTORY] = VDT_ACCOUNTS_HISTORY,
		[VEDETTE_A_ACCOUNTS_FAILURES] = VDT_ACCOUNTS_FAILURES,
		[VEDETTE_A_ACCOUNTS_LOCK_BASE] = VDT_ACCOUNTS_LOCK_BASE,
		[VEDETTE_A_ACCOUNTS_LOCK_MAX] = VDT_ACCOUNTS_LOCK_MAX,
		[VEDETTE_A_ACCOUNTS_IDLE] = VDT_ACCOUNTS_IDLE,
		[VEDETTE_A_ACCOUNTS_ABSOLUTE] = VDT_ACCOUNTS_ABSOLUTE,
		[VEDETTE_A_ACCOUNTS_SESSIONS] = VDT_ACCOUNTS_SESSIONS,
		[VEDETTE_A_ACCOUNTS_PER_ACCOUNT] = VDT_ACCOUNTS_PER_ACCOUNT,
	};
	int err = read_section(image, VEDETTE_A_POLICY_ACCOUNTS, policy, VEDETTE_A_ACCOUNTS_MAX,
			       attrs);

	if (err == -EBADMSG || (!err && !are_there(attrs, VEDETTE_A_ACCOUNTS_MAX)))
		return -EBADMSG;
	for (int i = 1; !err && i <= VEDETTE_A_ACCOUNTS_MAX; i++)
		value[i] = nla_get_u32(attrs[i]);
	*ret_msg = (struct vdt_msg_ACCESS_SETTINGS){
		.policy_version = image->version,
		.min_length = (uint16_t)value[VEDETTE_A_ACCOUNTS_MIN_LENGTH],
		.history = (uint16_t)value[VEDETTE_A_ACCOUNTS_HISTORY],
		.failures = (uint16_t)value[VEDETTE_A_ACCOUNTS_FAILURES],
		.sessions = (uint16_t)value[VEDETTE_A_ACCOUNTS_SESSIONS],
		.per_account = (uint16_t)value[VEDETTE_A_ACCOUNTS_PER_ACCOUNT],
		.lock_base = value[VEDETTE_A_ACCOUNTS_LOCK_BASE],
		.lock_max = value[VEDETTE_A_ACCOUNTS_LOCK_MAX],
		.idle = value[VEDETTE_A_ACCOUNTS_IDLE],
		.absolute = value[VEDETTE_A_ACCOUNTS_ABSOLUTE],
	};
	return 0;
}
