// SPDX-License-Identifier: BSD-3-Clause
/*
 * audit: keeps the log. Takes records from the other processes, as far as each may leave them, and
 * nothing else; reads no file but the log and the boot id.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>
#include <jansson.h>

#include "daemon/audit/collector.h"
#include "daemon/audit/cosign.h"
#include "daemon/audit/desk.h"
#include "daemon/audit/flood.h"
#include "daemon/audit/journal.h"
#include "daemon/audit/kept.h"
#include "daemon/audit/senders.h"
#include "lib/audit/sentence.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/ipc/child.h"

#define SENT	 VDT_AUDIT_LOG "/sent"
#define SETTINGS VDT_AUDIT_LOG "/settings"
#define BOOT_ID	 "/proc/sys/kernel/random/boot_id"

/* How long a record may wait for others to share a sync with it, in seconds; and how many may. */
#define SYNC_INTERVAL	  5
#define SYNC_INTERVAL_OUT 60 /* when the day's budget of the flash is used up */
#define SYNC_RECORDS	  64

#define CHECKPOINT_INTERVAL 600 /* seconds */

struct audit {
	struct vdt_child *child;
	struct vdt_journal journal;
	struct vdt_flood flood;
	struct vdt_cosign cosign;
	struct vdt_desk desk;
	struct vdt_collector collector;
	struct event *sync_timer, *flood_timer, *checkpoint_timer;
	unsigned int waiting; /* records that are not synced */
	bool failing;	      /* the last append or sync failed and was logged */
	bool off;	      /* the policy says that nothing is recorded */
	uint64_t off_since;   /* CLOCK_BOOTTIME, ns */
	uint64_t left_out;    /* records meanwhile */
	bool anew;	      /* the unit refused the log once, and a new one was begun */
};

/* Once for every time that it begins and ends, not for every record. */
static void note_outcome(struct audit *audit, int err)
{
	if (err && !audit->failing)
		vdt_log(LOG_ERR, "cannot write %s: %s; records are being lost", audit->journal.path,
			audit->journal.full ? "it is full, and the settings say stop"
					    : strerror(-err));
	else if (!err && audit->failing)
		vdt_log(LOG_NOTICE, "%s can be written again", audit->journal.path);
	audit->failing = err;
}

/* syncs */

static bool is_worn(struct audit *audit)
{
	return vdt_wear_is_out(&audit->journal.wear, vdt_clock_boottime());
}

static void sync_log(struct audit *audit)
{
	note_outcome(audit, vdt_journal_sync(&audit->journal));
	evtimer_del(audit->sync_timer);
	audit->waiting = 0;
	vdt_collector_wake(&audit->collector);
}

static void on_sync_timer(evutil_socket_t fd, short events, void *ctx)
{
	sync_log(ctx);
}

static void schedule_sync(struct audit *audit, const struct vdt_audit_record *record)
{
	bool worn = is_worn(audit);
	const struct timeval wait = {.tv_sec = worn ? SYNC_INTERVAL_OUT : SYNC_INTERVAL};

	audit->waiting++;
	if (vdt_audit_is_critical(record->type) || (audit->waiting >= SYNC_RECORDS && !worn))
		sync_log(audit);
	else if (!evtimer_pending(audit->sync_timer, NULL))
		evtimer_add(audit->sync_timer, &wait);
}

/* the unit as witness */

/* auth will not cosign this log: it is not the one that it was. Once: a unit that refuses the new
 * one, too, has a fault that no third one mends. */
static void begin_anew(struct audit *audit, const char *reason)
{
	int err;

	audit->anew = true;
	vdt_log(LOG_ERR, "%s: the unit refuses to cosign it: %s; it is put aside, a new log begins",
		audit->journal.path, reason);
	err = vdt_journal_begin_anew(&audit->journal, reason);
	if (err)
		note_outcome(audit, err);
}

static void ask_unit(struct audit *audit)
{
	struct vdt_msg_WITNESS question;
	int err;

	if (!audit->child->peer[VDT_AUTH]) {
		err = vdt_journal_checkpoint(&audit->journal);
	} else {
		err = vdt_cosign_ask(&audit->cosign, &audit->journal, &question);
		if (err > 0 && vdt_child_send(audit->child, VDT_AUTH, VDT_MSG_WITNESS, &question))
			vdt_cosign_forget(&audit->cosign, &audit->journal);
	}
	if (err < 0)
		note_outcome(audit, err);
}

static int on_cosignature(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct audit *audit = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_COSIGNATURE *answer = payload;
	int err = vdt_cosign_take(&audit->cosign, &audit->journal, answer);

	if (err == -EPROTO || err == -EBADMSG)
		return err;
	if (err == -ESTALE && !audit->anew)
		begin_anew(audit, answer->verdict == VDT_VERDICT_REFUSED
					  ? answer->reason
					  : "it does not have the records that the unit cosigned");
	else if (err != -EAGAIN)
		return 0;
	ask_unit(audit);
	return 0;
}

/* A checkpoint that is alone in its interval costs a sync, as the first of a segment does: ask only
 * if the log has something that the unit does not know. */
static void on_checkpoint_timer(evutil_socket_t fd, short events, void *ctx)
{
	struct audit *audit = ctx;
	const struct vdt_range *since = &audit->journal.since;

	if (since->start < since->end || audit->journal.chain.witnessed != audit->journal.noted)
		ask_unit(audit);
}

/* records */

static void append(void *ctx, struct vdt_audit_record *record)
{
	struct audit *audit = ctx;
	uint32_t segment = audit->journal.chain.segment;
	int err;

	if (audit->off) {
		audit->left_out++;
		return;
	}
	err = vdt_journal_append(&audit->journal, record);
	if (err) {
		note_outcome(audit, err);
		return;
	}
	schedule_sync(audit, record);
	vdt_desk_tell(&audit->desk, record);
	if (audit->journal.chain.segment != segment)
		ask_unit(audit); /* its key is new */
}

static void on_flood_timer(evutil_socket_t fd, short events, void *ctx)
{
	struct audit *audit = ctx;

	vdt_flood_drain(&audit->flood, append, audit);
}

static void fill_record(const struct vdt_msg_RECORD *msg, struct vdt_audit_record *record)
{
	*record = (struct vdt_audit_record){
		.boottime = msg->boottime,
		.realtime = msg->realtime,
		.type = msg->type,
		.result = msg->result,
		.role = msg->role,
		.transport = msg->transport,
		.count = msg->count,
		.kernel_seq = msg->kernel_seq,
		.account_id = msg->account_id,
	};
	memcpy(record->session, msg->session, msg->session_len);
	memcpy(record->account, msg->account, sizeof(record->account));
	memcpy(record->source, msg->source, sizeof(record->source));
	memcpy(record->object, msg->object, sizeof(record->object));
	memcpy(record->reason, msg->reason, sizeof(record->reason));
	memcpy(record->details, msg->details, sizeof(record->details));
}

static void take_record(struct audit *audit, struct vdt_audit_record *record)
{
	if (!vdt_flood_absorb(&audit->flood, record, is_worn(audit)))
		append(audit, record);
	else if (record->kernel_seq > audit->journal.kernel_seq)
		audit->journal.kernel_seq = record->kernel_seq; /* counted: not to be sent again */
}

static int on_record(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct audit *audit = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_RECORD *msg = payload;
	struct vdt_audit_record record;

	if (!vdt_senders_allow(from, msg->type))
		return -EPERM;
	fill_record(msg, &record);
	take_record(audit, &record);
	return 0;
}

/* what the policy says */

/* The last record before, and the first after, signed at once: who switches the log off cannot
 * deny it, and how long it was off can be read. */
static void switch_log(struct audit *audit, bool off, uint64_t version)
{
	struct vdt_audit_record record = {.type = off ? VDT_AUDIT_AUDIT_OFF : VDT_AUDIT_AUDIT_ON};
	uint64_t now = vdt_clock_boottime();

	if (off == audit->off)
		return;
	snprintf(record.account, sizeof(record.account), "policy version %" PRIu64, version);
	if (off)
		vdt_flood_drain(&audit->flood, append, audit);
	else
		snprintf(record.details, sizeof(record.details),
			 "{\"seconds\":%" PRIu64 ",\"left_out\":%" PRIu64 "}",
			 (uint64_t)((now - audit->off_since) / VDT_NS_PER_SECOND), audit->left_out);
	audit->off = false;
	append(audit, &record);
	audit->off = off;
	audit->off_since = now;
	audit->left_out = 0;
	ask_unit(audit);
}

static int on_settings(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct audit *audit = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_AUDIT_SETTINGS *msg = payload;
	const struct timeval interval = {.tv_sec = msg->checkpoint};
	struct vdt_journal_settings settings = VDT_JOURNAL_DEFAULTS;
	int err;

	settings.ring = msg->ring;
	settings.stop_on_full = msg->stop_on_full;
	vdt_journal_set(&audit->journal, &settings);
	err = vdt_kept_store(SETTINGS, &settings);
	if (err)
		vdt_log(LOG_WARNING, "cannot keep the settings of the log: %s", strerror(-err));
	event_add(audit->checkpoint_timer, &interval);
	switch_log(audit, msg->off, msg->policy_version);
	return vdt_collector_set(&audit->collector, msg->collector, msg->name);
}

/* what web asks */

static int on_grant(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct audit *audit = ((struct vdt_child *)ctx)->ctx;

	vdt_desk_grant(&audit->desk, payload);
	return 0;
}

static int on_query(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct audit *audit = ((struct vdt_child *)ctx)->ctx;
	struct vdt_audit_record record = {0};
	int err = vdt_desk_query(&audit->desk, payload, audit->journal.chain.seq, &record);

	if (!err && record.type)
		take_record(audit, &record);
	return err;
}

static int on_cancel(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct audit *audit = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_CANCEL *msg = payload;

	vdt_desk_cancel(&audit->desk, msg->req);
	return 0;
}

static int on_subscribe(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct audit *audit = ((struct vdt_child *)ctx)->ctx;
	struct vdt_audit_record record = {0};

	vdt_desk_subscribe(&audit->desk, payload, &record);
	if (record.type)
		take_record(audit, &record);
	return 0;
}

/* The guard asks the kernel for what came after this. */
static void on_peer_up(struct vdt_child *child, enum vdt_proc peer)
{
	struct audit *audit = child->ctx;
	const struct vdt_msg_KERNEL_SEQ msg = {.seq = audit->journal.kernel_seq};

	if (peer == VDT_GUARD)
		vdt_child_send(child, VDT_GUARD, VDT_MSG_KERNEL_SEQ, &msg);
	if (peer == VDT_AUTH)
		ask_unit(audit);
}

static void on_peer_down(struct vdt_child *child, enum vdt_proc peer)
{
	struct audit *audit = child->ctx;

	if (peer == VDT_AUTH)
		vdt_cosign_forget(&audit->cosign, &audit->journal);
	if (peer == VDT_WEB)
		vdt_desk_clear(&audit->desk);
}

/* "7f0e4c3a-...": 32 digits and dashes. */
static int read_boot_id(uint8_t id[16])
{
	unsigned int digits = 0;
	uint8_t *text;
	size_t len;
	int err;

	err = vdt_file_read(BOOT_ID, 64, &text, &len);
	if (err)
		return err;
	memset(id, 0, 16);
	for (const char *c = (const char *)text; *c && digits < 32; c++) {
		unsigned int value;

		if (sscanf((const char[]){*c, '\0'}, "%1x", &value) != 1)
			continue;
		id[digits / 2] |= value << (digits % 2 ? 0 : 4);
		digits++;
	}
	free(text);
	return digits == 32 ? 0 : -EINVAL;
}

static int start_timers(struct audit *audit)
{
	const struct timeval window = {.tv_sec = VDT_FLOOD_WINDOW};
	const struct timeval interval = {.tv_sec = CHECKPOINT_INTERVAL};
	struct event_base *base = audit->child->base;

	audit->sync_timer = evtimer_new(base, on_sync_timer, audit);
	audit->flood_timer = event_new(base, -1, EV_PERSIST, on_flood_timer, audit);
	audit->checkpoint_timer = event_new(base, -1, EV_PERSIST, on_checkpoint_timer, audit);
	if (!audit->sync_timer || !audit->flood_timer || !audit->checkpoint_timer ||
	    event_add(audit->flood_timer, &window) || event_add(audit->checkpoint_timer, &interval))
		return -ENOMEM;
	return 0;
}

static int start(struct vdt_child *child)
{
	static struct audit audit;
	struct vdt_journal_settings settings;
	uint8_t boot_id[16];
	int err;

	child->ctx = &audit;
	audit.child = child;
	vdt_kept_load(SETTINGS, &settings);
	err = start_timers(&audit);
	if (!err)
		err = vdt_desk_init(&audit.desk, child, VDT_AUDIT_LOG);
	if (!err)
		err = read_boot_id(boot_id);
	if (!err)
		err = vdt_journal_open(&audit.journal, VDT_AUDIT_LOG, &settings, boot_id);
	if (!err)
		err = vdt_collector_init(&audit.collector, child->base, &audit.journal,
					 VDT_COLLECTOR_CA, SENT);
	if (err)
		vdt_log(LOG_ERR, "cannot open %s: %s", VDT_AUDIT_LOG, strerror(-err));
	else if (audit.journal.found != VDT_LOG_INTACT && audit.journal.found != VDT_LOG_CUT)
		vdt_log(LOG_ERR, "%s was altered: put aside, a new log begins", VDT_AUDIT_LOG);
	return err;
}

/* What the process wrote in its life goes into its last record. */
static void describe_counters(const struct vdt_journal_counters *counters,
			      char details[VDT_AUDIT_DETAILS])
{
	json_t *object = json_pack("{s:I, s:I, s:I, s:I}", "bytes", (json_int_t)counters->bytes,
				   "records", (json_int_t)counters->records, "syncs",
				   (json_int_t)counters->syncs, "lost", (json_int_t)counters->lost);
	size_t len = object ? json_dumpb(object, details, VDT_AUDIT_DETAILS - 1, JSON_COMPACT) : 0;

	details[len < VDT_AUDIT_DETAILS ? len : 0] = '\0';
	json_decref(object);
}

static void stop(struct vdt_child *child)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_AUDIT_STOP};
	struct audit *audit = child->ctx;

	vdt_flood_drain(&audit->flood, append, audit);
	describe_counters(&audit->journal.counters, record.details);
	append(audit, &record);
	vdt_collector_done(&audit->collector);
	vdt_journal_checkpoint(&audit->journal);
	vdt_journal_close(&audit->journal);
}

int main(void)
{
	static const struct vdt_dispatch table[] = {
		{VDT_MSG_RECORD, on_record},
		{VDT_MSG_COSIGNATURE, on_cosignature},
		{VDT_MSG_GRANT, on_grant},
		{VDT_MSG_LOG_QUERY, on_query},
		{VDT_MSG_CANCEL, on_cancel},
		{VDT_MSG_SUBSCRIBE, on_subscribe},
		{VDT_MSG_AUDIT_SETTINGS, on_settings},
	};
	static const struct vdt_child_ops ops = {
		.self = VDT_AUDIT,
		.start = start,
		.peer_up = on_peer_up,
		.peer_down = on_peer_down,
		.stop = stop,
		.table = table,
		.count = sizeof(table) / sizeof(table[0]),
	};

	return vdt_child_run(&ops);
}
