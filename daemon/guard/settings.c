// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/settings.h"

#include <errno.h>
#include <netlink/attr.h>
#include <stdio.h>
#include <string.h>

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
