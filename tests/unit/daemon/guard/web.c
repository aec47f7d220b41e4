// SPDX-License-Identifier: BSD-3-Clause
/* guard's side of the channel, with this test in the places of web, auth and audit. */
#include "daemon/guard/web.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PLACES 3

static const enum vdt_proc peers[PLACES] = {VDT_WEB, VDT_AUTH, VDT_AUDIT};

static struct vdt_child guard = {.self = VDT_GUARD};
static struct vdt_web web;
static struct vdt_chan *ours[VDT_PROC_COUNT];
static struct vdt_chan_ops guard_ops, our_ops;

/* what came to web and to audit */
static struct {
	unsigned int texts, dones, records;
	size_t bytes;
	struct vdt_msg_DONE done;
	struct vdt_msg_RECORD record;
	int fd;
} seen;

static int on_done(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	memcpy(&seen.done, payload, sizeof(seen.done));
	seen.dones++;
	return 0;
}

static int on_text(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_TEXT *text = payload;

	seen.bytes += text->json_len;
	seen.texts++;
	return 0;
}

static int on_upload_to(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	seen.fd = fd;
	return 0;
}

static int on_record(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	memcpy(&seen.record, payload, sizeof(seen.record));
	seen.records++;
	return 0;
}

static int on_grant(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	vdt_web_grant(&web, payload);
	return 0;
}

static void on_closed(void *ctx, enum vdt_proc peer, int err)
{
}

static void set_up(void)
{
	static const struct vdt_dispatch to_guard[] = {{VDT_MSG_GRANT, on_grant}};
	static const struct vdt_dispatch to_us[] = {{VDT_MSG_DONE, on_done},
						    {VDT_MSG_TEXT, on_text},
						    {VDT_MSG_UPLOAD_TO, on_upload_to},
						    {VDT_MSG_RECORD, on_record}};
	int fd[2];

	guard_ops = (struct vdt_chan_ops){.table = to_guard, .count = 1, .closed = on_closed};
	our_ops = (struct vdt_chan_ops){.table = to_us, .count = 4, .closed = on_closed};
	seen.fd = -1;
	signal(SIGPIPE, SIG_IGN); /* as in every child */
	guard.base = event_base_new();
	for (unsigned int i = 0; i < PLACES; i++) {
		cr_assert_eq(vdt_chan_pair(fd), 0);
		cr_assert_eq(vdt_chan_new(guard.base, fd[0], VDT_GUARD, peers[i], &guard_ops, NULL,
					  &guard.peer[peers[i]]),
			     0);
		cr_assert_eq(vdt_chan_new(guard.base, fd[1], peers[i], VDT_GUARD, &our_ops, NULL,
					  &ours[peers[i]]),
			     0);
	}
	cr_assert_eq(vdt_web_init(&web, &guard, &(struct vdt_kernel){}, NULL), 0);
}

static void tear_down(void)
{
	if (seen.fd >= 0)
		close(seen.fd);
	vdt_web_done(&web);
	for (unsigned int i = 0; i < PLACES; i++) {
		vdt_chan_free(ours[peers[i]]);
		vdt_chan_free(guard.peer[peers[i]]);
	}
	event_base_free(guard.base);
}

TestSuite(web, .init = set_up, .fini = tear_down, .timeout = 120);

static void grant(uint32_t req, unsigned int class)
{
	struct vdt_msg_GRANT msg = {.req = req,
				    .class = (uint8_t) class,
				    .role = VDT_ROLE_ADMINISTRATOR,
				    .transport = VDT_AUDIT_HTTPS,
				    .account = "alice",
				    .source = "192.0.2.1:50000"};

	cr_assert_eq(vdt_chan_send(ours[VDT_AUTH], VDT_MSG_GRANT, &msg, -1), 0);
}

static void hear(void)
{
	vdt_chan_drain(ours[VDT_WEB]);
	vdt_chan_drain(ours[VDT_AUDIT]);
}

static void ban(uint32_t req, const char *address)
{
	struct vdt_msg_CONTROL msg = {.req = req, .what = VDT_CONTROL_BAN, .number = 60};

	snprintf(msg.argument, sizeof(msg.argument), "%s", address);
	vdt_web_control(&web, &msg);
	hear();
}

Test(web, may_nothing_without_a_grant)
{
	const struct vdt_msg_QUERY query = {.req = 1, .what = VDT_QUERY_STATUS};
	const struct vdt_msg_UPLOAD upload = {.req = 2, .what = VDT_UPLOAD_POLICY, .size = 10};

	vdt_web_query(&web, &query);
	hear();
	cr_expect_eq(seen.done.code, -EACCES);
	cr_expect_eq(seen.done.req, 1);
	vdt_web_upload(&web, &upload);
	hear();
	cr_expect_eq(seen.done.code, -EACCES);
	cr_expect_eq(seen.done.req, 2);
	ban(3, "192.0.2.9");
	cr_expect_eq(seen.done.code, -EACCES);
	cr_expect_eq(seen.done.req, 3);
	cr_expect_eq(seen.dones, 3);
	cr_expect_eq(seen.fd, -1);
}

/* "192.0.2.1" is the address of who asks: refused, but by what is behind the grant. */
Test(web, a_grant_counts_once_for_its_request_and_class)
{
	grant(1, VDT_CLASS_READ_SYSTEM);
	ban(1, "192.0.2.1");
	cr_expect_eq(seen.done.code, -EACCES, "another class");
	grant(2, VDT_CLASS_WRITE_SYSTEM);
	ban(3, "192.0.2.1");
	cr_expect_eq(seen.done.code, -EACCES, "another request");
	ban(2, "192.0.2.1");
	cr_expect_eq(seen.done.code, -EPERM, "this one");
	ban(2, "192.0.2.1");
	cr_expect_eq(seen.done.code, -EACCES, "a second time");
	vdt_web_clear(&web);
}

Test(web, who_did_it_is_recorded_by_the_word_of_auth)
{
	grant(2, VDT_CLASS_WRITE_SYSTEM);
	ban(2, "192.0.2.1");
	cr_expect_eq(seen.records, 1);
	cr_expect_str_eq(seen.record.account, "alice");
	cr_expect_str_eq(seen.record.source, "192.0.2.1:50000");
	cr_expect_eq(seen.record.result, VDT_AUDIT_REFUSED);
}

static void upload(uint32_t req, const char *body, size_t size)
{
	const struct vdt_msg_UPLOAD msg = {.req = req, .what = VDT_UPLOAD_POLICY, .size = size};

	grant(req, VDT_CLASS_WRITE_SYSTEM);
	vdt_web_upload(&web, &msg);
	hear();
	cr_assert_geq(seen.fd, 0);
	cr_assert_eq(write(seen.fd, body, strlen(body)), (ssize_t)strlen(body));
}

Test(web, an_upload_that_is_none_is_refused_and_recorded)
{
	const struct vdt_msg_UPLOADED uploaded = {.req = 5, .confirm = 300};

	upload(5, "junk", 4);
	vdt_web_uploaded(&web, &uploaded);
	hear();
	cr_expect_eq(seen.done.code, -EBADMSG);
	cr_expect_eq(seen.records, 1);
	cr_expect_str_eq(seen.record.object, "policy");
	vdt_web_uploaded(&web, &uploaded);
	hear();
	cr_expect_eq(seen.done.code, -ENOENT, "it is over");
}

Test(web, an_upload_can_be_given_up)
{
	const struct vdt_msg_UPLOADED uploaded = {.req = 5, .abandon = true};

	upload(5, "ju", 4);
	vdt_web_uploaded(&web, &uploaded);
	hear();
	cr_expect_eq(seen.done.code, 0);
	cr_expect_eq(seen.records, 0);
	cr_expect_eq(write(seen.fd, "nk", 2), -1, "nobody reads it any more");
}

/* More than the channel holds: it goes on from the event loop as web takes it. */
Test(web, a_long_answer_goes_out_in_pieces)
{
	const size_t pieces = 2 * VDT_CHAN_QUEUE;
	const struct vdt_msg_DONE done = {.req = 1};
	static char part[VDT_TEXT_ROOM + 1];
	struct vdt_answer answer = {};

	memset(part, 'x', VDT_TEXT_ROOM);
	for (size_t i = 0; i < pieces; i++)
		vdt_answer_text(&answer, part);
	cr_assert_eq(answer.err, 0);
	cr_assert_eq(vdt_outbox_put(&web.outbox, &answer, &done), 0);
	cr_expect_leq(vdt_chan_waiting(guard.peer[VDT_WEB]), VDT_CHAN_QUEUE / 2);
	cr_expect_eq(seen.dones, 0);
	while (!seen.dones)
		event_base_loop(guard.base, EVLOOP_ONCE);
	cr_expect_eq(seen.texts, pieces);
	cr_expect_eq(seen.bytes, pieces * VDT_TEXT_ROOM);
}

Test(web, answers_that_nobody_wants_are_dropped)
{
	const struct vdt_msg_CANCEL cancel = {.req = 1};
	const struct vdt_msg_DONE done = {.req = 1};

	for (unsigned int i = 0; i < VDT_OUTBOX; i++) {
		web.outbox.place[i].used = true;
		web.outbox.place[i].done = done;
	}
	cr_expect(!vdt_outbox_has_room(&web.outbox));
	vdt_web_cancel(&web, &cancel);
	cr_expect(vdt_outbox_has_room(&web.outbox));
}
