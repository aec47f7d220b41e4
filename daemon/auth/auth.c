// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/auth.h"

#include <stdio.h>
#include <string.h>
#include <sys/timex.h>

#include "lib/base/clock.h"
#include "lib/base/log.h"

void vdt_auth_text(char *to, size_t room, const char *from)
{
	snprintf(to, room, "%s", from);
}

bool vdt_auth_clock_is_right(void)
{
	struct timex t = {0};

	return adjtimex(&t) != TIME_ERROR && !(t.status & STA_UNSYNC);
}

void vdt_auth_record(struct vdt_auth *auth, const struct vdt_msg_RECORD *record)
{
	if (vdt_child_send(auth->child, VDT_AUDIT, VDT_MSG_RECORD, record))
		vdt_log(LOG_WARNING, "a record is lost: audit does not take it");
}

struct vdt_msg_RECORD vdt_auth_record_of(const struct vdt_msg_GRANT *who, enum vdt_audit_type type,
					 enum vdt_audit_result result)
{
	struct vdt_msg_RECORD record = {
		.type = type,
		.result = result,
		.role = who->role,
		.transport = who->transport,
		.account_id = who->account_id,
		.session_len = who->session_len,
	};

	memcpy(record.session, who->session, sizeof(record.session));
	vdt_auth_text(record.account, sizeof(record.account), who->account);
	vdt_auth_text(record.source, sizeof(record.source), who->source);
	return record;
}

void vdt_auth_done(struct vdt_auth *auth, uint32_t req, int code, const char *reason)
{
	struct vdt_msg_DONE done = {.req = req, .code = code};

	vdt_auth_text(done.reason, sizeof(done.reason), reason);
	vdt_child_send(auth->child, VDT_WEB, VDT_MSG_DONE, &done);
}

bool vdt_auth_may(struct vdt_auth *auth, uint32_t req, enum vdt_class class,
		  struct vdt_msg_GRANT *ret_who)
{
	int err = vdt_grant_take(&auth->grants, req, class, vdt_clock_boottime(), ret_who);

	if (err)
		vdt_auth_done(auth, req, err, "");
	return !err;
}
