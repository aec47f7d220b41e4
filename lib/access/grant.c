// SPDX-License-Identifier: BSD-3-Clause
#include "lib/access/grant.h"

#include <errno.h>
#include <string.h>

#include "lib/access/access.h"
#include "lib/base/clock.h"

void vdt_grant_add(struct vdt_grants *grants, const struct vdt_msg_GRANT *grant, uint64_t now)
{
	unsigned int i = grants->next++ % VDT_GRANTS;

	grants->place[i].grant = *grant;
	grants->place[i].expires = now + VDT_GRANT_TIME * VDT_NS_PER_SECOND;
}

int vdt_grant_take(struct vdt_grants *grants, uint32_t req, unsigned int class, uint64_t now,
		   struct vdt_msg_GRANT *ret_grant)
{
	for (unsigned int i = 0; i < VDT_GRANTS; i++) {
		struct vdt_msg_GRANT *grant = &grants->place[i].grant;

		if (grant->req != req || grant->class == VDT_CLASS_PRE_AUTH)
			continue;
		*ret_grant = *grant;
		memset(grant, 0, sizeof(*grant));
		return ret_grant->class == class && now < grants->place[i].expires ? 0 : -EACCES;
	}
	return -EACCES;
}

void vdt_grant_revoke(struct vdt_grants *grants, uint32_t account_id,
		      const uint8_t session[VDT_AUDIT_SESSION])
{
	for (unsigned int i = 0; i < VDT_GRANTS; i++) {
		struct vdt_msg_GRANT *grant = &grants->place[i].grant;

		if (grant->account_id == account_id &&
		    (!session || !memcmp(grant->session, session, VDT_AUDIT_SESSION)))
			memset(grant, 0, sizeof(*grant));
	}
}
