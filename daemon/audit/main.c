// SPDX-License-Identifier: BSD-3-Clause
/*
 * audit: keeps the log. Takes records from the other processes, as far as each may leave them, and
 * nothing else; reads no file but the log and the boot id.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "daemon/audit/flood.h"
#include "daemon/audit/journal.h"
#include "daemon/audit/senders.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/ipc/child.h"

#define BOOT_ID "/proc/sys/kernel/random/boot_id"

/* Records of one interval share a sync: at most ten a second wear out the flash. */
#define SYNC_INTERVAL (VDT_NS_PER_SECOND / 10)

struct audit {
	struct vdt_journal journal;
	struct vdt_flood flood;
	struct event *sync_timer, *flood_timer;
	uint64_t last_sync; /* CLOCK_BOOTTIME, nanoseconds */
	bool failing;	    /* the last append or sync failed and was logged */
};

/* Once for every time that it begins and ends, not for every record. */
static void note_outcome(struct audit *audit, int err)
{
	if (err && !audit->failing)
		vdt_log(LOG_ERR, "cannot write %s: %s; records are being lost", audit->journal.path,
			strerror(-err));
	else if (!err && audit->failing)
		vdt_log(LOG_NOTICE, "%s can be written again", audit->journal.path);
	audit->failing = err;
}

static void sync_log(struct audit *audit)
{
	note_outcome(audit, vdt_journal_sync(&audit->journal));
	audit->last_sync = vdt_clock_boottime();
}

static void on_sync_timer(evutil_socket_t fd, short events, void *ctx)
{
	sync_log(ctx);
}

static void schedule_sync(struct audit *audit)
{
	uint64_t since = vdt_clock_boottime() - audit->last_sync;
	struct timeval wait = {.tv_usec = (suseconds_t)((SYNC_INTERVAL - since) / 1000)};

	if (since >= SYNC_INTERVAL)
		sync_log(audit);
	else if (!evtimer_pending(audit->sync_timer, NULL))
		evtimer_add(audit->sync_timer, &wait);
}

static void append(void *ctx, struct vdt_audit_record *record)
{
	struct audit *audit = ctx;
	int err;

	err = vdt_journal_append(&audit->journal, record);
	if (err)
		note_outcome(audit, err);
	else
		schedule_sync(audit);
}

static void on_flood_timer(evutil_socket_t fd, short events, void *ctx)
{
	struct audit *audit = ctx;

	vdt_flood_drain(&audit->flood, append, audit);
}

static int on_record(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct audit *audit = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_RECORD *msg = payload;
	struct vdt_audit_record record = {
		.boottime = msg->boottime,
		.realtime = msg->realtime,
		.type = msg->type,
		.result = msg->result,
		.count = msg->count,
		.kernel_seq = msg->kernel_seq,
	};

	if (!vdt_senders_allow(from, msg->type))
		return -EPERM;
	memcpy(record.account, msg->account, sizeof(record.account));
	memcpy(record.source, msg->source, sizeof(record.source));
	memcpy(record.object, msg->object, sizeof(record.object));
	memcpy(record.reason, msg->reason, sizeof(record.reason));
	if (!vdt_flood_absorb(&audit->flood, &record))
		append(audit, &record);
	else if (record.kernel_seq > audit->journal.kernel_seq)
		audit->journal.kernel_seq = record.kernel_seq; /* counted: not to be sent again */
	return 0;
}

/* The guard asks the kernel for what came after this. */
static void on_peer_up(struct vdt_child *child, enum vdt_proc peer)
{
	struct audit *audit = child->ctx;
	const struct vdt_msg_KERNEL_SEQ msg = {.seq = audit->journal.kernel_seq};

	if (peer == VDT_GUARD)
		vdt_child_send(child, VDT_GUARD, VDT_MSG_KERNEL_SEQ, &msg);
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

static int start(struct vdt_child *child)
{
	static struct audit audit;
	const struct timeval window = {.tv_sec = VDT_FLOOD_WINDOW};
	uint8_t boot_id[16];
	int err;

	child->ctx = &audit;
	audit.sync_timer = evtimer_new(child->base, on_sync_timer, &audit);
	audit.flood_timer = event_new(child->base, -1, EV_PERSIST, on_flood_timer, &audit);
	if (!audit.sync_timer || !audit.flood_timer || event_add(audit.flood_timer, &window))
		return -ENOMEM;
	err = read_boot_id(boot_id);
	if (!err)
		err = vdt_journal_open(&audit.journal, VDT_AUDIT_LOG, boot_id);
	if (err)
		vdt_log(LOG_ERR, "cannot open %s: %s", VDT_AUDIT_LOG, strerror(-err));
	else if (audit.journal.found == VDT_AUDIT_ALTERED)
		vdt_log(LOG_ERR, "%s was altered: kept aside, a new chain begins", VDT_AUDIT_LOG);
	return err;
}

static void stop(struct vdt_child *child)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_AUDIT_STOP};
	struct audit *audit = child->ctx;

	vdt_flood_drain(&audit->flood, append, audit);
	append(audit, &record);
	vdt_journal_close(&audit->journal);
}

int main(void)
{
	static const struct vdt_dispatch table[] = {
		{VDT_MSG_RECORD, on_record},
	};
	static const struct vdt_child_ops ops = {
		.self = VDT_AUDIT,
		.start = start,
		.peer_up = on_peer_up,
		.stop = stop,
		.table = table,
		.count = sizeof(table) / sizeof(table[0]),
	};

	return vdt_child_run(&ops);
}
