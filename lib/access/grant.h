/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Leave given by auth for one operation. `web` parses what strangers send, so its word counts for
 * nothing: before it asks guard or audit for something, auth looks at the session and tells them
 * who may ask what, once. A web that was taken over can do what those who are logged in right now
 * could, and nothing else.
 */
#ifndef VDT_ACCESS_GRANT_H
#define VDT_ACCESS_GRANT_H

#include <stdint.h>

#include "lib/ipc/msgs.h"

#define VDT_GRANTS     64 /* not used yet; the oldest makes room */
#define VDT_GRANT_TIME 30 /* seconds it is good for: an upload may lie between */

/* All zero to begin with. */
struct vdt_grants {
	unsigned int next;
	struct {
		struct vdt_msg_GRANT grant; /* class VDT_CLASS_PRE_AUTH: none */
		uint64_t expires;	    /* CLOCK_BOOTTIME, nanoseconds */
	} place[VDT_GRANTS];
};

/* auth has given @grant, at @now. */
void vdt_grant_add(struct vdt_grants *grants, const struct vdt_msg_GRANT *grant, uint64_t now);
/*
 * Use up the grant for request @req, which must be for @class. Returns 0 and the grant, or -EACCES:
 * there is none, it is over, or it is for another class.
 */
int vdt_grant_take(struct vdt_grants *grants, uint32_t req, unsigned int class, uint64_t now,
		   struct vdt_msg_GRANT *ret_grant);
/* What belongs to that session of the account is over; @session NULL: all of the account. */
void vdt_grant_revoke(struct vdt_grants *grants, uint32_t account_id,
		      const uint8_t session[VDT_AUDIT_SESSION]);

#endif /* VDT_ACCESS_GRANT_H */
