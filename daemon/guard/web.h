/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What web asks of guard, done for whom auth named and in no other case: web's word for who asks
 * counts for nothing (lib/access/grant.h).
 */
#ifndef VDT_GUARD_WEB_H
#define VDT_GUARD_WEB_H

#include "daemon/guard/outbox.h"
#include "daemon/guard/query.h"
#include "daemon/guard/upload.h"
#include "lib/access/grant.h"

struct vdt_web {
	struct vdt_child *child;
	struct vdt_kernel kernel;
	struct vdt_nl *loads; /* the kernel lets no socket confirm what it loaded */
	struct vdt_grants grants;
	struct vdt_outbox outbox;
	struct vdt_uploads uploads;
};

/* Returns 0 or -ENOMEM. What @kernel has and @loads stay the caller's. */
int vdt_web_init(struct vdt_web *web, struct vdt_child *child, const struct vdt_kernel *kernel,
		 struct vdt_nl *loads);
void vdt_web_done(struct vdt_web *web);
/* web is gone, and all that it asked for. */
void vdt_web_clear(struct vdt_web *web);

/* The messages; handlers of vdt_chan_ops in all but their context. */
void vdt_web_grant(struct vdt_web *web, const struct vdt_msg_GRANT *grant);
void vdt_web_query(struct vdt_web *web, const struct vdt_msg_QUERY *query);
void vdt_web_cancel(struct vdt_web *web, const struct vdt_msg_CANCEL *cancel);
void vdt_web_control(struct vdt_web *web, const struct vdt_msg_CONTROL *control);
void vdt_web_upload(struct vdt_web *web, const struct vdt_msg_UPLOAD *upload);
void vdt_web_uploaded(struct vdt_web *web, const struct vdt_msg_UPLOADED *uploaded);

#endif /* VDT_GUARD_WEB_H */
