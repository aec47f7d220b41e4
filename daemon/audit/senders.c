// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/senders.h"

#include <vedette/audit.h>

/* A type without a row, AUDIT_START and AUDIT_STOP among them, is for the log itself to write. */
static const unsigned int senders[VDT_AUDIT_TYPE_END] = {
	[VDT_AUDIT_PACKET_DROP] = VDT_FROM(GUARD),   [VDT_AUDIT_POLICY_LOAD] = VDT_FROM(GUARD),
	[VDT_AUDIT_POLICY_REFUSE] = VDT_FROM(GUARD), [VDT_AUDIT_POLICY_CONFIRM] = VDT_FROM(GUARD),
	[VDT_AUDIT_POLICY_REVERT] = VDT_FROM(GUARD), [VDT_AUDIT_MODULE] = VDT_FROM(GUARD),
	[VDT_AUDIT_EVENTS_LOST] = VDT_FROM(GUARD),   [VDT_AUDIT_PROCESS_START] = VDT_FROM(SUPER),
	[VDT_AUDIT_PROCESS_EXIT] = VDT_FROM(SUPER),  [VDT_AUDIT_PROCESS_FAULT] = VDT_FROM(SUPER),
	[VDT_AUDIT_LOGIN] = VDT_FROM(AUTH),	     [VDT_AUDIT_ACCOUNT_CREATE] = VDT_FROM(AUTH),
	[VDT_AUDIT_KEY_CREATE] = VDT_FROM(AUTH),     [VDT_AUDIT_VIEWER_START] = VDT_FROM(STREAM),
	[VDT_AUDIT_VIEWER_STOP] = VDT_FROM(STREAM),  [VDT_AUDIT_VIEWER_REFUSE] = VDT_FROM(STREAM),
	[VDT_AUDIT_ENCODER] = VDT_FROM(STREAM),
};

bool vdt_senders_allow(enum vdt_proc from, unsigned int type)
{
	return type < VDT_AUDIT_TYPE_END && (senders[type] & (1u << from));
}
