// SPDX-License-Identifier: BSD-3-Clause
/* web's end of the channel is here; the log is a real one. */
#include "daemon/audit/desk.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "daemon/audit/journal.h"

#define ROOM (8u << 20)

static char dir[] = "/tmp/vdt-desk-XXXXXX";
static const uint8_t boot[16] = {1};
static struct vdt_journal journal;
static struct vdt_child child;
static struct vdt_desk desk;
static struct vdt_chan *web;
static struct {
	char text[ROOM]; /* of all TEXT */
	size_t len;
	unsigned int events, dones;
	struct vdt_msg_EVENT event;
	struct vdt_msg_DONE done;
} got;
static struct vdt_msg_DONE first;

static int on_text(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_TEXT *msg = payload;

	cr_assert_lt(got.len + msg->json_len, ROOM);
	memcpy(got.text + got.len, msg->json, msg->json_len);
	got.len += msg->json_len;
	return 0;
}

static int on_done(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	got.done = *(const struct vdt_msg_DONE *)payload;
	if (!got.dones++)
		first = got.done;
	return 0;
}

static int on_event(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	got.event = *(const struct vdt_msg_EVENT *)payload;
	got.events++;
	return 0;
}

static void on_closed(void *ctx, enum vdt_proc peer, int err)
{
	cr_assert_fail("the channel broke: %d", err);
}

static const struct vdt_dispatch table[] = {
	{VDT_MSG_TEXT, on_text}, {VDT_MSG_DONE, on_done}, {VDT_MSG_EVENT, on_event}};
static const struct vdt_chan_ops ops = {.table = table, .count = 3, .closed = on_closed};
static const struct vdt_chan_ops audit_ops = {.closed = on_closed};

static void append(const char *account)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_LOGIN};

	snprintf(record.account, sizeof(record.account), "%s", account);
	cr_assert_eq(vdt_journal_append(&journal, &record), 0);
}

static void set_up(void)
{
	int pair[2];

	cr_assert_not_null(mkdtemp(dir));
	cr_assert_eq(vdt_journal_open(&journal, dir, &VDT_JOURNAL_DEFAULTS, boot), 0);
	child.self = VDT_AUDIT;
	child.base = event_base_new();
	cr_assert_eq(vdt_chan_pair(pair), 0);
	cr_assert_eq(vdt_chan_new(child.base, pair[0], VDT_AUDIT, VDT_WEB, &audit_ops, NULL,
				  &child.peer[VDT_WEB]),
		     0);
	cr_assert_eq(vdt_chan_new(child.base, pair[1], VDT_WEB, VDT_AUDIT, &ops, NULL, &web), 0);
	cr_assert_eq(vdt_desk_init(&desk, &child, dir), 0);
}

static void tear_down(void)
{
	DIR *files = opendir(dir);
	struct dirent *entry;

	vdt_desk_clear(&desk);
	event_free(desk.turn);
	vdt_chan_free(web);
	vdt_chan_free(child.peer[VDT_WEB]);
	event_base_free(child.base);
	vdt_journal_close(&journal);
	while ((entry = readdir(files)))
		unlinkat(dirfd(files), entry->d_name, 0);
	closedir(files);
	rmdir(dir);
}

TestSuite(desk, .init = set_up, .fini = tear_down);

static void grant(uint32_t req)
{
	const struct vdt_msg_GRANT leave = {.req = req,
					    .class = VDT_CLASS_READ_SYSTEM_SECRET,
					    .role = VDT_ROLE_ADMINISTRATOR,
					    .account = "ann",
					    .source = "10.0.0.20:1"};

	vdt_desk_grant(&desk, &leave);
}

static struct vdt_audit_record ask(const struct vdt_msg_LOG_QUERY *query)
{
	struct vdt_audit_record record = {0};

	cr_assert_eq(vdt_desk_query(&desk, query, journal.chain.seq, &record), 0);
	return record;
}

static void await_done(unsigned int n)
{
	while (got.dones < n)
		event_base_loop(child.base, EVLOOP_ONCE);
	got.text[got.len] = '\0';
}

static struct vdt_audit_record answer(struct vdt_msg_LOG_QUERY query)
{
	struct vdt_audit_record record;

	query.req = 5;
	grant(5);
	record = ask(&query);
	await_done(got.dones + 1);
	cr_assert_eq(got.done.req, 5);
	return record;
}

static unsigned int count_lines(void)
{
	unsigned int n = 0;

	for (const char *c = got.text; *c; c++)
		n += *c == '\n';
	return n;
}

Test(desk, nothing_without_a_grant)
{
	const struct vdt_msg_LOG_QUERY query = {.req = 5};
	struct vdt_audit_record record;

	grant(6);
	record = ask(&query);
	cr_expect_eq(record.type, VDT_AUDIT_AUDIT_EXPORT);
	cr_expect_eq(record.result, VDT_AUDIT_REFUSED);
	cr_expect_str_eq(record.account, "", "of web's account there is none");
	await_done(1);
	cr_expect_eq(got.done.code, -EACCES);
	cr_expect_eq(got.len, 0);
}

Test(desk, a_page)
{
	struct vdt_audit_record record;

	append("ann");
	append("bob");
	append("ann");
	record = answer((struct vdt_msg_LOG_QUERY){.account = "ann"});
	cr_expect_eq(record.type, 0, "to look is no export");
	cr_expect_eq(got.done.code, 0, "%s", got.done.reason);
	cr_expect_eq(got.done.id, 2);
	cr_expect_eq(count_lines(), 2);
	cr_expect_null(strstr(got.text, "bob"));
}

Test(desk, pages)
{
	static const struct {
		struct vdt_msg_LOG_QUERY input;
		int code;
		unsigned int lines;
		const char *begins, *why;
	} rows[] = {
		{{.limit = 2}, 0, 2, "{\"seq\":1,", "the first two"},
		{{.limit = 2, .after = 3}, 0, 2, "{\"seq\":4,", "those behind"},
		{{.limit = 2, .newest = 1}, 0, 2, "{\"seq\":5,", "the last two"},
		{{.limit = 100, .newest = 1}, 0, 6, "{\"seq\":1,", "more than there are"},
		{{.type = VDT_AUDIT_LOGOUT}, 0, 0, "", "none"},
		{{.result = 1 + VDT_AUDIT_REFUSED}, 0, 0, "", "none was refused"},
		{{.limit = VDT_LOG_LIMIT + 1}, -EINVAL, 0, "", "too long a page"},
		{{.what = VDT_LOG_EXPORT, .limit = 1}, -EINVAL, 0, "", "could not be verified"},
		{{.what = VDT_LOG_CHECKPOINT}, -ENOENT, 0, "", "the unit cosigned none"},
	};

	for (unsigned int i = 0; i < 5; i++)
		append("ann");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		got.len = 0;
		answer(rows[i].input);
		cr_expect_eq(got.done.code, rows[i].code, "%s: %d", rows[i].why, got.done.code);
		cr_expect_eq(count_lines(), rows[i].lines, "%s: %s", rows[i].why, got.text);
		cr_expect_eq(strncmp(got.text, rows[i].begins, strlen(rows[i].begins)), 0, "%s: %s",
			     rows[i].why, got.text);
	}
}

/* Much more than the queue of a channel takes, and web reads it only when it is there. */
Test(desk, a_long_export)
{
	static const struct {
		enum vdt_log_query what;
		const char *has;
	} rows[] = {{VDT_LOG_EXPORT, "\"raw\":"},
		    {VDT_LOG_SYSLOG, "vedette - account.login ["},
		    {VDT_LOG_TEXT, " ann logged in\n"}};
	struct vdt_audit_record record;

	for (unsigned int i = 0; i < 3000; i++)
		append("ann");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		got.len = 0;
		record = answer((struct vdt_msg_LOG_QUERY){.what = (uint8_t)rows[i].what});
		cr_expect_eq(got.done.code, 0, "%s", got.done.reason);
		cr_expect_eq(got.done.id, 3001);
		cr_expect_geq(count_lines(), 3001);
		cr_expect_not_null(strstr(got.text, rows[i].has));
		cr_expect_eq(record.type, VDT_AUDIT_AUDIT_EXPORT);
		cr_expect_str_eq(record.account, "ann", "by the word of auth");
		cr_expect_str_eq(record.object, "records behind 0 up to 3001");
	}
}

Test(desk, a_slow_web_holds_a_bounded_queue)
{
	struct vdt_msg_LOG_QUERY query = {.req = 5, .what = VDT_LOG_EXPORT};
	int pair[2];

	for (unsigned int i = 0; i < 6000; i++)
		append("ann");
	vdt_chan_free(web);
	vdt_chan_free(child.peer[VDT_WEB]);
	cr_assert_eq(vdt_chan_pair(pair), 0);
	cr_assert_eq(vdt_chan_new(child.base, pair[0], VDT_AUDIT, VDT_WEB, &audit_ops, NULL,
				  &child.peer[VDT_WEB]),
		     0);
	grant(5);
	ask(&query);
	for (unsigned int i = 0; i < 300; i++)
		event_base_loop(child.base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	cr_expect_geq(vdt_chan_waiting(child.peer[VDT_WEB]), VDT_DESK_QUEUE);
	cr_expect_lt(vdt_chan_waiting(child.peer[VDT_WEB]), VDT_CHAN_QUEUE, "nothing was lost");
	cr_assert_eq(vdt_chan_new(child.base, pair[1], VDT_WEB, VDT_AUDIT, &ops, NULL, &web), 0);
	await_done(1);
	cr_expect_geq(got.done.id, 6000);
	cr_expect_geq(count_lines(), 6000);
}

Test(desk, four_at_a_time)
{
	for (uint32_t req = 1; req <= VDT_DESK_ANSWERS + 1; req++) {
		const struct vdt_msg_LOG_QUERY query = {.req = req};

		grant(req);
		ask(&query);
	}
	vdt_desk_cancel(&desk, 1);
	await_done(1);
	cr_expect_eq(first.req, VDT_DESK_ANSWERS + 1);
	cr_expect_eq(first.code, -EBUSY);
	await_done(VDT_DESK_ANSWERS);
	event_base_loop(child.base, EVLOOP_NONBLOCK);
	cr_expect_eq(got.dones, VDT_DESK_ANSWERS, "of what was cancelled there is no more");
}

Test(desk, one_request_twice)
{
	const struct vdt_msg_LOG_QUERY query = {.req = 5};
	struct vdt_audit_record record;

	grant(5);
	ask(&query);
	grant(5);
	cr_expect_eq(vdt_desk_query(&desk, &query, 1, &record), -EPROTO);
}

static struct vdt_audit_record subscribe(uint8_t on)
{
	const struct vdt_msg_SUBSCRIBE msg = {.req = 5, .on = on};
	struct vdt_audit_record record = {0};

	vdt_desk_subscribe(&desk, &msg, &record);
	await_done(got.dones + 1);
	return record;
}

static void tell(uint64_t seq)
{
	struct vdt_audit_record record = {.seq = seq, .type = VDT_AUDIT_LOGIN};

	if (seq == 7)
		memset(record.details, 0x01, sizeof(record.details) - 1);
	if (seq == 7)
		memset(record.reason, 0x01, sizeof(record.reason) - 1);
	record.result = seq == 7 ? VDT_AUDIT_REFUSED : VDT_AUDIT_OK;
	vdt_desk_tell(&desk, &record);
	event_base_loop(child.base, EVLOOP_NONBLOCK);
}

Test(desk, records_as_they_are_written)
{
	tell(1);
	cr_expect_eq(got.events, 0, "nobody wants to know");
	cr_expect_eq(subscribe(1).result, VDT_AUDIT_REFUSED);
	cr_expect_eq(got.done.code, -EACCES);
	tell(2);
	cr_expect_eq(got.events, 0, "without a grant");
	grant(5);
	cr_expect_eq(subscribe(1).type, 0);
	cr_expect_eq(got.done.code, 0);
	tell(3);
	cr_expect_eq(got.events, 1);
	cr_expect_eq(got.event.seq, 3);
	cr_expect_eq(strncmp((const char *)got.event.json, "{\"seq\":3,\"time\"", 15), 0);
	tell(7);
	cr_expect_eq(strncmp((const char *)got.event.json,
			     "{\"seq\":7,\"type\":\"account.login\"}\n", got.event.json_len),
		     0, "one that is too long");
	desk.subscribed = 1;
	tell(8);
	cr_expect_eq(got.events, 2, "its time is over");
	grant(5);
	subscribe(1);
	subscribe(0);
	tell(9);
	cr_expect_eq(got.events, 2, "off");
}
