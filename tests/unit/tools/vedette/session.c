// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <errno.h>

#include "tests/unit/kmod/blob.h"
#include "tools/vedette/session.h"

static const struct {
	const char *text;
	int err;
	const char *peer;
	unsigned int port;
} read_rows[] = {
	{"10.0.0.7 51234 10.0.0.1 22", 0, "10.0.0.7", 22},
	{"fe80::7%eth0 51234 fe80::1%eth0 2222", 0, "fe80::7", 2222},
	{NULL, -ENOENT, NULL, 0},
	{"", -EINVAL, NULL, 0},
	{"10.0.0.7 51234 10.0.0.1", -EINVAL, NULL, 0},
	{"10.0.0.7 51234 10.0.0.1 0", -EINVAL, NULL, 0},
	{"10.0.0.7 51234 10.0.0.1 65536", -EINVAL, NULL, 0},
};

Test(session, reads_what_sshd_says)
{
	for (size_t i = 0; i < sizeof(read_rows) / sizeof(*read_rows); i++) {
		struct vdt_session session;

		cr_expect_eq(vdt_session_read(read_rows[i].text, &session), read_rows[i].err);
		if (read_rows[i].err)
			continue;
		cr_expect_str_eq(session.peer, read_rows[i].peer);
		cr_expect_eq(session.port, read_rows[i].port);
	}
}

static struct blob b;

enum { ENFORCE, OBSERVE, FEED };

/* SSH for the set lan, which is 10/8 and fd00::/8, or a feed. */
static void make_policy(int kind)
{
	blob_head(&b);
	if (kind == FEED)
		blob_feed(&b, "lan", 1);
	else
		blob_set(&b, "lan", blob_lan4, sizeof(blob_lan4), blob_lan6, sizeof(blob_lan6));
	blob_service(&b, "ssh", 6, 22, 0, "lan", NULL);
	if (kind == OBSERVE)
		blob_u8(&b, VEDETTE_A_POLICY_MODE, VEDETTE_MODE_OBSERVE);
}

static const struct {
	int kind;
	struct vdt_session session;
	int err;
	const char *why;
} rows[] = {
	{ENFORCE, {"10.0.0.7", "10.0.0.1", 22, 50000}, 0, "a service takes it"},
	{ENFORCE, {"fd00::7", "fd00::1", 22, 50000}, 0, "by IPv6 as well"},
	{ENFORCE, {"::ffff:10.0.0.7", "::ffff:10.0.0.1", 22, 50000}, 0, "and by a socket of both"},
	{ENFORCE, {"192.0.2.7", "10.0.0.1", 22, 50000}, -EACCES, "not from there"},
	{ENFORCE, {"10.0.0.7", "10.0.0.1", 2222, 50000}, -EACCES, "not to this port"},
	{ENFORCE, {"127.0.0.1", "127.0.0.1", 2222, 50000}, 0, "loopback always passes"},
	{OBSERVE, {"192.0.2.7", "10.0.0.1", 22, 50000}, 0, "nothing is dropped"},
	{FEED, {"192.0.2.7", "10.0.0.1", 22, 50000}, 0, "who knows what is in the feed"},
	{FEED, {"192.0.2.7", "10.0.0.1", 23, 50000}, -EACCES, "but not to this port"},
	{ENFORCE, {"nobody", "10.0.0.1", 22, 50000}, -EINVAL, "no address"},
};

Test(session, tells_who_would_be_locked_out)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *why = NULL;

		make_policy(rows[i].kind);
		cr_expect_eq(vdt_session_check(&rows[i].session, b.data, b.len, &why), rows[i].err,
			     "%s", rows[i].why);
		cr_expect_eq(why != NULL, rows[i].err == -EACCES, "%s", rows[i].why);
	}
	cr_expect_eq(vdt_session_check(&rows[3].session, "", 0, NULL), 0,
		     "what is no policy is the kernel's to refuse");
}

Test(session, is_its_connection)
{
	static const struct {
		const char *session;
		struct vdt_nl_conn conn;
		bool is;
		const char *why;
	} conn_rows[] = {
		{"10.0.0.9 4000 10.0.0.1 22",
		 {.source = {10, 0, 0, 9}, .source_len = 4, .source_port = 4000, .port = 22},
		 true,
		 "the same"},
		{"10.0.0.9 4001 10.0.0.1 22",
		 {.source = {10, 0, 0, 9}, .source_len = 4, .source_port = 4000, .port = 22},
		 false,
		 "another port of the peer"},
		{"10.0.0.8 4000 10.0.0.1 22",
		 {.source = {10, 0, 0, 9}, .source_len = 4, .source_port = 4000, .port = 22},
		 false,
		 "another peer"},
		{"10.0.0.9 4000 10.0.0.1 23",
		 {.source = {10, 0, 0, 9}, .source_len = 4, .source_port = 4000, .port = 22},
		 false,
		 "another service"},
		{"fd00::9 4000 fd00::1 22",
		 {.source = {0xfd, [15] = 9}, .source_len = 16, .source_port = 4000, .port = 22},
		 true,
		 "IPv6"},
	};

	for (size_t i = 0; i < sizeof(conn_rows) / sizeof(conn_rows[0]); i++) {
		struct vdt_session session;

		cr_assert_eq(vdt_session_read(conn_rows[i].session, &session), 0);
		cr_expect_eq(vdt_session_is(&session, &conn_rows[i].conn), conn_rows[i].is, "%s",
			     conn_rows[i].why);
	}
}
