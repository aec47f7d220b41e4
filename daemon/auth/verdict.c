// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/verdict.h"

enum vdt_session_verdict vdt_verdict(const struct vdt_inquiry *inquiry)
{
	if (!inquiry->activated)
		return VDT_SESSION_INACTIVE;
	if (!inquiry->known)
		return VDT_SESSION_NONE;
	if (inquiry->must_change && inquiry->class != VDT_CLASS_OWN)
		return VDT_SESSION_MUST_CHANGE;
	if (!vdt_access_allows(inquiry->role, inquiry->class))
		return VDT_SESSION_FORBIDDEN;
	return inquiry->fresh && !inquiry->proved ? VDT_SESSION_REAUTH : VDT_SESSION_OK;
}
