/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the log is read for web: questions are answered piece by piece, records are told as they
 * are written. Each question needs a grant of read-system-secret, for the log has names and
 * addresses; web's own word counts for nothing.
 */
#ifndef VDT_AUDIT_DESK_H
#define VDT_AUDIT_DESK_H

#include "daemon/audit/query.h"
#include "lib/access/grant.h"
#include "lib/ipc/child.h"

#define VDT_DESK_ANSWERS 4		      /* at a time */
#define VDT_DESK_QUEUE	 (VDT_CHAN_QUEUE / 2) /* messages for web that may wait */

struct event;

struct vdt_desk {
	struct vdt_child *child;
	const char *path;   /* of the log */
	struct event *turn; /* the next pieces are due */
	char host[VDT_SYSLOG_HOST];
	struct vdt_grants grants;
	struct vdt_log_answer answer[VDT_DESK_ANSWERS]; /* no reader: free */
	uint64_t subscribed; /* until then, CLOCK_BOOTTIME in ns; 0: not */
};

/* @path is the log's, and outlives the desk. Returns 0 or -ENOMEM. */
int vdt_desk_init(struct vdt_desk *desk, struct vdt_child *child, const char *path);
/* web is gone: so is all that it asked. */
void vdt_desk_clear(struct vdt_desk *desk);

/* auth gave leave. */
void vdt_desk_grant(struct vdt_desk *desk, const struct vdt_msg_GRANT *grant);
/*
 * web asks. @end is the last record of the log, which @ret_record, that of an export, is to
 * follow; its type is 0 if there is nothing to be recorded. Returns 0, or -EPROTO: there is such a
 * request already.
 */
int vdt_desk_query(struct vdt_desk *desk, const struct vdt_msg_LOG_QUERY *ask, uint64_t end,
		   struct vdt_audit_record *ret_record);
void vdt_desk_cancel(struct vdt_desk *desk, uint32_t req);
/* web wants to see records as they are written, or no more. @ret_record as above. */
void vdt_desk_subscribe(struct vdt_desk *desk, const struct vdt_msg_SUBSCRIBE *msg,
			struct vdt_audit_record *ret_record);
/* @record was written. */
void vdt_desk_tell(struct vdt_desk *desk, const struct vdt_audit_record *record);

#endif /* VDT_AUDIT_DESK_H */
