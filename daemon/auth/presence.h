/* SPDX-License-Identifier: BSD-3-Clause */
/* The streams that are watched, by the login that began each: so that the kernel prefers their
 * sources while they last, and people see and end them. */
#ifndef VDT_AUTH_PRESENCE_H
#define VDT_AUTH_PRESENCE_H

#include "daemon/auth/source.h"
#include "lib/ipc/msgs.h"

#define VDT_PRESENCE \
	256 /* visits; those beyond are served as well, and neither preferred nor listed */

/* The kernel is told for so many seconds, again before they are over; so a source keeps its
 * preference for a while after its session ended, to come back. */
#define VDT_PRESENCE_TOLD  90
#define VDT_PRESENCE_AGAIN 30

struct vdt_visit {
	uint32_t req; /* of the login, 0: the place is free */
	uint32_t account;
	uint8_t id[VDT_AUDIT_SESSION];
	uint64_t since; /* seconds since 1970 */
	struct vdt_source from;
	char source[VDT_ADDRESS_ROOM];
};

/* All zero to begin with. */
struct vdt_presence {
	struct vdt_visit visit[VDT_PRESENCE];
};

/* A login was good. */
void vdt_presence_add(struct vdt_presence *presence, const struct vdt_visit *visit);
/* The session that this login began is over. */
void vdt_presence_remove(struct vdt_presence *presence, uint32_t req);
/* All of the account are over. */
void vdt_presence_revoke(struct vdt_presence *presence, uint32_t account);
/* All are over. */
void vdt_presence_clear(struct vdt_presence *presence);
/* The visit of that name, or NULL. */
const struct vdt_visit *vdt_presence_by_id(const struct vdt_presence *presence,
					   const uint8_t id[VDT_AUDIT_SESSION]);
/* Call @each once for every source that has a session. */
void vdt_presence_each(const struct vdt_presence *presence,
		       void (*each)(void *ctx, const struct vdt_source *source), void *ctx);

#endif /* VDT_AUTH_PRESENCE_H */
