// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/desk.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "lib/audit/export.h"
#include "lib/audit/sentence.h"
#include "lib/base/clock.h"

_Static_assert(VDT_NAME_ROOM == VDT_AUDIT_SHORT && VDT_ADDRESS_ROOM == VDT_AUDIT_SHORT, "copied");

#define CLASS	   VDT_CLASS_READ_SYSTEM_SECRET
#define SLOW_PAUSE 20000 /* microseconds until a web that takes nothing is tried again */
#define FINDING	   512

static void tell_web(struct vdt_desk *desk, enum vdt_msg id, const void *msg)
{
	vdt_child_send(desk->child, VDT_WEB, id, msg);
}

static void send_done(struct vdt_desk *desk, uint32_t req, int code, uint32_t told,
		      const char *reason)
{
	struct vdt_msg_DONE done = {.req = req, .code = code, .id = told};

	snprintf(done.reason, sizeof(done.reason), "%s", reason);
	tell_web(desk, VDT_MSG_DONE, &done);
}

static void send_text(struct vdt_desk *desk, uint32_t req, const char *text, size_t len)
{
	struct vdt_msg_TEXT msg = {.req = req};

	for (; len; text += msg.json_len, len -= msg.json_len) {
		msg.json_len = (uint32_t)(len < sizeof(msg.json) ? len : sizeof(msg.json));
		memcpy(msg.json, text, msg.json_len);
		tell_web(desk, VDT_MSG_TEXT, &msg);
	}
}

/* leave */

void vdt_desk_grant(struct vdt_desk *desk, const struct vdt_msg_GRANT *grant)
{
	vdt_grant_add(&desk->grants, grant, vdt_clock_boottime());
}

/* Who asked, by auth's word. Without a grant that is nobody, and the record says that web asked for
 * what it may not have. */
static int take_grant(struct vdt_desk *desk, uint32_t req, struct vdt_audit_record *ret_record)
{
	struct vdt_msg_GRANT grant;
	int err;

	/* It was sent before web heard of it. */
	vdt_chan_drain(desk->child->peer[VDT_AUTH]);
	err = vdt_grant_take(&desk->grants, req, CLASS, vdt_clock_boottime(), &grant);
	*ret_record = (struct vdt_audit_record){.type = VDT_AUDIT_AUDIT_EXPORT};
	if (err) {
		ret_record->result = VDT_AUDIT_REFUSED;
		snprintf(ret_record->reason, sizeof(ret_record->reason), "web asked without leave");
		return err;
	}
	ret_record->role = grant.role;
	ret_record->transport = grant.transport;
	ret_record->account_id = grant.account_id;
	memcpy(ret_record->session, grant.session, grant.session_len);
	memcpy(ret_record->account, grant.account, sizeof(grant.account));
	memcpy(ret_record->source, grant.source, sizeof(grant.source));
	return 0;
}

/* answers */

static struct vdt_log_answer *find_answer(struct vdt_desk *desk, uint32_t req)
{
	for (unsigned int i = 0; i < VDT_DESK_ANSWERS; i++)
		if (desk->answer[i].reader && desk->answer[i].ask.req == req)
			return &desk->answer[i];
	return NULL;
}

static struct vdt_log_answer *find_free(struct vdt_desk *desk)
{
	for (unsigned int i = 0; i < VDT_DESK_ANSWERS; i++)
		if (!desk->answer[i].reader)
			return &desk->answer[i];
	return NULL;
}

/* At once, or after a pause. */
static void schedule(struct vdt_desk *desk, bool slow)
{
	const struct timeval wait = {.tv_usec = slow ? SLOW_PAUSE : 0};

	evtimer_add(desk->turn, &wait);
}

static void end_answer(struct vdt_desk *desk, struct vdt_log_answer *answer, int code)
{
	struct vdt_audit_report report;
	char reason[FINDING] = "";

	switch (code) {
	case 0:
		break;
	case -EBADMSG:
	case -ENODATA:
		vdt_audit_where(answer->reader, &report);
		vdt_audit_finding(&report, reason, sizeof(reason));
		break;
	case -ENOENT:
		snprintf(reason, sizeof(reason), "the unit has cosigned no checkpoint yet");
		break;
	default:
		snprintf(reason, sizeof(reason), "the log cannot be read: %s", strerror(-code));
	}
	send_done(desk, answer->ask.req, code, answer->told, reason);
	vdt_log_answer_done(answer);
}

static void send_piece(struct vdt_desk *desk, struct vdt_log_answer *answer)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	int ret = out ? vdt_log_answer_next(answer, desk->host, out) : -ENOMEM;

	if (out && fclose(out) && ret >= 0)
		ret = -ENOMEM;
	if (text)
		send_text(desk, answer->ask.req, text, len);
	free(text);
	if (ret <= 0)
		end_answer(desk, answer, ret);
}

/* A piece may take some messages more than there is room for below the mark; the rest of the queue
 * has it. */
static bool is_slow(const struct vdt_desk *desk)
{
	return vdt_chan_waiting(desk->child->peer[VDT_WEB]) >= VDT_DESK_QUEUE;
}

static void on_turn(evutil_socket_t fd, short events, void *ctx)
{
	struct vdt_desk *desk = ctx;
	bool more = false;

	for (unsigned int i = 0; i < VDT_DESK_ANSWERS; i++) {
		if (desk->answer[i].reader && !is_slow(desk))
			send_piece(desk, &desk->answer[i]);
		more |= desk->answer[i].reader != NULL;
	}
	if (more)
		schedule(desk, is_slow(desk));
}

static bool is_export(const struct vdt_msg_LOG_QUERY *ask)
{
	return ask->what == VDT_LOG_TEXT || ask->what == VDT_LOG_SYSLOG ||
	       ask->what == VDT_LOG_EXPORT;
}

static void begin_answer(struct vdt_desk *desk, const struct vdt_msg_LOG_QUERY *ask, uint64_t end)
{
	struct vdt_log_answer *answer = find_free(desk);
	int err;

	if (!answer) {
		send_done(desk, ask->req, -EBUSY, 0,
			  "the log is being read by too many: ask again");
		return;
	}
	err = vdt_log_answer_begin(answer, desk->path, end, ask);
	if (err) {
		send_done(desk, ask->req, err, 0,
			  err == -EINVAL
				  ? "an export takes no filter, a page has at most 1000 records"
				  : "the log cannot be read");
		vdt_log_answer_done(answer);
		return;
	}
	schedule(desk, false);
}

int vdt_desk_query(struct vdt_desk *desk, const struct vdt_msg_LOG_QUERY *ask, uint64_t end,
		   struct vdt_audit_record *ret_record)
{
	if (find_answer(desk, ask->req))
		return -EPROTO;
	if (take_grant(desk, ask->req, ret_record)) {
		send_done(desk, ask->req, -EACCES, 0, "not granted");
		return 0;
	}
	begin_answer(desk, ask, end);
	if (is_export(ask))
		snprintf(ret_record->object, sizeof(ret_record->object),
			 "records behind %" PRIu64 " up to %" PRIu64, ask->after, end);
	else
		ret_record->type = 0;
	return 0;
}

void vdt_desk_cancel(struct vdt_desk *desk, uint32_t req)
{
	struct vdt_log_answer *answer = find_answer(desk, req);

	if (answer)
		vdt_log_answer_done(answer);
}

/* records as they are written */

void vdt_desk_subscribe(struct vdt_desk *desk, const struct vdt_msg_SUBSCRIBE *msg,
			struct vdt_audit_record *ret_record)
{
	ret_record->type = 0;
	if (msg->on && take_grant(desk, msg->req, ret_record)) {
		send_done(desk, msg->req, -EACCES, 0, "not granted");
		return;
	}
	ret_record->type = 0;
	desk->subscribed =
		msg->on ? vdt_clock_boottime() + VDT_SUBSCRIPTION * VDT_NS_PER_SECOND : 0;
	send_done(desk, msg->req, 0, 0, "");
}

/* What is longer than a message takes some effort of a stranger; then only its number and type are
 * told. Returns the length. */
static size_t print_event(const struct vdt_audit_record *record, char *text, size_t room)
{
	char *line = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&line, &len);
	bool printed = out && !vdt_audit_json(record, out);

	if (out && fclose(out))
		printed = false;
	if (printed && len <= room)
		memcpy(text, line, len);
	else
		len = (size_t)snprintf(text, room, "{\"seq\":%" PRIu64 ",\"type\":\"%s\"}\n",
				       record->seq, vdt_audit_type_name(record->type));
	free(line);
	return len;
}

/* What web does not take is left out: the numbers show it, and the log has it. */
void vdt_desk_tell(struct vdt_desk *desk, const struct vdt_audit_record *record)
{
	struct vdt_msg_EVENT event = {.seq = record->seq};

	if (vdt_clock_boottime() >= desk->subscribed || is_slow(desk))
		return;
	event.json_len = (uint32_t)print_event(record, (char *)event.json, sizeof(event.json));
	tell_web(desk, VDT_MSG_EVENT, &event);
}

/* life */

int vdt_desk_init(struct vdt_desk *desk, struct vdt_child *child, const char *path)
{
	*desk = (struct vdt_desk){.child = child, .path = path};
	if (gethostname(desk->host, sizeof(desk->host) - 1))
		desk->host[0] = '\0';
	vdt_syslog_host(desk->host);
	desk->turn = evtimer_new(child->base, on_turn, desk);
	return desk->turn ? 0 : -ENOMEM;
}

void vdt_desk_clear(struct vdt_desk *desk)
{
	for (unsigned int i = 0; i < VDT_DESK_ANSWERS; i++)
		vdt_log_answer_done(&desk->answer[i]);
	memset(&desk->grants, 0, sizeof(desk->grants));
	desk->subscribed = 0;
}
