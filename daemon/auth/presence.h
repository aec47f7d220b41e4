/* SPDX-License-Identifier: BSD-3-Clause */
/* The sessions that are there, by the login that began each, so that the kernel prefers their
 * sources while they last. */
#ifndef VDT_AUTH_PRESENCE_H
#define VDT_AUTH_PRESENCE_H

#include "daemon/auth/source.h"

#define VDT_PRESENCE 256 /* sessions; those beyond are served as well, and not preferred */

/* The kernel is told for so many seconds, again before they are over; so a source keeps its
 * preference for a while after its session ended, to come back. */
#define VDT_PRESENCE_TOLD  90
#define VDT_PRESENCE_AGAIN 30

/* All zero to begin with. */
struct vdt_presence {
	struct {
		uint32_t req; /* 0: free */
		struct vdt_source source;
	} session[VDT_PRESENCE];
};

/* A login was good. */
void vdt_presence_add(struct vdt_presence *presence, uint32_t req, const struct vdt_source *source);
/* The session that this login began is over. */
void vdt_presence_remove(struct vdt_presence *presence, uint32_t req);
/* All are over. */
void vdt_presence_clear(struct vdt_presence *presence);
/* Call @each once for every source that has a session. */
void vdt_presence_each(const struct vdt_presence *presence,
		       void (*each)(void *ctx, const struct vdt_source *source), void *ctx);

#endif /* VDT_AUTH_PRESENCE_H */
