/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Answers on their way to web. They go out piece by piece, as fast as web takes them, so that a
 * long one neither fills the channel nor keeps the kernel's events waiting.
 */
#ifndef VDT_GUARD_OUTBOX_H
#define VDT_GUARD_OUTBOX_H

#include "daemon/guard/answer.h"
#include "lib/ipc/child.h"

#define VDT_OUTBOX 8 /* answers at a time */

struct vdt_outbox {
	struct vdt_child *child;
	struct event *more;
	struct vdt_outgoing {
		bool used;
		struct vdt_answer answer;
		struct vdt_msg_DONE done;
	} place[VDT_OUTBOX];
};

/* Returns 0 or -ENOMEM. */
int vdt_outbox_init(struct vdt_outbox *outbox, struct vdt_child *child);
void vdt_outbox_done(struct vdt_outbox *outbox);
/* Is there a place? */
bool vdt_outbox_has_room(const struct vdt_outbox *outbox);
/* Tell @answer, taken over in any case, then @done. Returns 0 or -EBUSY: no place. */
int vdt_outbox_put(struct vdt_outbox *outbox, struct vdt_answer *answer,
		   const struct vdt_msg_DONE *done);
/* web does not want the rest of the answer to @req. */
void vdt_outbox_cancel(struct vdt_outbox *outbox, uint32_t req);
/* web is gone. */
void vdt_outbox_clear(struct vdt_outbox *outbox);

#endif /* VDT_GUARD_OUTBOX_H */
