// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/settings.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>

/* A policy of a name and, unless @encoder is NULL, a stream. */
static struct nl_msg *make_policy(const char *encoder, int viewers)
{
	struct nl_msg *msg = nlmsg_alloc();

	nla_put_string(msg, VEDETTE_A_POLICY_NAME, "lobby");
	if (encoder) {
		struct nlattr *stream = nla_nest_start(msg, VEDETTE_A_POLICY_STREAM);

		nla_put_string(msg, VEDETTE_A_STREAM_ENCODER, encoder);
		if (viewers)
			nla_put_u16(msg, VEDETTE_A_STREAM_VIEWERS, (uint16_t)viewers);
		nla_nest_end(msg, stream);
	}
	return msg;
}

static int read_settings(struct nl_msg *msg, struct vdt_msg_STREAM_SETTINGS *ret_settings)
{
	const struct nlmsghdr *head = nlmsg_hdr(msg);
	const struct vdt_nl_image image = {
		.version = 42, .blob = nlmsg_data(head), .blob_len = (size_t)nlmsg_datalen(head)};
	int err = vdt_settings_read(&image, ret_settings);

	nlmsg_free(msg);
	return err;
}

Test(settings, of_a_stream)
{
	struct vdt_msg_STREAM_SETTINGS settings;

	cr_assert_eq(read_settings(make_policy("rtsp://127.0.0.1:8554/main", 32), &settings), 0);
	cr_expect_str_eq(settings.encoder, "rtsp://127.0.0.1:8554/main");
	cr_expect_eq(settings.viewers, 32);
	cr_expect_eq(settings.policy_version, 42);
}

Test(settings, refused)
{
	struct vdt_msg_STREAM_SETTINGS settings;
	char longest[sizeof(settings.encoder) + 1];

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	cr_expect_eq(read_settings(make_policy(NULL, 0), &settings), -ENOENT, "no stream");
	cr_expect_eq(read_settings(make_policy("rtsp://[::1]/", 0), &settings), -EBADMSG,
		     "no viewers");
	cr_expect_eq(read_settings(make_policy(longest, 1), &settings), -EBADMSG, "no room");
}
