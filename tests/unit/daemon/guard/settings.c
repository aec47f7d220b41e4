// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/settings.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>

#include <vedette/settings.h>

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

/* Both sections, their numbers 101, 102...; @last: the last that is there. */
static struct vdt_nl_image make_sections(struct nl_msg *msg, int last)
{
	const int types[] = {VEDETTE_A_POLICY_ACCOUNTS, VEDETTE_A_POLICY_AUDIT};
	const int ends[] = {VEDETTE_A_ACCOUNTS_MAX, VEDETTE_A_AUDIT_CHECKPOINT};
	const struct nlmsghdr *head = nlmsg_hdr(msg);

	for (int i = 0; i < 2; i++) {
		struct nlattr *nest = nla_nest_start(msg, types[i]);

		for (int type = 1; type <= ends[i] && type <= last; type++)
			nla_put_u32(msg, type, 100 + (uint32_t)type);
		if (i)
			nla_put_string(msg, VEDETTE_A_AUDIT_SYSLOG, "tls://10.0.0.1:6514");
		nla_nest_end(msg, nest);
	}
	return (struct vdt_nl_image){
		.version = 42, .blob = nlmsg_data(head), .blob_len = (size_t)nlmsg_datalen(head)};
}

Test(settings, of_log_and_accounts)
{
	struct vdt_msg_ACCESS_SETTINGS access;
	struct vdt_msg_AUDIT_SETTINGS audit;
	struct nl_msg *msg = nlmsg_alloc();
	struct vdt_nl_image image = make_sections(msg, 9);

	cr_assert_eq(vdt_settings_access(&image, &access), 0);
	cr_expect_eq(access.policy_version, 42);
	cr_expect_eq(access.min_length, 101);
	cr_expect_eq(access.lock_base, 104);
	cr_expect_eq(access.absolute, 107);
	cr_expect_eq(access.per_account, 109);
	cr_assert_eq(vdt_settings_audit(&image, &audit), 0);
	cr_expect_eq(audit.policy_version, 42);
	cr_expect_eq(audit.off, 1);
	cr_expect_eq(audit.ring, 102);
	cr_expect_eq(audit.checkpoint, 104);
	cr_expect_str_eq(audit.collector, "tls://10.0.0.1:6514");
	cr_expect_str_eq(audit.name, "");
	nlmsg_free(msg);
}

Test(settings, of_log_and_accounts_that_lack_a_number)
{
	struct vdt_msg_ACCESS_SETTINGS access;
	struct vdt_msg_AUDIT_SETTINGS audit;
	struct nl_msg *msg = nlmsg_alloc();
	struct vdt_nl_image image = make_sections(msg, 3);

	cr_expect_eq(vdt_settings_access(&image, &access), -EBADMSG);
	cr_expect_eq(vdt_settings_audit(&image, &audit), -EBADMSG);
	nlmsg_free(msg);
}

Test(settings, where_the_policy_says_nothing)
{
	struct nl_msg *msg = make_policy(NULL, 0);
	const struct nlmsghdr *head = nlmsg_hdr(msg);
	const struct vdt_nl_image image = {
		.version = 42, .blob = nlmsg_data(head), .blob_len = (size_t)nlmsg_datalen(head)};
	struct vdt_msg_ACCESS_SETTINGS access;
	struct vdt_msg_AUDIT_SETTINGS audit;

	cr_assert_eq(vdt_settings_access(&image, &access), 0);
	cr_expect_eq(access.min_length, VDT_ACCOUNTS_MIN_LENGTH);
	cr_expect_eq(access.per_account, VDT_ACCOUNTS_PER_ACCOUNT);
	cr_assert_eq(vdt_settings_audit(&image, &audit), 0);
	cr_expect_eq(audit.ring, VDT_AUDIT_RING);
	cr_expect_eq(audit.off, 0);
	cr_expect_str_eq(audit.collector, "");
	nlmsg_free(msg);
}
